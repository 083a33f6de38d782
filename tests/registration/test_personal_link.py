"""The mailed link: it always works, for its version, and opens what an attendee may do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock, i18n
from conference.accounts.actions import give_role, open_sign_in
from conference.accounts.guards import Viewer, require_confirmed
from conference.accounts.models import Person, Reach, RoleKind, SignIn
from conference.accounts.queries import visits_by_token
from conference.agenda.bookmarks import add_bookmark
from conference.agenda.models import Event, Session, SessionKind, Slot
from conference.errors import Forbidden
from conference.mail.models import OutboxMail
from conference.registration.actions import rotate_link
from conference.registration.models import Registration
from tests import factories
from tests.registration.conftest import SLUG, Place
from tests.support.waiting import until_one_waits


async def test_looking_at_the_link_changes_nothing(place: Place, link: str) -> None:
    async with place.browser() as scanner:
        answer = await scanner.get(link)

    assert answer.status_code == 200
    assert "Continue as Sabine Ortlieb" in answer.text
    assert "set-cookie" not in answer.headers
    assert [row.confirmed_at for row in await place.rows(Registration)] == [None]


async def test_the_link_confirms_once_and_lets_in_twice(place: Place, link: str) -> None:
    first = await _use(place, link)
    past = clock.now() - timedelta(days=1)
    async with place.database.writing() as db:
        await db.execute(update(Registration).values(confirmed_at=past))
    second = await _use(place, link)

    assert [first, second] == [Reach.ATTENDEE, Reach.ATTENDEE]
    (registration,) = await place.rows(Registration)
    assert registration.confirmed_at == past


@pytest.mark.parametrize("days", [-400, -1, 0, 300], ids=["long ago", "after", "during", "before"])
async def test_the_link_works_at_any_time(place: Place, link: str, days: int) -> None:
    begins = clock.now().date() + timedelta(days=days)
    async with place.database.writing() as db:
        await db.execute(update(Event).values(starts_on=begins, ends_on=begins))

    assert await _use(place, link) == Reach.ATTENDEE


async def test_the_link_leads_to_what_is_on_their_bookmarks_first_else_to_the_first_page(
    place: Place, link: str
) -> None:
    now = clock.now()
    async with place.database.writing() as db:
        begun = now - timedelta(minutes=30)
        talk_id = await factories.a_session(
            db, place.event_id, title="A talk", starts_at=begun, kind=SessionKind.TALK
        )
        keynote_id = await factories.a_session(db, place.event_id)
        person_id = await db.scalar(select(Registration.person_id))
        assert person_id is not None

    assert await _next_path(place, link) == f"/sessions/{keynote_id}"

    async with place.database.writing() as db:
        await add_bookmark(db, person_id, await db.get_one(Session, talk_id))
    assert await _next_path(place, link) == f"/sessions/{talk_id}"

    await _shift(place, -timedelta(days=2))
    assert await _next_path(place, link) == f"/events/{SLUG}"


async def test_a_replaced_link_opens_nothing_and_the_new_one_does(place: Place, link: str) -> None:
    async with _let_in(place, link) as sabine, _let_in(place, link) as thief:
        answer = await sabine.post("/registrations/1/link?_method=put")
        page = await sabine.get(answer.headers["location"])
        signed_out = await thief.get("/registrations/1/link")

    assert (answer.status_code, page.status_code, signed_out.status_code) == (303, 200, 401)
    assert "All older ones open nothing any more." in page.text
    new = await place.newest_link()
    assert new != link
    async with place.browser() as anybody:
        assert (await anybody.get(link)).status_code == 404
        assert (await anybody.post(link)).status_code == 404
    assert await _use(place, new) == Reach.ATTENDEE


async def test_who_uses_a_link_while_it_is_replaced_does_not_get_in(
    place: Place, link: str
) -> None:
    owner = await _viewer(place, Reach.ATTENDEE, 1)

    async with place.browser() as thief:
        async with place.database.writing() as db:
            await rotate_link(db, 1, owner)
            using = asyncio.create_task(thief.post(link))
            await until_one_waits(place.database)

        assert (await using).status_code == 404


async def test_a_link_is_replaced_while_those_it_let_in_come_again(place: Place, link: str) -> None:
    async with _let_in(place, link) as sabine, _let_in(place, link), _let_in(place, link):
        *_own, first, second = [row.id for row in await place.rows(SignIn)]
        async with place.database.writing() as db:
            # Where the rows lie now, the first one comes last.
            sign_in = await db.get_one(SignIn, first)
            sign_in.expires_at += timedelta(seconds=1)

        async with place.database.writing() as db:
            await touch(db, first)
            replacing = asyncio.create_task(sabine.put("/registrations/1/link"))
            await until_one_waits(place.database)
            await touch(db, second)

        assert (await replacing).status_code == 303


async def test_only_its_owner_sees_or_replaces_a_link(place: Place, link: str) -> None:
    async with place.database.writing() as db:
        anna_id = await factories.an_attendee(db, place.event_id, "Anna Weser")

    async with await factories.signed_in(place.app, anna_id, event_id=place.event_id) as anna:
        seen = await anna.get("/registrations/1/link")
        replaced = await anna.post("/registrations/1/link?_method=put")
        missing = await anna.get("/registrations/999/link")
        own = await anna.get("/registrations/2/link")
    async with place.browser() as nobody:
        signed_out = await nobody.post("/registrations/1/link?_method=put")

    codes = [answer.status_code for answer in (seen, replaced, missing, own, signed_out)]
    assert codes == [404, 404, 404, 200, 401]
    assert await _use(place, link) == Reach.ATTENDEE


async def test_no_link_is_replaced_while_its_mail_could_not_go_out(place: Place, link: str) -> None:
    (before,) = await place.rows(Registration)
    async with _let_in(place, link) as sabine:
        answers = [await sabine.post("/registrations/1/link?_method=put") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert await place.count(OutboxMail) == 3
    (registration,) = await place.rows(Registration)
    assert registration.link_version == before.link_version + 2


async def test_a_waiting_browser_may_watch_but_not_ask(place: Place) -> None:
    waiting = await _viewer(place, Reach.WAITING, None)

    assert waiting.event_id == place.event_id
    with pytest.raises(Forbidden):
        require_confirmed(waiting)


async def test_the_link_gives_no_role(place: Place, link: str) -> None:
    (person,) = await place.rows(Person)
    async with place.database.writing() as db:
        await give_role(db, person.id, RoleKind.ORGANISER, place.event_id)

    viewer = await _viewer(place, Reach.ATTENDEE, person.id)

    assert not viewer.has(RoleKind.ORGANISER, place.event_id)


async def test_the_account_shows_what_is_stored_and_the_way_to_the_link(
    place: Place, link: str
) -> None:
    with i18n.in_locale("en"):
        async with _let_in(place, link) as sabine:
            account = await sabine.get("/account")

    assert account.status_code == 200
    for fact in ("Alpenrand IT AG", "Austria", "Management", "Indirect reseller", "10 to 49"):
        assert fact in account.text
    assert 'href="/registrations/1/link"' in account.text


async def touch(db: AsyncSession, sign_in_id: int) -> None:
    await db.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=clock.now()))


@asynccontextmanager
async def _let_in(place: Place, link: str) -> AsyncIterator[httpx.AsyncClient]:
    """A new browser that has used the link."""
    async with place.browser() as browser:
        answer = await browser.post(link)
        assert answer.status_code == 303
        yield browser


async def _use(place: Place, link: str) -> Reach:
    """On a new device: what its sign-in may do."""
    async with _let_in(place, link):
        return Reach((await place.rows(SignIn))[-1].reach)


async def _next_path(place: Place, link: str) -> str:
    async with place.browser() as browser:
        answer = await browser.post(link)
        return urlsplit(answer.headers["location"]).path


async def _shift(place: Place, by: timedelta) -> None:
    async with place.database.writing() as db:
        for slot in await place.rows(Slot):
            times = {"starts_at": slot.starts_at + by, "ends_at": slot.ends_at + by}
            await db.execute(update(Slot).where(Slot.session_id == slot.session_id).values(times))
        await db.execute(update(Event).values(agenda_version=Event.agenda_version + 1))


async def _viewer(place: Place, reach: Reach, person_id: int | None) -> Viewer:
    async with place.database.writing() as db:
        token, _ = await open_sign_in(
            db, reach=reach, person_id=person_id, event_id=place.event_id, browser=""
        )
    found = await place.database.gathered(visits_by_token, token)
    assert found is not None
    return found[0]
