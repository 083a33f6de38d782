"""The mails to attendees: what they say, in whose language, and no stranger's links."""

from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO

from PIL import Image
from sqlalchemy import select

from conference import clock
from conference.agenda.actions import create_event
from conference.agenda.models import Event
from conference.agenda.pictures import logo
from conference.agenda.uploads import set_logo
from conference.i18n import Translated
from tests.browser.uploaded import a_drawing
from tests.registration.conftest import PATH, SLUG, Place, body, entered, links


async def test_the_welcome_says_what_the_link_does(place: Place, link: str) -> None:
    (mail,) = await place.mails()

    words = body(mail)
    assert mail["subject"] == "Your link to Halvestra Partner Conference"
    assert links(words) == [link]
    assert "You are registered for Halvestra Partner Conference, " in words
    assert "It works before, during and after the conference" in words
    assert f"http://127.0.0.1:8000/events/{SLUG}/agenda" in words
    assert "http://127.0.0.1:8000/imprint" in words


async def test_a_mail_comes_in_its_readers_language(place: Place) -> None:
    async with place.browser() as browser:
        await browser.post(PATH, data=entered(language="de"))

    (mail,) = await place.mails()
    assert mail["content-language"] == "de"
    assert "Halvestra Partnerkonferenz" in body(mail)


async def test_the_welcome_has_the_look_of_its_event_and_its_days_for_the_calendar(
    place: Place,
) -> None:
    async with place.database.writing() as db:
        event = (await db.scalars(select(Event).where(Event.slug == SLUG))).one()
        event.accent, days = "#ffcc00", (event.starts_on, event.ends_on + timedelta(days=1))
        await set_logo(db, event.id, logo(a_drawing(640, 160)))
    async with place.browser() as browser:
        await browser.post(PATH, data=entered())

    (mail,) = await place.mails()
    assert body(mail).startswith("Frankly speaking.\r\nHalvestra Partner Conference, ")
    html, picture, calendar = list(mail.walk())[4:]
    assert isinstance(html, EmailMessage)
    assert "background: #996f00" in html.get_content()
    with Image.open(BytesIO(picture.get_payload(decode=True))) as image:  # type: ignore[arg-type]
        assert (image.format, image.size) == ("PNG", (480, 120))
    assert calendar.get_filename() == f"{SLUG}.ics"
    lines = calendar.get_payload(decode=True).decode().split("\r\n")  # type: ignore[union-attr]
    told = [line for line in lines if line.startswith(("COLOR:", "DTSTART", "DTEND"))]
    assert told == [
        "COLOR:gold",
        f"DTSTART;VALUE=DATE:{days[0]:%Y%m%d}",
        f"DTEND;VALUE=DATE:{days[1]:%Y%m%d}",
    ]
    # Calendars are shared.
    assert "/sign-in/" not in "".join(lines)


async def test_no_stranger_can_send_links_to_people_through_our_mails(place: Place) -> None:
    async with place.browser() as browser:
        await browser.post(PATH, data=entered(name="Win at http://bad.example/x or bad.example"))

    (mail,) = await place.mails()
    assert "bad" in body(mail)
    assert "bad.example" not in _all_words(mail)
    assert "http://bad" not in _all_words(mail)


async def test_one_mail_brings_the_links_of_all_events(place: Place, link: str) -> None:
    today = clock.now().date()
    async with place.database.writing() as db:
        await create_event(
            db,
            slug="next-year",
            title=Translated(en="The Next One"),
            motto=Translated(en="Again"),
            starts_on=today + timedelta(days=365),
            ends_on=today + timedelta(days=366),
            timezone="Europe/Vienna",
        )
    async with place.browser() as sabine:
        await sabine.post("/events/next-year/registration", data=entered())
        newest = await place.newest_link()
        await sabine.post("/sign-in", data={"email": "s.ortlieb@alpenrand.example"})

    mail = (await place.mails())[-1]
    assert mail["subject"] == "Your 2 personal links"
    assert links(body(mail)) == [newest, link]


def _all_words(mail: EmailMessage) -> str:
    texts = [part for part in mail.walk() if part.get_content_maintype() == "text"]
    assert len(texts) == 3
    return "".join(str(part.get_content()) for part in texts if isinstance(part, EmailMessage))
