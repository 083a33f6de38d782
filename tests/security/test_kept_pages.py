"""What is kept for many reaches nobody for whom it would be another: every role sees what it would
see if nothing were kept."""

import random
from datetime import timedelta

from conference.agenda.announcements import announce_to
from conference.agenda.bookmarks import add_bookmark
from conference.agenda.models import Session
from conference.i18n import Translated
from conference.privacy import KeyFolder
from conference.qa import actions
from conference.qa.upvotes import Cast, cast_upvotes
from tests.security.conftest import Role, World

REGIONS = ("questions", "questions/own", "announcements")
Seen = dict[tuple[Role, str, str], tuple[int, str]]


async def test_each_role_sees_its_own_page_whoever_came_before(world: World) -> None:
    await lived_in(world, world.app.keys)
    page, other = (f"/sessions/{place.session_id}" for place in (world.a, world.b))
    asked = [(role, page, language) for role in Role for language in ("de", "en")]
    paths = (other, *(f"{page}/{region}" for region in REGIONS))
    asked += [(role, path, "en") for role in Role for path in paths]

    afresh = await seen(world, asked, is_kept=False)
    dice = random.Random(7)  # noqa: S311 - an order, not a secret
    for _ in range(2):
        dice.shuffle(asked)
        assert await seen(world, asked, is_kept=True) == afresh

    assert len({text for _, text in afresh.values()}) > len(Role), "they differ indeed"


async def seen(world: World, asked: list[tuple[Role, str, str]], *, is_kept: bool) -> Seen:
    found: Seen = {}
    for role, path, language in asked:
        if not is_kept:
            world.app.live.kept.renew()
        async with world.browser(role) as client:
            answer = await client.get(path, headers={"accept-language": language})
        found[role, path, language] = answer.status_code, answer.text
    return found


async def lived_in(world: World, keys: KeyFolder) -> None:
    """Marks of their own for some: upvotes, bookmarks, questions that wait, roles that show."""
    a, people = world.a, world.people
    async with world.app.database.writing() as db:
        await announce_to(db, a.event_id, None, Translated(en="To all"), timedelta(hours=1))
        await announce_to(db, a.event_id, a.session_id, Translated(en="Here"), timedelta(hours=1))
        session = await db.get_one(Session, a.session_id)
        for role in (Role.ATTENDEE, Role.ORGANISER):
            await add_bookmark(db, people[role], session)
        for role, is_anonymous in ((Role.ATTENDEE, True), (Role.LINK, False)):
            text, whose = f"Only {role} sees that this waits", people[role]
            asking = actions.Asking(a.session_id, whose, text, "en", is_anonymous)
            await actions.ask_question(db, keys, asking)
    for role in (Role.LINK, Role.MODERATOR):
        cast = Cast(a.question_id, people[role], wanted=True, keys=keys)
        await world.app.database.grouped(cast_upvotes, cast)
    await world.app.live.settled()
