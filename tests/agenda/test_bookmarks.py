"""Bookmarks: who sets them, where they are seen, and what nobody else is told."""

from bs4 import BeautifulSoup

from conference.accounts.models import Reach
from conference.agenda.models import Event, EventState, SessionState
from tests import factories
from tests.agenda.own import AGENDA, HTMX, MINE, Programme, known, pressed, programme, see, texts

__all__ = ["programme"]


async def test_a_session_is_bookmarked_once_and_can_be_taken_off(programme: Programme) -> None:
    keynote = await programme.add("What changes", 0, 60)
    path = f"/sessions/{keynote}/bookmark"

    seen = []
    for method in ("put", "put", "delete", "delete", "put"):
        answer = await programme.sabine.post(f"{path}?_method={method}")
        assert answer.status_code == 303
        assert answer.headers["location"] == f"{MINE}#session-{keynote}"
        seen.append((len(await programme.rows()), texts(await see(programme.sabine), "article h3")))

    assert seen == [
        (1, ["What changes"]),
        (1, ["What changes"]),
        (0, []),
        (0, []),
        (1, ["What changes"]),
    ]


async def test_what_is_withdrawn_cannot_be_bookmarked_but_taken_off(programme: Programme) -> None:
    session_id = await programme.add("Withdrawn", 0, 60)
    await programme.bookmark("Withdrawn")
    await programme.change("Withdrawn", SessionState.WITHDRAWN)

    answers = [
        (await programme.sabine.request(method, f"/sessions/{session_id}/bookmark")).status_code
        for method in ("PUT", "DELETE", "PUT")
    ]

    assert answers == [409, 303, 409]
    assert await programme.rows() == []


async def test_bookmarking_needs_the_mailed_link(programme: Programme) -> None:
    path = f"/sessions/{await programme.add('Keynote', 0, 60)}/bookmark"
    app, event_id = programme.app, programme.event_id
    nobody = await factories.signed_in(app, programme.sabine_id)
    nobody.cookies.clear()
    waiting = await factories.signed_in(app, None, Reach.WAITING, event_id)
    async with nobody, waiting:
        answers = [await client.put(path) for client in (nobody, waiting)]
        notices = [await client.put(path, headers=HTMX) for client in (nobody, waiting)]
        pages = [await client.get(MINE) for client in (nobody, waiting)]

    assert [answer.status_code for answer in (*answers, *notices, *pages)] == [401, 403] * 3
    for notice in notices:
        page = BeautifulSoup(notice.text, "html5lib")
        assert [link["href"] for link in page.select("a")] == ["/events/halvestra/registration"]
    assert await programme.rows() == []


async def test_a_list_says_nothing_of_its_reader_and_the_page_does(programme: Programme) -> None:
    keynote = await programme.add("Keynote", 0, 60)
    await programme.add("Next", 60, 120)
    await programme.bookmark("Keynote")
    async with programme.app.database.writing() as db:
        anna_id = await factories.an_attendee(db, programme.event_id, "Anna Weser")

    async with await factories.signed_in(programme.app, anna_id) as anna:
        lists = [await see(client, f"{AGENDA}/days") for client in (programme.sabine, anna)]
        pages = [await see(client, AGENDA) for client in (programme.sabine, anna)]
        own = texts(await see(anna), "article h3")

    assert [pressed(page) for page in lists] == [{"Keynote": None, "Next": None}] * 2
    assert [known(page) for page in pages] == [{"bookmarked": [keynote]}, {"bookmarked": []}]
    assert own == []
    assert known(await see(programme.sabine, f"{MINE}/bookmarks")) == known(pages[0])


async def test_htmx_gets_the_button_and_what_is_bookmarked_now(programme: Programme) -> None:
    keynote = await programme.add("Keynote", 0, 60)

    answer = await programme.sabine.put(f"/sessions/{keynote}/bookmark", headers=HTMX)

    page = BeautifulSoup(answer.text, "html5lib")
    assert [part["hx-target"] for part in page.select("hx-partial")] == [
        "#agenda-own",
        f"#bookmark-{keynote}",
    ]
    assert known(page) == {"bookmarked": [keynote]}
    assert pressed(page) == {"Keynote": "true"}
    forms = [form["action"] for form in page.select("form")]
    assert forms == [f"/sessions/{keynote}/bookmark?_method=delete"]


async def test_the_session_page_shows_the_bookmark_and_is_come_back_to(
    programme: Programme,
) -> None:
    keynote = await programme.add("Keynote", 0, 60)
    path = f"/sessions/{keynote}"

    seen = []
    for method, back in (("put", path), ("delete", "//elsewhere.example"), ("put", "/\\evil")):
        url = f"{path}/bookmark?_method={method}"
        answer = await programme.sabine.post(url, data={"back": back})
        seen.append((answer.headers["location"], pressed(await see(programme.sabine, path))))

    assert seen == [
        (path, {"Keynote": "true"}),
        (f"{MINE}#session-{keynote}", {"Keynote": "false"}),
        (f"{MINE}#session-{keynote}", {"Keynote": "true"}),
    ]


async def test_a_draft_is_not_found(programme: Programme) -> None:
    keynote = await programme.add("Keynote", 0, 60)
    async with programme.app.database.writing() as db:
        (await db.get_one(Event, programme.event_id)).state = EventState.DRAFT

    answers = [
        (await programme.sabine.put(f"/sessions/{id_}/bookmark")).status_code
        for id_ in (keynote, 4711)
    ]

    assert [*answers, (await programme.sabine.get(MINE)).status_code] == [404] * 3


async def test_the_61st_bookmark_within_a_minute_is_refused(programme: Programme) -> None:
    path = f"/sessions/{await programme.add('Keynote', 0, 60)}/bookmark"

    statuses = [(await programme.sabine.put(path)).status_code for _ in range(61)]

    assert statuses == [303] * 60 + [429]
