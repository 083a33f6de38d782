"""The environment: makes, updates and repairs `.venv` in the checkout, then goes on inside it.

Runs before anything is installed, so it uses the standard library only. Owns the folder `.venv`;
knows no command but `test`, which needs more packages than the others. It is long, as it cannot
import anything of the project.
"""

import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from importlib import util
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "conference.json"
LOCK = VENV / ".lock"
LOG = VENV / "install.log"

PROJECT_FILES = (
    "pyproject.toml",
    "package.json",
    "package-lock.json",
    ".npmrc",
    "conference/_build.py",
    "static/js/upsert.js",
    "static/js/live.js",
)


def enter(arguments: Sequence[str]) -> None:
    """Return inside a complete environment; elsewhere replace this process by one that runs there.

    An installed package has no pyproject.toml beside it and is complete by definition.
    """
    if not (ROOT / "pyproject.toml").is_file():
        return
    wanted = _wanted(for_tests=list(arguments[:1]) == ["test"])
    if _is_current(wanted):
        if _runs_in_venv():
            return
    else:
        if not _runs_in_venv() and _is_installed_here(wanted):
            return
        _bring_up_to_date(wanted)
    _go_on_inside(arguments)


def _wanted(*, for_tests: bool) -> dict[str, str]:
    """What the stamp of a complete environment says, in the order in which it is made."""
    node = [] if shutil.which("npm") else ["requirements-node.txt"]
    test = ["requirements-test.txt"] if for_tests else []
    locks = ["requirements.txt", *node, *test]
    sources = [*PROJECT_FILES, *(str(path.relative_to(ROOT)) for path in _translations())]
    return {
        "place": _place(),
        **{lock: _digest([lock]) for lock in locks},
        "project": _digest(sources),
    }


def _place() -> str:
    """Differs once the folder has moved or the Python below the environment was replaced."""
    return f"{ROOT} {os.path.realpath(PYTHON)}"


def _translations() -> list[Path]:
    return sorted((ROOT / "conference" / "locale").glob("*/LC_MESSAGES/*.po"))


def _digest(names: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for name in names:
        with contextlib.suppress(FileNotFoundError):
            digest.update(hashlib.sha256(name.encode() + (ROOT / name).read_bytes()).digest())
    return digest.hexdigest()


def _is_current(wanted: dict[str, str]) -> bool:
    return PYTHON.exists() and wanted.items() <= _stamp().items() and _is_built()


def _stamp() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def _is_built() -> bool:
    built = [ROOT / "static" / "vendor" / "htmx.js"]
    built += [path.with_suffix(".mo") for path in _translations()]
    return all(path.exists() for path in built)


def _runs_in_venv() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def _is_installed_here(wanted: dict[str, str]) -> bool:
    """Whether someone installed the project into an environment of their own, which we then use."""
    from importlib import metadata  # slow to import, and most starts do not need it

    try:
        metadata.distribution("conference")
    except metadata.PackageNotFoundError:
        return False
    needs = ["litestar", *(["pytest"] if "requirements-test.txt" in wanted else [])]
    return all(util.find_spec(name) for name in needs)


def _bring_up_to_date(wanted: dict[str, str]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        VENV.mkdir(exist_ok=True)
        with _alone():
            if not _is_current(wanted):  # another process may have done it meanwhile
                _complete(wanted)
    except OSError as error:
        why = error.strerror or str(error)
        sys.exit(f"Conference keeps its packages in {VENV}, which cannot be written: {why}.")


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    with LOCK.open("a") as file:
        if sys.platform == "win32":
            import msvcrt  # exists on Windows only

            while True:
                with contextlib.suppress(OSError):
                    msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                    break
                time.sleep(0.2)
        else:
            import fcntl  # exists elsewhere only

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _complete(wanted: dict[str, str]) -> None:
    """Do what the stamp does not say is done; stamp each part, so that a repair starts there."""
    if _is_usable():
        _say("Bringing .venv up to date …")
    else:
        _say("Setting up conference in .venv: about a minute, only this once …")
        _make_venv()
    done = {**_stamp(), "place": _place()}
    for part in [name for name in wanted if name != "place"]:
        if done.get(part) != wanted[part] or (part == "project" and not _is_built()):
            _install(part)
        done[part] = wanted[part]
        STAMP.write_text(json.dumps(done, indent=1), "utf-8")
    if not _is_built():
        sys.exit(f"The browser files were not built; {LOG} has the details.")


def _is_usable() -> bool:
    """Whether `.venv` works. One without our stamp is taken over; a moved one is not."""
    checks = (
        ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"],
        ["-m", "pip", "--version"],
    )
    return (
        PYTHON.exists()
        and _stamp().get("place", _place()) == _place()
        and all(_run([str(PYTHON), *check]) for check in checks)
    )


def _make_venv() -> None:
    if not (util.find_spec("venv") and util.find_spec("ensurepip")):
        sys.exit(
            "This Python cannot make environments, its `venv` module is missing; "
            "on Debian or Ubuntu `apt install python3-venv` adds it."
        )
    for entry in VENV.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry != LOCK:
            entry.unlink()
    # Not sys.executable: that may be the very .venv which was just emptied.
    python = getattr(sys, "_base_executable", sys.executable)
    if not _run([python, "-m", "venv", str(VENV)]):
        sys.exit(f"Python could not make the environment .venv; {LOG} has the details.")


def _install(part: str) -> None:
    if part == "project":
        _say("Building the browser files and translations …")
        options = ["--no-deps", "--no-build-isolation", "-e", "."]
    else:
        _say(f"Installing {part} …")
        options = ["--require-hashes", "-r", part]
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    if not _run([*pip, *options]):
        sys.exit(
            "The packages could not be installed, which needs a network connection; "
            f"{LOG} has the details."
        )


def _run(command: Sequence[str]) -> bool:
    """Whether it succeeded; its output goes to the log. It ends with us, helpers and all."""
    with LOG.open("ab") as log:
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            return _awaited(child) == 0
        except BaseException:
            if os.name == "posix":
                os.killpg(child.pid, signal.SIGTERM)
            else:
                child.terminate()
            raise


def _awaited(child: "subprocess.Popen[bytes]") -> int:
    """Its exit status. In a terminal the seconds count up meanwhile."""
    if not sys.stderr.isatty():
        return child.wait()
    for seconds in count(1):
        with contextlib.suppress(subprocess.TimeoutExpired):
            status = child.wait(1)
            print("\r" + " " * 10, end="\r", file=sys.stderr, flush=True)
            return status
        print(f"\r  {seconds} s", end="", file=sys.stderr, flush=True)
    raise AssertionError


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _go_on_inside(arguments: Sequence[str]) -> None:
    """Replaces this process, so that signals to the printed process id reach the command itself."""
    command = [str(PYTHON), "-m", "conference", *arguments]
    sys.stdout.flush()
    if os.name == "posix":
        os.execve(PYTHON, command, os.environ)
    # Windows cannot replace a process. Ctrl-C and Ctrl-Break reach the whole console group, so
    # this process only has to outlive them until the command has ended.
    for name in {"SIGINT", "SIGBREAK"} & set(dir(signal)):
        signal.signal(getattr(signal, name), lambda *_: None)
    sys.exit(subprocess.run(command, check=False).returncode)
