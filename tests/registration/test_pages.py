"""The landing page and the form: what each visitor sees, and that nothing typed is lost."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import delete

from conference import clock
from conference.accounts.models import Reach
from conference.agenda.models import Event
from conference.registration.entry import LABELS
from conference.registration.models import Registration
from tests import factories
from tests.registration.conftest import PATH, SLUG, Place, entered

TYPED = {
    "name": 'Zoë "Z" <script>alert(1)</script> & Ørsted',
    "email": "zoë@<b>",
    "company": "Müller & Söhne 'GmbH' " + "x" * 300,
    "country": "CH",
    "job": "sales",
    "partner_type": "integrator",
    "company_size": "250-plus",
    "language": "de",
}


async def test_a_visitor_sees_the_event_its_keynotes_and_the_form(place: Place) -> None:
    async with place.database.writing() as db:
        await factories.a_session(db, place.event_id)

    async with place.browser() as visitor:
        answer = await visitor.get(f"/events/{SLUG}")

    page = BeautifulSoup(answer.text, "html.parser")
    assert page.h1 is not None
    assert page.h1.text == "Frankly speaking."
    assert _texts(page, "h2") == [
        "On now",
        "Keynotes",
        "How honest may you be? Entirely.",
        "Register",
    ]
    assert [link.text for link in page.select(".keynote__title a")] == ["What changes for you"]
    assert page.select_one(f'form[action="{PATH}"][method="post"]') is not None
    assert "The whole agenda: one session" in answer.text


async def test_the_first_page_is_the_current_event(place: Place) -> None:
    async with place.browser() as visitor:
        first, event = await visitor.get("/"), await visitor.get(f"/events/{SLUG}")

    assert _main(first.text) == _main(event.text)


async def test_without_any_event_the_first_page_says_so(place: Place) -> None:
    async with place.database.writing() as db:
        await db.execute(delete(Event))

    async with place.browser() as visitor:
        answer = await visitor.get("/")

    assert answer.status_code == 200
    assert "There will be a conference here." in answer.text


@pytest.mark.parametrize("path", ["", "/registration", "/registration/sent"])
async def test_there_are_no_pages_of_an_unknown_event(place: Place, path: str) -> None:
    async with place.browser() as visitor:
        answer = await visitor.get(f"/events/nowhere{path}")

    assert answer.status_code == 404


async def test_the_hours_are_those_of_all_days_also_after_midnight(place: Place) -> None:
    async with place.database.writing() as db:
        for start in ("2026-09-17T07:30Z", "2026-09-17T22:30Z", "2026-09-18T06:45Z"):
            begins = datetime.fromisoformat(start)
            await factories.a_session(db, place.event_id, title=start, starts_at=begins)

    async with place.browser() as visitor:
        page = BeautifulSoup((await visitor.get(f"/events/{SLUG}")).text, "html.parser")

    facts = _texts(page, ".hero__facts dd")
    assert facts[1:] == [
        "08:45 to 01:30, Berlin",
        "In your browser",
        "For everyone who wants to come",
    ]


async def test_nothing_is_on_before_it_begins(place: Place) -> None:
    async with place.database.writing() as db:
        later = clock.now() + timedelta(hours=3)
        await factories.a_session(db, place.event_id, starts_at=later)

    async with place.browser() as visitor:
        page = BeautifulSoup((await visitor.get(f"/events/{SLUG}")).text, "html.parser")

    assert "On now" not in _texts(page, "h2")


async def test_an_attendee_finds_the_way_in_instead_of_the_form(place: Place) -> None:
    async with place.database.writing() as db:
        session_id = await factories.a_session(db, place.event_id)
        sabine_id = await factories.an_attendee(db, place.event_id)

    async with await factories.signed_in(place.app, sabine_id, event_id=place.event_id) as sabine:
        for path, at in ((f"/events/{SLUG}", "#ahead"), (PATH, "#register")):
            page = BeautifulSoup((await sabine.get(path)).text, "html.parser")

            assert page.select_one("#register-title").text == "You are registered"  # type: ignore[union-attr]
            assert page.select_one("main form") is None
            buttons = [link["href"] for link in page.select("main a.button:not(.button--line)")]
            assert buttons == [f"/sessions/{session_id}"]
            assert page.select_one(f'{at} a[href="/sessions/{session_id}"]') is not None


async def test_who_waits_for_the_mail_is_told_what_to_do(place: Place) -> None:
    waiting = await factories.signed_in(place.app, None, Reach.WAITING, place.event_id)
    async with waiting:
        page = BeautifulSoup((await waiting.get(f"/events/{SLUG}")).text, "html.parser")
        form = await waiting.get(PATH)

    assert page.select_one("#register-title").text == "Look into your inbox"  # type: ignore[union-attr]
    assert _texts(page, "#ahead-title") == ["There is no programme yet"]
    assert page.select_one(f'#register a[href="{PATH}"]') is not None
    assert 'name="email"' in form.text


async def test_who_waits_for_another_event_sees_the_form(place: Place) -> None:
    waiting = await factories.signed_in(place.app, None, Reach.WAITING, place.event_id + 1)
    async with waiting:
        landing = await waiting.get(f"/events/{SLUG}")
        answer = await waiting.post(PATH, data=entered())

    assert 'name="email"' in landing.text
    assert len(answer.headers.get_list("set-cookie")) == 2


async def test_a_refused_form_keeps_everything_and_names_the_faults(place: Place) -> None:
    async with place.browser() as zoe:
        answer = await zoe.post(PATH, data=TYPED)

    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert _values(page) == TYPED
    assert "<script>alert" not in answer.text
    summary = [link["href"] for link in page.select(".error-summary a")]
    assert summary == ["#email", "#company", "#consent"]
    assert all(page.select_one(str(target)) is not None for target in summary)
    assert [bad["name"] for bad in page.select('[aria-invalid="true"]')] == [
        "email",
        "company",
        "consent",
    ]
    assert await place.count(Registration) == 0


async def test_a_given_consent_stays_ticked_when_something_else_is_refused(place: Place) -> None:
    async with place.browser() as sabine:
        answer = await sabine.post(PATH, data=entered(email=""))

    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select_one("#consent[checked]") is not None


async def test_every_field_has_a_label_and_every_refusal_a_target(place: Place) -> None:
    async with place.browser() as visitor:
        page = BeautifulSoup((await visitor.post(PATH, data={})).text, "html.parser")

    named = {field["name"] for field in page.select("main [name]")}
    assert named == set(LABELS)
    for link in page.select(".error-summary a"):
        assert page.select_one(str(link["href"])) is not None


async def test_a_form_beyond_all_measure_is_refused(place: Place) -> None:
    async with place.browser() as visitor:
        answer = await visitor.post(PATH, data=entered(company="x" * 200_000))

    assert answer.status_code == 413
    assert await place.count(Registration) == 0


async def test_the_landing_page_costs_the_same_for_one_and_for_three_sessions(
    place: Place,
) -> None:
    counts = []
    for number in range(3):
        async with place.database.writing() as db:
            await factories.a_session(db, place.event_id, title=f"Keynote {number}")
        async with place.browser() as visitor:
            with place.statements() as seen:
                assert (await visitor.get(f"/events/{SLUG}")).status_code == 200
        counts.append(len([text for text in seen if text.startswith("SELECT")]))

    assert counts == [6, 6, 6]


def _texts(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(found.text.split()) for found in page.select(selector)]


def _main(html: str) -> str:
    return str(BeautifulSoup(html, "html.parser").main)


def _values(page: BeautifulSoup) -> dict[str, str]:
    """What the form would send if it were sent as it stands."""
    filled = page.select("main .input[value], main .radio[checked], main .checkbox[checked]")
    fields = {str(field["name"]): str(field["value"]) for field in filled}
    selected = {
        str(option.find_parent("select")["name"]): str(option["value"])  # type: ignore[index]
        for option in page.select("main option[selected]")
    }
    return fields | selected
