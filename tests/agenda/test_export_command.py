"""`conference export-agenda`, as a shell would call it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conference.agenda.formats.reading import read_agenda
from conference.commands.export_agenda import command
from tests.agenda.test_command import a_file, a_session, counts
from tests.agenda.test_command import run as run_import


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFERENCE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CONFERENCE_ROOT_URL", "https://halvestra.example")


def run(*options: str, slug: str = "halvestra") -> Result:
    return CliRunner().invoke(command, [slug, *options])


@pytest.mark.parametrize("name", ["xml", "json"])
def test_what_it_writes_can_be_imported_again(tmp_path: Path, database_url: str, name: str) -> None:
    options = ("--database", database_url)
    run_import(a_file(tmp_path, a_session("a"), a_session("b")), "--yes", *options)
    path = tmp_path / "out"

    written = run("--format", name, "--output", str(path), *options)
    again = run_import(path, "--yes", "--json", *options)

    assert (written.exit_code, written.output) == (0, "")
    assert len(read_agenda(path.read_bytes(), timezone=None).sessions) == 2
    assert counts(again) == {"unchanged": 2}


def test_without_a_file_it_writes_to_stdout_and_nothing_else(tmp_path: Path) -> None:
    run_import(a_file(tmp_path, a_session("a")), "--yes")

    document = run("--format", "json", "--language", "de")
    calendar = run("--format", "ics")

    conference = json.loads(document.stdout)["schedule"]["conference"]
    assert conference["url"] == "https://halvestra.example/events/halvestra"
    assert calendar.stdout_bytes.startswith(b"BEGIN:VCALENDAR\r\n")
    assert calendar.stdout_bytes.count(b"@halvestra.example\r\n") == 1


@pytest.mark.parametrize(
    ("slug", "options", "sentence"),
    [
        ("nothing", (), "There is no event nothing.\n"),
        ("halvestra", ("--output", "/nowhere/at/all"),
         "The file /nowhere/at/all cannot be written: No such file or directory.\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_sentence(
    tmp_path: Path, slug: str, options: tuple[str, ...], sentence: str
) -> None:
    run_import(a_file(tmp_path, a_session("a")), "--yes")

    result = run("--format", "ics", *options, slug=slug)

    assert (result.exit_code, result.stdout, result.stderr) == (1, "", sentence)
