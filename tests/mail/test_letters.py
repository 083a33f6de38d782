"""Letters: one text twice, in the look of an event: as HTML without a foreign byte, and plain."""

import re
from dataclasses import replace

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from conference.i18n import Text, in_locale
from conference.mail import Brand, Letter, Link, Logo, MailContext, Quote, write_letter
from conference.mail.flowed import WIDTH, flowed, joined
from conference.mail.messages import Mail
from conference.settings import Operator
from conference.web.colours import contrast
from tests.mail.test_messages import SETTINGS

CONTEXT = MailContext(7, {}, "en", replace(SETTINGS, operator=Operator(name="Halvestra & Sons")))
URL = "https://conference.example/sign-in/abc"
LETTER = Letter(
    to="sabine@alpenrand.example",
    name="Sabine Ortlieb",
    subject=Text("Your link"),
    preview=Text("It works once."),
    parts=[
        Text("Here is what you asked for & more."),
        Link(Text("Sign in"), URL, main=True),
        Link("Agenda", "https://conference.example/events/offen-gesagt/agenda"),
        "See you soon.",
        Quote("I asked.\n<b>Twice.</b>"),
    ],
    reason=Text("You get this mail because you asked for it."),
)
BRAND = Brand(
    "Frankly speaking.", "Partner Days, 17 and 18 September 2026", "#ffcc00", Logo(b"", 120, 40)
)


def letter(name: str = "Sabine Ortlieb", brand: Brand = BRAND) -> Mail:
    return write_letter(replace(LETTER, name=name), brand, CONTEXT)


def test_the_plain_part_reads_as_a_letter() -> None:
    body = (
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
        "> I asked.\n> <b>Twice.</b>\n"
        "\n"
        "You get this mail because you asked for it.\n"
        "\n"
        "-- \n"
        "Halvestra & Sons\n"
        "Legal notice: https://conference.example/imprint\n"
        "What we store of you, and how to have it deleted: https://conference.example/privacy\n"
    )

    assert letter(brand=Brand()).text == body
    assert letter().text == (f"Frankly speaking.\nPartner Days, 17 and 18 September 2026\n\n{body}")


def test_the_html_part_says_the_same_and_loads_nothing() -> None:
    page = BeautifulSoup(letter().html, "html5lib")

    assert [link["href"] for link in page.find_all("a")] == [
        *(URL, URL),
        "https://conference.example/events/offen-gesagt/agenda",
        "https://conference.example/imprint",
        "https://conference.example/privacy",
    ]
    assert [image["src"] for image in page.find_all("img")] == ["cid:logo@conference"]
    assert page.find_all(["link", "script", "iframe"]) == []
    assert re.findall(r"url\(|@import|srcset|background=", letter().html) == []
    assert page.find("html")["lang"] == "en"  # type: ignore[index]
    assert "".join(page.body.find_all("div")[0].strings) == "It works once."  # type: ignore[union-attr]
    shown = " ".join(page.get_text(" ").split())
    said = [line for line in letter().text.splitlines() if not line.startswith(("Agenda", "-- "))]
    wanted = [line.partition(": http")[0].rstrip(":").removeprefix("> ") for line in said]
    assert [words for words in wanted if words not in shown] == []


@given(st.integers(0, 0xFFFFFF).map("#{:06x}".format))
def test_the_colour_of_an_event_can_be_read_by_day_and_by_night(colour: str) -> None:
    brand = Brand(colour=colour)

    pairs = [
        (above, theme.sheet)
        for theme in (brand.day, brand.night)
        for above in (theme.accent, theme.ink, theme.soft)
    ]

    assert min(contrast(*pair) for pair in pairs) >= 4.5


def test_names_are_text_in_both_parts() -> None:
    mail = letter(name="<b>Sabine & Co")

    assert "Hello <b>Sabine & Co," in mail.text
    assert "Hello &lt;b&gt;Sabine &amp; Co," in mail.html


def test_a_name_that_looks_like_a_link_is_none() -> None:
    mail = letter(name="Win at https://prize.example/now")

    assert "Hello Win at https:\u200b/\u200b/\u200bprize.\u200bexample/\u200bnow," in mail.text


def test_a_letter_is_written_in_the_locale_in_force() -> None:
    with in_locale("de"):
        assert "\n\nGuten Tag Sabine" in letter().text


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"])), max_size=60))
def test_lines_fit_a_terminal_and_are_joined_again(words: list[str]) -> None:
    written = " ".join(filter(None, words))

    text = flowed(written)
    lines = text.split("\n")

    assert [line for line in lines if len(line) > WIDTH + 2 and " " in line.strip()] == []
    assert joined(text) == written
    assert [line for line in lines if line.startswith("From ")] == []


def test_links_and_signatures_stay_whole() -> None:
    long = f"{URL}{'x' * 90}"

    written = f"See {long}\n>no quote\n> see {long}\n\n-- \nHalvestra"
    text = f"See \n{long}\n >no quote\n> see \n> {long}\n\n-- \nHalvestra"

    assert (flowed(written), joined(text)) == (text, written)
