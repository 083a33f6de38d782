"""Letters: one text, twice: as HTML without a foreign byte, and plain."""

from dataclasses import replace

from bs4 import BeautifulSoup

from conference.i18n import Text, in_locale
from conference.mail import Link, Mail, MailContext, write_letter
from conference.settings import Operator
from tests.mail.test_messages import SETTINGS

CONTEXT = MailContext(7, {}, "en", replace(SETTINGS, operator=Operator(name="Halvestra & Sons")))
URL = "https://conference.example/sign-in/abc"


def letter(name: str = "Sabine Ortlieb") -> Mail:
    return write_letter(
        CONTEXT,
        to="sabine@alpenrand.example",
        name=name,
        subject=Text("Your link"),
        parts=[
            Text("Here is what you asked for & more."),
            Link(Text("Sign in"), URL, main=True),
            Link("Agenda", "https://conference.example/events/offen-gesagt/agenda"),
            "See you soon.",
        ],
    )


def test_the_plain_part_reads_as_a_letter() -> None:
    assert letter().text == (
        "Hello Sabine Ortlieb,\n"
        "\n"
        "Here is what you asked for & more.\n"
        "\n"
        f"Sign in:\n{URL}\n"
        "\n"
        "Agenda:\nhttps://conference.example/events/offen-gesagt/agenda\n"
        "\n"
        "See you soon.\n"
        "\n"
        "-- \n"
        "Halvestra & Sons\n"
        "Legal notice: https://conference.example/imprint\n"
        "Privacy: https://conference.example/privacy\n"
    )


def test_the_html_part_links_and_loads_nothing() -> None:
    page = BeautifulSoup(letter().html, "html5lib")

    assert [link["href"] for link in page.find_all("a")] == [
        URL,
        "https://conference.example/events/offen-gesagt/agenda",
        "https://conference.example/imprint",
        "https://conference.example/privacy",
    ]
    assert page.find_all(["img", "link", "script", "iframe"]) == []
    assert page.find("html")["lang"] == "en"  # type: ignore[index]


def test_names_are_text_in_both_parts() -> None:
    mail = letter(name="<b>Sabine & Co")

    assert "Hello <b>Sabine & Co," in mail.text
    assert "Hello &lt;b&gt;Sabine &amp; Co," in mail.html


def test_a_name_that_looks_like_a_link_is_none() -> None:
    mail = letter(name="Win at https://prize.example/now")

    assert "Hello Win at https:\u200b/\u200b/\u200bprize.\u200bexample/\u200bnow," in mail.text


def test_a_letter_is_written_in_the_locale_in_force() -> None:
    with in_locale("en"):
        assert letter().text.startswith("Hello Sabine")
