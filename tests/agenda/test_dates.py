"""Dates and languages in words."""

from datetime import date

import pytest

from conference.agenda.dates import language_name, language_names, span


@pytest.mark.parametrize(
    ("first", "last", "english", "german"),
    [
        ("2026-09-17", "2026-09-17", "17 September 2026", "17. September 2026"),
        ("2026-09-17", "2026-09-18", "17 and 18 September 2026", "17. und 18. September 2026"),
        ("2025-12-27", "2025-12-30", "27–30 December 2025", "27.–30. Dezember 2025"),
        (
            "2026-09-30",
            "2026-10-01",
            "30 September – 1 October 2026",
            "30. September – 1. Oktober 2026",
        ),
        (
            "2025-12-31",
            "2026-01-01",
            "31 December 2025 – 1 January 2026",
            "31. Dezember 2025 – 1. Januar 2026",
        ),
    ],
)
def test_the_days_of_an_event(first: str, last: str, english: str, german: str) -> None:
    days = date.fromisoformat(first), date.fromisoformat(last)

    assert (span(*days, "en"), span(*days, "de")) == (english, german)


@pytest.mark.parametrize(
    ("code", "name"),
    [("de", "German"), ("en", "English"), ("xq", "xq"), ("so called", "so called")],
)
def test_a_language_nobody_knows_keeps_the_files_word(code: str, name: str) -> None:
    assert language_name(code, "en") == name


def test_languages_are_enumerated() -> None:
    assert language_names(("de", "en"), "de") == "Deutsch und Englisch"
