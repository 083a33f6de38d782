"""Published figures in words, in both languages."""

import pytest

from conference.i18n import LOCALES, in_locale
from conference.privacy.estimates import Verdict
from conference.privacy.figures import Cell, End, Value
from conference.web.templates import environment, render_macro

MEAN = Value(4, End.EXACT, 3.8, 4.2)
SHARE = Value(54, End.EXACT, 51, 57)
THIN = "\u202f"


@pytest.mark.parametrize(
    ("macro", "arguments", "english", "german"),
    [
        ("value", (MEAN, "mean"), "4.0", "4,0"),
        ("value", (SHARE, "share"), "54%", f"54{THIN}%"),
        ("value", (Value(90, End.OVER, 76, 100), "share"), "over 90%", f"über 90{THIN}%"),
        ("value", (Value(10, End.UNDER, 0, 24), "share"), "under 10%", f"unter 10{THIN}%"),
        ("interval", (MEAN, "mean"), "3.8 to 4.2", "3,8 bis 4,2"),
        ("interval", (SHARE, "share"), "51 to 57%", f"51 bis 57{THIN}%"),
        ("both", (MEAN, "mean"), "4.0 (3.8 to 4.2)", "4,0 (3,8 bis 4,2)"),
        (
            "both",
            (Value(90, End.OVER, 76, 100), "share"),
            "over 90% (76 to 100%)",
            f"über 90{THIN}% (76 bis 100{THIN}%)",
        ),
        ("companies", (45,), "45 companies", "45 Unternehmen"),
        ("companies", (1120,), "1,120 companies", "1.120 Unternehmen"),
        (
            "basis",
            (Cell((), 285, 1120, None, ()),),
            "1,120 answers from 285 companies",
            "1.120 Antworten aus 285 Unternehmen",
        ),
        ("basis", (Cell(("Reseller",), 45, 0, MEAN, ()),), "45 companies", "45 Unternehmen"),
        ("verdict", (Verdict.HIGHER,), "higher", "höher"),
        ("verdict", (Verdict.LOWER,), "lower", "niedriger"),
        ("verdict", (Verdict.SAME,), "about the same", "etwa gleich"),
        ("verdict", (Verdict.UNCLEAR,), "cannot tell", "nicht zu sagen"),
    ],
)
def test_a_figure_reads(
    macro: str, arguments: tuple[object, ...], english: str, german: str
) -> None:
    assert read(macro, *arguments) == {"de": german, "en": english}


def test_every_verdict_has_its_word() -> None:
    assert len({read("verdict", verdict)["de"] for verdict in Verdict}) == len(Verdict)


@pytest.mark.parametrize(
    ("filtered", "english", "german"),
    [
        ("1118|number", "1,118", "1.118"),
        ("(-12)|number", "−12", "−12"),
        ("(-0.7)|tenths", "−0.7", "−0,7"),
        ("3|tenths", "3.0", "3,0"),
        ("1|data_size", "1\u00a0kB", "1\u00a0kB"),
        ("999_499|data_size", "999\u00a0kB", "999\u00a0kB"),
        ("1_234_567|data_size", "1.2\u00a0MB", "1,2\u00a0MB"),
        ("(-5)|percent", "−5%", f"−5{THIN}%"),
    ],
)
def test_a_number_reads(filtered: str, english: str, german: str) -> None:
    template = environment().from_string(f"{{{{ {filtered} }}}}")

    for code, written in (("en", english), ("de", german)):
        with in_locale(code):
            assert template.render() == written


def read(macro: str, *arguments: object) -> dict[str, str]:
    found: dict[str, str] = {}
    for code in LOCALES:
        with in_locale(code):
            found[code] = render_macro("_figures.html", macro, *arguments)
    return found
