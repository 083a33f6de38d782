"""What commands show of their work: to people as it happens, to files in lines, to machines not."""

import io

import pytest

from conference.commands import showing
from conference.commands.showing import counted, steps


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_elsewhere_each_step_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with steps() as tell:
        tell("Reading")
        tell("Writing")

    assert capsys.readouterr() == ("", "Reading …\nWriting …\n")


def test_elsewhere_a_count_is_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with counted(3, "None yet") as count:
        count(1, "1 of 3")
        monkeypatch.setattr(showing, "EVERY_S", 0)
        count(2, "2 of 3")

    assert capsys.readouterr() == ("", "2 of 3\n")


def test_a_machine_hears_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with steps(is_quiet=True) as tell, counted(2, "None yet", is_quiet=True) as count:
        tell("Reading")
        count(2, "2 of 2")

    assert capsys.readouterr() == ("", "")


def test_in_a_terminal_the_step_is_shown_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")

    with steps() as tell:
        tell("Reading")

    shown = terminal.getvalue()
    assert "Reading …" in shown
    assert shown.endswith("\x1b[2K")


def test_in_a_terminal_the_count_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")

    with counted(2, "None yet") as count:
        count(2, "2 of 2")

    assert terminal.getvalue().rstrip("\n").count("2 of 2") >= 1
