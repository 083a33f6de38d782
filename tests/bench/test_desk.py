"""`conference bench desk`: the pages of the channel team, timed beside those of an empty event."""

import json

from click.testing import CliRunner

from conference.bench.desk import PAGES
from conference.commands.bench import command


def run(registrations: int, answers: int, *options: str) -> str:
    counts = ("--registrations", str(registrations), "--answers", str(answers))
    return CliRunner().invoke(command, ["desk", *counts, *options], catch_exceptions=False).stdout


def test_every_page_is_timed_with_its_statements() -> None:
    found = json.loads(run(80, 400, "--json"))

    assert (found["registrations"], found["answers"]) == (80, 400)
    assert found["releases"] > 1, "the pages have something to show"
    assert {name: page["statements"] for name, page in found["pages"].items()} == {
        "mood": 6,
        "sessions": 5,
        "people": 4,
        "companies": 2,
        "attendance": 3,
        "feedback": 3,
    }
    assert all(page["ms"] > 0 and page["ratio"] > 0 for page in found["pages"].values())


def test_without_json_each_page_has_a_line() -> None:
    first, *lines = run(8, 8).splitlines()

    assert first == "8 registrations, 8 answers, 0 releases"
    assert [line.split()[0] for line in lines] == list(PAGES)
