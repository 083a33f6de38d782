"""The mails to attendees: what they say, in whose language, and no stranger's links."""

from datetime import timedelta
from email.message import EmailMessage

from conference import clock
from conference.agenda.actions import create_event
from conference.i18n import Translated
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
    return "".join(str(part.get_content()) for part in mail.iter_parts())
