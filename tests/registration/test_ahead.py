"""What somebody who is in finds on the first page, and elsewhere: what is on, and what comes."""

from datetime import timedelta

from bs4 import BeautifulSoup
from sqlalchemy import select

from conference import clock
from conference.agenda.bookmarks import add_bookmark
from conference.agenda.models import Session, SessionKind
from tests import factories
from tests.registration.conftest import PATH, SLUG, Place


async def test_who_is_in_sees_what_is_on_for_them_and_what_they_bookmarked(place: Place) -> None:
    now = clock.now()
    async with place.database.writing() as db:
        titles = {"Keynote": -10, "Talk": -5, "Soon": 60, "Later": 120}
        for title, minutes in titles.items():
            kind = SessionKind.KEYNOTE if title == "Keynote" else SessionKind.TALK
            at = now + timedelta(minutes=minutes)
            await factories.a_session(db, place.event_id, title=title, starts_at=at, kind=kind)
        sabine_id = await factories.an_attendee(db, place.event_id)
        ids = {row.title["en"]: row for row in await db.scalars(select(Session))}

    async with await factories.signed_in(place.app, sabine_id, event_id=place.event_id) as sabine:
        shown = [_ahead((await sabine.get("/")).text)]
        async with place.database.writing() as db:
            for title in ("Talk", "Later"):
                await add_bookmark(db, sabine_id, ids[title])
        shown.append(_ahead((await sabine.get("/")).text))
        region = (await sabine.get(f"/events/{SLUG}/ahead")).text
        page = BeautifulSoup((await sabine.get("/")).text, "html.parser")

    assert shown == [(["On now"], "Keynote", []), (["On now", "Bookmarked"], "Talk", ["Later"])]
    assert _ahead(region) == shown[1]
    assert _texts(page, "#agenda-now .next a") == ["Keynote", "Talk", "Soon"]


async def test_who_is_in_is_told_elsewhere_what_is_on_and_next(place: Place) -> None:
    at = clock.now() + timedelta(minutes=1)
    async with place.database.writing() as db:
        await factories.a_session(db, place.event_id)
        for title in ("One", "Another"):
            await factories.a_session(db, place.event_id, title=title, starts_at=at)
        sabine_id = await factories.an_attendee(db, place.event_id)

    async with (
        place.app.running(),
        place.browser() as nobody,
        await factories.signed_in(place.app, sabine_id, event_id=place.event_id) as sabine,
    ):
        strips = {
            path: _texts(BeautifulSoup((await browser.get(path)).text, "html.parser"), ".strip a")
            for browser, path in ((sabine, "/account"), (sabine, "/"), (nobody, PATH))
        }

    clock_there = at.astimezone(factories.BERLIN).strftime("%H:%M")
    assert strips == {
        "/account": ["On now What changes for you", f"Next {clock_there} 2 sessions"],
        "/": [],
        PATH: [],
    }


def _ahead(html: str) -> tuple[list[str], str, list[str]]:
    page = BeautifulSoup(html, "html.parser")
    (title,) = _texts(page, "#ahead-title")
    return _texts(page, ".ahead__tags .tag"), title, _texts(page, ".ahead__own .next a")


def _texts(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(found.text.split()) for found in page.select(selector)]
