"""The locks, the wheel and the size of the files: what a fresh machine gets, and in what shape."""

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
# Which lock holds which requirements.
LOCKS = {
    "requirements.txt": [
        *PROJECT["project"]["dependencies"],
        *PROJECT["dependency-groups"]["build"],
    ],
    "requirements-node.txt": PROJECT["dependency-groups"]["node"],
    "requirements-test.txt": PROJECT["dependency-groups"]["test"],
}


def locked(lock: str) -> set[str]:
    """`name==version`, each."""
    return set(re.findall(r"^[\w.-]+==[\w.]+", (ROOT / lock).read_text("utf-8"), re.MULTILINE))


def without_marker(requirement: str) -> str:
    return re.sub(r"\[.*?\]", "", requirement.partition(";")[0].strip())


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_exactly_the_versions_asked_for(lock: str) -> None:
    asked = {without_marker(requirement) for requirement in LOCKS[lock]}

    assert asked - locked(lock) == set()


def test_a_package_in_both_locks_has_one_version() -> None:
    runtime, test = (
        {pin.partition("==")[0]: pin for pin in locked(name)}
        for name in ("requirements.txt", "requirements-test.txt")
    )
    shared = runtime.keys() & test.keys()

    assert shared
    assert {name: runtime[name] for name in shared} == {name: test[name] for name in shared}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_a_pin_with_hashes(lock: str) -> None:
    lines = (ROOT / lock).read_text("utf-8").replace("\\\n", "").splitlines()
    pins = [line for line in lines if not line.lstrip().startswith("#")]

    pin = re.compile(r"[\w.-]+==[\w.]+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+")
    assert pins
    assert [line for line in pins if not pin.fullmatch(line)] == []


@pytest.mark.parametrize("name", [*LOCKS, ".npmrc", "package.json", "package-lock.json"])
def test_no_file_names_the_host_of_a_registry(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")

    assert re.findall(r'index-url|find-links|"resolved"|registry *=|pypi\.|registry\.', text) == []


def test_the_requirements_of_the_build_are_locked_as_such() -> None:
    assert PROJECT["build-system"]["requires"] == PROJECT["dependency-groups"]["build"]


def test_the_browser_files_are_pinned_exactly() -> None:
    package, lock = (
        json.loads((ROOT / name).read_text("utf-8"))
        for name in ("package.json", "package-lock.json")
    )
    wanted = package["dependencies"] | package["devDependencies"]
    locked = {
        path.removeprefix("node_modules/"): entry
        for path, entry in lock["packages"].items()
        if path
    }

    # What is optional is Lighthouse, which has packages of its own.
    assert wanted == {
        name: entry["version"] for name, entry in locked.items() if not entry.get("optional")
    }
    optional = package["optionalDependencies"]
    assert optional == {name: locked[name]["version"] for name in optional}
    assert all("integrity" in entry for entry in locked.values())


def test_a_long_file_says_why_and_none_is_very_long() -> None:
    files = [path for name in ("conference", "tests") for path in (ROOT / name).rglob("*.py")]
    # Migrations are generated, and never edited once they have run somewhere.
    files = [path for path in files if path.parent.name != "versions"]
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in files}
    long = {path for path, length in lengths.items() if length > 250}

    assert files
    assert {path for path in long if lengths[path] > 400} == set()
    assert {path for path in long if not says_why_it_is_long(path)} == set()


def says_why_it_is_long(path: Path) -> bool:
    docstring = path.read_text("utf-8").split('"""')[1]
    return bool(re.search(r"\b(long|lines)\b", docstring))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in the project's wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder)]
    command = [sys.executable, "-m", "pip", "--quiet", "wheel", *options, str(ROOT)]
    subprocess.run(command, check=True)
    (path,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(path).namelist())


@pytest.mark.slow
def test_the_wheel_holds_the_files_beside_the_code(wheel: set[str]) -> None:
    beside = [path for name in ("templates", "static", "seed") for path in (ROOT / name).rglob("*")]
    expected = {
        f"conference/{path.relative_to(ROOT).as_posix()}"
        for path in beside
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert "conference/templates/layout.html" in expected
    assert expected - wheel == set()


@pytest.mark.slow
def test_the_wheel_holds_the_built_browser_files_and_every_translation(wheel: set[str]) -> None:
    vendor = {
        name.removeprefix("conference/static/vendor/") for name in wheel if "/vendor/" in name
    }
    sources = {name for name in wheel if name.endswith(".po")}

    assert vendor == {
        ".stamp",
        "archivo-latin-ext.woff2",
        "archivo-latin.woff2",
        "archivo.LICENSE",
        "besley-latin-ext.woff2",
        "besley-latin.woff2",
        "besley.LICENSE",
        "htmx.LICENSE",
        "htmx.js",
    }
    assert {name.removesuffix("po") + "mo" for name in sources} - wheel == set()


def test_the_browser_script_is_htmx_then_its_socket_then_ours() -> None:
    script = (ROOT / "static" / "vendor" / "htmx.js").read_text("utf-8")
    ours = [(ROOT / "static" / "js" / name).read_text("utf-8") for name in ("upsert.js", "live.js")]
    places = [script.rindex(text) for text in ours]

    assert 0 <= script.index("var htmx=") < script.index("hx-ws") < places[0] < places[1]
