"""`conference import-agenda`, as a shell would call it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from conference.commands.import_agenda import command
from conference.db.migrate import is_current
from conference.settings import sqlite_url
from tests.agenda.formats.xml_files import SOUND, changed

NOTHING = dict.fromkeys(
    (
        "new",
        "changed",
        "unchanged",
        "moved",
        "gone",
        "retitled",
        "length_changed",
        "speakers_changed",
        "unreadable",
        "repaired",
    ),
    0,
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFERENCE_DATA", str(tmp_path / "data"))


def a_session(guid: str, **changed: Any) -> dict[str, Any]:
    return {
        "guid": guid,
        "title": f"Session {guid}",
        "date": "2026-09-17T09:30:00",
        "start": "09:30",
        "duration": "1:00",
        "language": "de",
        "type": "lecture",
        "persons": [{"public_name": "Lena Hartwig"}],
    } | changed


def a_file(folder: Path, *sessions: dict[str, Any], zone: str | None = "Europe/Berlin") -> Path:
    conference = {
        "acronym": "halvestra",
        "title": "Halvestra Partner Conference",
        "start": "2026-09-17",
        "end": "2026-09-17",
        "time_zone_name": zone,
        "days": [{"date": "2026-09-17", "rooms": {"Elbe": list(sessions)}}],
    }
    path = folder / "schedule.json"
    path.write_text(json.dumps({"schedule": {"conference": conference}}), encoding="utf-8")
    return path


def run(path: Path, *options: str, slug: str = "halvestra") -> Result:
    return CliRunner().invoke(command, [str(path), "--event", slug, *options])


def counts(result: Result) -> dict[str, int]:
    """Nothing else may stand on stdout."""
    assert result.exit_code == 0, result.stderr
    return {name: number for name, number in json.loads(result.stdout).items() if number}


def test_each_count_has_its_name(tmp_path: Path, database_url: str) -> None:
    options = ("--yes", "--json", "--database", database_url)

    result = run(a_file(tmp_path, a_session("a")), *options)

    assert json.loads(result.stdout) == NOTHING | {"new": 1}


def test_a_second_import_says_what_is_different(tmp_path: Path, database_url: str) -> None:
    options = ("--yes", "--json", "--database", database_url)
    sessions = [a_session(guid) for guid in "abcdef"]

    first = counts(run(a_file(tmp_path, *sessions), *options))
    same = counts(run(a_file(tmp_path, *sessions), *options))
    newer = counts(
        run(
            a_file(
                tmp_path,
                a_session("a"),
                a_session("b", title="Another title"),
                a_session("c", start="10:00", date="2026-09-17T10:00:00"),
                a_session("d", duration="0:45", persons=[]),
                a_session("e", abstract="More of it."),
                a_session("g"),
                a_session("h", title=None),
            ),
            *options,
        )
    )

    assert (first, same) == ({"new": 6}, {"unchanged": 6})
    assert newer == {
        "new": 1,
        "changed": 4,
        "unchanged": 1,
        "moved": 1,
        "gone": 1,
        "retitled": 1,
        "length_changed": 1,
        "speakers_changed": 1,
        "unreadable": 1,
    }


def test_a_fresh_machine_gets_its_database(tmp_path: Path) -> None:
    import asyncio  # `is_current` alone needs it here.

    result = run(a_file(tmp_path, a_session("a")), "--yes")

    assert (result.exit_code, result.stdout) == (0, "1 new\n")
    assert asyncio.run(is_current(sqlite_url(tmp_path / "data" / "conference.sqlite")))


def test_without_a_terminal_it_has_to_be_told_yes(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_session("a"))

    asked = run(path, "--json")

    assert (asked.exit_code, asked.stdout) == (1, "")
    assert asked.stderr.startswith("Halvestra Partner Conference, 2026-09-17 to 2026-09-17")
    assert "New:\n  Session a\n1 new\n" in asked.stderr
    assert asked.stderr.endswith("Run it in a terminal to be asked, or with --yes.\n")
    assert counts(run(path, "--yes", "--json")) == {"new": 1}


def test_where_no_session_changes_it_asks_nothing(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_session("a"))
    run(path, "--yes")

    again = run(path)

    assert (again.exit_code, again.stdout) == (0, "1 unchanged\n")
    assert again.stderr == "No session changes.\n"


def test_an_event_without_sessions_is_not_made_unasked(tmp_path: Path) -> None:
    asked = run(a_file(tmp_path))

    assert asked.exit_code == 1
    assert asked.stderr.endswith("Run it in a terminal to be asked, or with --yes.\n")


@pytest.mark.parametrize(
    ("answer", "status", "written"), [("y\n", 0, {"unchanged": 1}), ("n\n", 1, {"new": 1})]
)
def test_in_a_terminal_it_asks(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    status: int,
    written: dict[str, int],
) -> None:
    path = a_file(tmp_path, a_session("a"))
    monkeypatch.setattr("conference.commands.asking.is_terminal", lambda: True)

    result = CliRunner().invoke(command, [str(path), "--event", "halvestra"], input=answer)

    assert result.exit_code == status
    assert "Write this?" in result.stderr
    assert counts(run(path, "--yes", "--json")) == written


@pytest.mark.parametrize(
    ("content", "slug", "options", "sentence"),
    [
        ("{", "halvestra", (), "The file is not valid JSON: see line 1, column 2."),
        ("[]", "halvestra", (), None),
        (None, "Not a slug", (), "A short name has small letters, digits and single hyphens"),
        (None, "halvestra", ("--timezone", "Mars"), "“Mars” is not a time zone."),
        ("nothing there", "halvestra", (), None),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, content: str | None, slug: str, options: tuple[str, ...], sentence: str | None
) -> None:
    path = a_file(tmp_path, a_session("a"))
    if content:
        path.write_text(content)

    result = run(path, "--yes", *options, slug=slug)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(sentence or "The file")
    assert not (tmp_path / "data").exists()


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    result = run(tmp_path / "nothing.json", "--yes")

    assert result.exit_code == 1
    assert (
        result.stderr
        == f"The file {tmp_path}/nothing.json cannot be read: No such file or directory.\n"
    )


def test_a_file_without_a_zone_needs_one(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_session("a"), zone=None)

    without = run(path, "--yes")
    named = run(path, "--yes", "--json", "--timezone", "Europe/Vienna")

    assert without.exit_code == 1
    assert "time zone" in without.stderr
    assert counts(named) == {"new": 1}


def test_a_schedule_xml_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "schedule.xml"
    path.write_text(SOUND, encoding="utf-8")

    assert counts(run(path, "--yes", "--json")) == {"new": 1}
    assert counts(run(path, "--yes", "--json")) == {"unchanged": 1}


def test_a_malformed_file_is_refused_with_an_offer_and_mended_if_asked(tmp_path: Path) -> None:
    path = tmp_path / "schedule.xml"
    path.write_text(changed(("What ebbs", "What \x06 ebbs")), encoding="utf-8")

    refused = run(path, "--yes")
    mended = run(path, "--yes", "--json", "--repair")

    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.endswith(
        "holds U+0006, which XML forbids. With --repair it can be mended and read.\n"
    )
    assert counts(mended) == {"new": 1}
