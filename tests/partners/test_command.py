"""`conference import-partners`, as a shell would call it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conference.commands.import_partners import command

LIST = "Nummer;Name;Domains;Land\n17;Alpenrand IT;alpenrand.example;AT\n18;Nordlicht;;DE\n"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFERENCE_DATA", str(tmp_path / "data"))


def a_file(folder: Path, text: str = LIST) -> Path:
    path = folder / "partners.csv"
    path.write_bytes(text.encode("cp1252"))
    return path


def run(path: Path, *options: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(command, [str(path), *options], input=answer)


def counts(result: Result) -> dict[str, int]:
    """Nothing else may stand on stdout."""
    assert result.exit_code == 0, result.stderr
    return {name: number for name, number in json.loads(result.stdout).items() if number}


def test_a_list_is_written_once_and_then_unchanged(tmp_path: Path, database_url: str) -> None:
    options = ("--yes", "--json", "--database", database_url)

    first = counts(run(a_file(tmp_path), *options))
    again = counts(run(a_file(tmp_path), *options))
    newer = counts(run(a_file(tmp_path, LIST[:-1].replace("18;Nordlicht", "17a;Süd")), *options))

    assert (first, again) == ({"new": 2}, {"unchanged": 2})
    assert newer == {"new": 1, "unchanged": 1, "absent": 1}


def test_without_a_terminal_it_has_to_be_told_yes(tmp_path: Path) -> None:
    path = a_file(tmp_path)

    asked = run(path)

    assert (asked.exit_code, asked.stdout) == (1, "")
    assert asked.stderr == (
        "New:\n  Alpenrand IT\n  Nordlicht\n2 new\n"
        "Nothing was written. Run it in a terminal to be asked, or with --yes.\n"
    )
    assert counts(run(path, "--yes", "--json")) == {"new": 2}


@pytest.mark.parametrize(
    ("answer", "status", "written"), [("y\n", 0, {"unchanged": 2}), ("n\n", 1, {"new": 2})]
)
def test_in_a_terminal_it_asks(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    status: int,
    written: dict[str, int],
) -> None:
    monkeypatch.setattr("conference.commands.asking.is_terminal", lambda: True)

    result = run(a_file(tmp_path), answer=answer)

    assert (result.exit_code, "Write this?" in result.stderr) == (status, True)
    assert counts(run(a_file(tmp_path), "--yes", "--json")) == written


def test_it_says_what_changes_and_what_is_left_out(tmp_path: Path) -> None:
    run(a_file(tmp_path), "--yes")

    changed = LIST.replace("Alpenrand IT", "Alpenrand AG") + "19;Web;web.de;DE\n"
    asked = run(a_file(tmp_path, changed))

    assert asked.stderr.startswith(
        "Changed:\n  Alpenrand IT: Name Alpenrand IT → Alpenrand AG\n"
        "Left out:\n  line 4: web.de is a mail service: addresses there tell no company.\n"
        "1 changed, 1 unchanged, 1 faulty\n"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "The file is empty."), ("Alpenrand\n", "The first row must name the columns")],
)
def test_what_cannot_be_read_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, text: str, sentence: str
) -> None:
    result = run(a_file(tmp_path, text), "--yes")

    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith(sentence)
    assert not (tmp_path / "data").exists()


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    result = run(tmp_path / "nothing.csv", "--yes")

    assert result.exit_code == 1
    assert result.stderr.endswith("cannot be read: No such file or directory.\n")
