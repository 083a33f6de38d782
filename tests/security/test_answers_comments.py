"""Comments (§8, 12): how many may have written one, judged by all that stands beside it."""

import re
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from conference.partners.labels import TYPES_OF_OTHERS
from conference.partners.models import PartnerType
from conference.settings import Settings
from tests.security.hall import DESK, FEEDBACK, MOOD, Hall, Who, hall

K = 10
RESELLER, SOFTWARE = PartnerType.INDIRECT_RESELLER, PartnerType.SOFTWARE_HOUSE
UNEVEN = (RESELLER, RESELLER, SOFTWARE)
TOPICS = ("margin", "leads", "")
# Ways to ask for a part of them, and where else they could stand.
PARTS = ("topic=margin", "type=software-house", "level=low", "text=Mood", "group=software-house")
OTHERS = ("mood.csv", "mood.xlsx", "people", "companies", "attendance", "feedback")


async def comments(hall: Hall, path: str, selector: str) -> list[tuple[str, str]]:
    """Each with all that it stands in."""
    page = await hall.browsers[Who.STAFF].get(f"{DESK}/{path}")
    return [
        (" ".join(words.text.split()), place.get_text(" "))
        for place in BeautifulSoup(page.text, "html.parser").select(selector)
        for words in place.select("blockquote p[lang]")
    ]


async def shown(hall: Hall) -> dict[str, list[tuple[str, str]]]:
    return {
        "mood": await comments(hall, "mood/comments", ".topic"),
        "feedback": await comments(hall, "sessions", ".report"),
    }


def fits(hall: Hall, types: tuple[PartnerType, ...], beside: str) -> int:
    """How many companies are of what stands beside a comment."""
    named = {type_ for type_, label in TYPES_OF_OTHERS if str(label) in beside}
    of = [types[number % len(types)] for number in range(len(hall.people))]
    return sum(type_ in named or not named for type_ in of)


async def test_a_list_by_type_leaves_few_who_may_have_written_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hall(settings, monkeypatch, 24, UNEVEN) as room:
        plain = str(dict(TYPES_OF_OTHERS)[SOFTWARE])

        assert fits(room, UNEVEN, f"{plain}: Payment terms of ninety days") < K


async def test_comments_come_ten_companies_at_a_time_and_in_one_place(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hall(settings, monkeypatch, 26, UNEVEN) as room:
        seen = [await shown(room)]
        for number, person in enumerate(room.people):
            topic = TOPICS[number % len(TOPICS)]
            await room.say(person, number % 5 + 1, f"Mood {number}.", topic, kinds=(MOOD,))
            await room.say(person, number % 5 + 1, f"Room {number}.", kinds=(FEEDBACK,))
            await room.release()
            if number % 2:
                seen.append(await shown(room))
        asked = [await comments(room, f"mood/comments?{query}", ".topic") for query in PARTS]
        others = [await room.browsers[Who.STAFF].get(f"{DESK}/{path}") for path in OTHERS]

    for place, word in (("mood", "Mood"), ("feedback", "Room")):
        sizes = [len(look[place]) for look in seen]
        steps = [after - before for before, after in pairwise(sizes) if after != before]
        texts = [text for text, _ in seen[-1][place]]
        assert (len(steps), min(steps) >= K) == (2, True)
        assert len(set(texts)) == len(texts)
        assert {text.split()[0] for text in texts} == {word}
        assert {fits(room, UNEVEN, beside) for _, beside in seen[-1][place]} == {26}
    assert asked == [seen[-1]["mood"]] * len(PARTS), "a part of them cannot be asked for"
    for page in others:
        assert re.search(r"(Mood|Room) \d+\.", page.text) is None


async def test_who_is_seen_to_withdraw_takes_no_text_along(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then eleven others say something new, so that a wave is full; the plain list is what is
    said now."""
    async with hall(settings, monkeypatch, 24, UNEVEN) as room:
        plain = {person: f"Mood {person}" for person in room.people}
        await room.all_say(room.people, 2, "Mood", "margin")
        await room.release()
        before, named = await shown(room), set(plain.values())
        author, *others = room.people
        await room.say(author, None)
        del plain[author]
        await room.all_say(others[:11], 5, "Changed", "leads")
        await room.release()
        after = await shown(room)
        await room.say(others[-1], None)
        await room.close()
        end = await shown(room)

    assert named - set(plain.values()) == {f"Mood {author}"}, "the plain list names its author"
    for place in ("mood", "feedback"):
        first, then, last = ({text for text, _ in look[place]} for look in (before, after, end))
        assert first == named
        assert then == last == named | {f"Changed {person}" for person in others[:11]}
