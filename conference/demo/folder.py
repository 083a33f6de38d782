"""The demo's folder: database, secret, mails. Everything in it is ours, and may be thrown away."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from conference.resources import resource

NAME = ".demo"
MARK = "README.txt"
MARK_TEXT = "Made by `conference demo`. `conference demo --fresh` deletes it and starts anew.\n"


class CannotUse(Exception):
    """The folder cannot be used; one sentence for whoever starts the demo."""


def default_folder() -> Path:
    """In the checkout, else in the current directory."""
    home = resource() if resource("pyproject.toml").exists() else Path()
    return (home / NAME).resolve()


@contextmanager
def prepared(folder: Path, *, fresh: bool) -> Iterator[None]:
    """The folder is there and ours, and not thrown away by another demo meanwhile.

    Raises CannotUse.
    """
    try:
        if fresh:
            _remove(folder)
        _make(folder)
        lock = _lock(folder).open("a")
    except OSError as error:
        reason = error.strerror or str(error)
        raise CannotUse(f"The demo cannot use the folder {folder}: {reason}.") from error
    with lock:
        _hold(lock, shared=True)
        yield


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    if not _is_ours(folder):
        if any(folder.iterdir()):
            raise _foreign(folder)
        (folder / MARK).write_text(MARK_TEXT, "utf-8")


def _remove(folder: Path) -> None:
    if not folder.exists():
        return
    if folder.is_symlink() or not _is_ours(folder):
        raise _foreign(folder)
    with _lock(folder).open("a") as lock:
        if not _hold(lock, shared=False):
            raise CannotUse(f"A demo is running on {folder}; stop it before you use --fresh.")
        shutil.rmtree(folder)


def _is_ours(folder: Path) -> bool:
    return (folder / MARK).is_file()


def _foreign(folder: Path) -> CannotUse:
    return CannotUse(f"The demo leaves {folder} alone, since it did not make it.")


def _lock(folder: Path) -> Path:
    return folder / "running.lock"


def _hold(lock: IO[str], *, shared: bool) -> bool:
    """Until the file is closed, or the process dies. Whether it could be had."""
    if os.name != "posix":
        return True  # Windows does not delete files that someone has open
    import fcntl  # POSIX only

    try:
        fcntl.flock(lock, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
