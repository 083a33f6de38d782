"""The rules of `pyproject.toml` and the README's map that a reader relies on, held by machine."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "conference"
PURE = (
    "accounts.lifetimes",
    "agenda.calendar_links",
    "agenda.matching",
    "agenda.clashes",
    "agenda.days",
    "agenda.downloads",
    "agenda.formats",
    "agenda.isobars",
    "agenda.kinds",
    "agenda.onward",
    "agenda.pictures",
    "agenda.plan",
    "agenda.programme",
    "bench.attack",
    "bench.conferences",
    "bench.coverage",
    "bench.live.measured",
    "bench.told",
    "desk.charts",
    "desk.curves",
    "desk.drawing",
    "desk.mood_parts",
    "desk.verdict",
    "desk.wording",
    "live.crowds",
    "live.pacing",
    "partners.domains",
    "partners.listing",
    "partners.plan",
    "partners.reading",
    "partners.vocabulary",
    "partners.wording",
    "polls.results",
    "privacy.boxes",
    "privacy.comments",
    "privacy.disclosure",
    "privacy.estimates",
    "privacy.figures",
    "privacy.plan",
    "privacy.sealed",
    "privacy.voices",
    "qa.ranking",
    "registration.landing",
    "registration.links",
    "sentiment.naming",
    "web.colours",
)
Node = TypeVar("Node", bound=ast.AST)


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("conference", cache_dir=None)


def test_imports_go_down_only() -> None:
    # Not in this process, whose loggers it would switch off.
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--config", ROOT / "pyproject.toml", "--no-cache"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout


def test_routes_and_broadcasts_are_imported_by_their_own_feature_and_the_app(
    imports: grimp.ImportGraph,
) -> None:
    outside = {
        (importer, module)
        for module in imports.modules
        if module.endswith(("routes", ".broadcasts"))
        for importer in imports.find_modules_that_directly_import(module)
        if importer not in {"conference.app", "conference.routing"}
        and importer.split(".")[:2] != module.split(".")[:2]
    }

    assert outside == set()


def test_pure_modules_import_no_kernel(imports: grimp.ImportGraph) -> None:
    kernels = {"conference.db", "conference.live", "conference.mail"}
    modules = {
        module
        for module in imports.modules
        for pure in PURE
        if f"{module}.".startswith(f"conference.{pure}.")
    }
    impure = {
        (module, imported)
        for module in modules
        for imported in imports.find_modules_directly_imported_by(module)
        if ".".join(imported.split(".")[:2]) in kernels
    }

    assert modules
    assert impure == set()


def test_only_the_database_kernel_commits() -> None:
    callers = {
        path.relative_to(PACKAGE).parts[0]
        for path, call in calls()
        if isinstance(call.func, ast.Attribute) and call.func.attr == "commit"
    }

    assert callers <= {"db"}


def test_only_actions_of_qa_seal_authors(imports: grimp.ImportGraph) -> None:
    importers = imports.find_modules_that_directly_import("conference.privacy.sealed")

    assert {module for module in importers if not module.startswith("conference.privacy")} == {
        "conference.qa.actions"
    }


def test_nothing_but_the_release_job_opens_boxes(imports: grimp.ImportGraph) -> None:
    """Whoever imports the module could call it by another name."""
    importers = imports.find_modules_that_directly_import("conference.privacy.boxes")
    naming = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "open_box" in path.read_text("utf-8")
    }
    whole = {
        path.relative_to(PACKAGE).as_posix()
        for path, node in nodes(ast.ImportFrom)
        if node.module == "conference.privacy" and "boxes" in {name.name for name in node.names}
    }

    assert importers == {
        f"conference.privacy.{module}" for module in ("answers", "releasing", "voices")
    }
    assert naming == {"privacy/boxes.py", "privacy/releasing.py"}
    assert whole == set()


def test_templates_hold_nothing_the_content_policy_would_block() -> None:
    blocked = (" style=", " onclick=", " onload=", "hx-on", "js:", "javascript:", "<style")
    found = {
        (path.name, words)
        for path in (ROOT / "templates").rglob("*.html")
        if path.parent.name != "mail"
        for words in blocked
        if words in path.read_text("utf-8")
    }

    assert found == set()


def calls() -> Iterator[tuple[Path, ast.Call]]:
    return nodes(ast.Call)


def nodes(kind: type[Node]) -> Iterator[tuple[Path, Node]]:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, kind):
                yield path, node
