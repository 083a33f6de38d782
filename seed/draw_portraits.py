"""Draws the demo's speakers, `seed/portraits/*.webp`: flat shapes in the look's colours.

Only for making them anew: `python seed/draw_portraits.py [contact-sheet.png]`, with Chromium on the
machine (or CONFERENCE_BROWSER). Who looks how stands in `portraits.json`, and what they are
composed of in `portrait_shapes.json`; nobody is drawn after anybody.
"""

import base64
import json
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent
SHAPES = json.loads((FOLDER / "portrait_shapes.json").read_text("utf-8"))
SIZE = 480
INK, LIPS = "oklch(.235 .04 232)", "oklch(.42 .07 25)"
SHEET = "body{margin:0;display:grid;grid-template-columns:repeat(6,240px)}svg{display:block}"
# Brows of light hair would not be seen.
PALE = {"white", "blond"}
ENCODE = """async ([svg, size]) => {
  const picture = new Image(size, size), canvas = document.createElement('canvas');
  picture.src = 'data:image/svg+xml;base64,' + btoa(svg);
  await picture.decode();
  canvas.width = canvas.height = size;
  canvas.getContext('2d').drawImage(picture, 0, 0, size, size);
  return canvas.toDataURL('image/webp', 0.86);
}"""
Facts = Mapping[str, Any]


def main() -> None:
    people = json.loads((FOLDER / "portraits.json").read_text("utf-8"))
    (FOLDER / "portraits").mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        path = os.environ.get("CONFERENCE_BROWSER") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 6 * 240, "height": 5 * 240})
        for key, facts in people.items():
            (FOLDER / "portraits" / f"{key}.webp").write_bytes(_webp(page, _portrait(facts)))
        if len(sys.argv) > 1:
            drawn = "".join(_portrait(facts) for facts in people.values())
            page.set_content(f"<style>{SHEET}</style>{drawn}")
            page.screenshot(path=sys.argv[1])
        browser.close()


def _webp(page: Page, svg: str) -> bytes:
    """As the browser encodes it."""
    encoded: str = page.evaluate(ENCODE, [svg, SIZE])
    return base64.b64decode(encoded.partition(",")[2])


def _portrait(facts: Facts) -> str:
    ground, ring = SHAPES["grounds"][facts["ground"]]
    parts = (
        _path(ground, "M0 0h240v240H0z"),
        f'<circle cx="120" cy="112" r="92" fill="{ring}"/>',
        *(part(facts) for part in (_behind, _body, _head, _face, _hair, _glasses)),
    )
    size = 'width="240" height="240" viewBox="0 0 240 240"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'


def _behind(facts: Facts) -> str:
    hair, style = _hair_colour(facts), facts["style"]
    if style == "afro":
        return f'<circle cx="120" cy="88" r="56" fill="{hair}"/>'
    if style == "bun":
        return f'<circle cx="120" cy="40" r="19" fill="{hair}"/>'
    return _path(hair, SHAPES["behind"].get(style, ""))


def _body(facts: Facts) -> str:
    cloth, dark = SHAPES["cloths"][facts["cloth"]]
    white = SHAPES["cloths"]["white"][0]
    fills = {"cloth": cloth, "dark": dark, "shirt": white}
    fills["contrast"] = dark if cloth == white else white
    shoulders = SHAPES["shoulders"].format(left=34 - facts.get("build", 0))
    collar = SHAPES["collars"][facts["clothes"]]
    worn = "".join(_path(fills[name], path) for name, path in collar)
    return _path(cloth, shoulders) + _path(_shade(facts), SHAPES["neck"]) + worn


def _head(facts: Facts) -> str:
    """A wider jaw is a fuller face."""
    skin, shade = SHAPES["skins"][facts["skin"]]
    ears = "".join(f'<ellipse cx="{x}" cy="108" rx="7" ry="11" fill="{shade}"/>' for x in (82, 158))
    beard = ""
    if "beard" in facts:
        path, opacity = SHAPES["beards"][facts["beard"]]
        beard = f'<g opacity="{opacity}">{_path(_hair_colour(facts), path)}</g>'
    face = _path(skin, SHAPES["face"].format(jaw=43 - facts["jaw"]))
    return f"{ears}{_earrings(facts)}{face}{beard}"


def _earrings(facts: Facts) -> str:
    if not facts.get("earrings"):
        return ""
    spots = "".join(f'<circle cx="{x}" cy="122" r="3.4"/>' for x in (81, 159))
    return f'<g fill="{SHAPES["cloths"]["brass"][0]}">{spots}</g>'


def _face(facts: Facts) -> str:
    """Calm, and about to speak; a few lines more for the older ones."""
    shade = _shade(facts)
    brows = shade if facts["hair"] in PALE else _hair_colour(facts)
    years = SHAPES["years"] if facts.get("age") else ""
    strokes = (
        _stroke(brows, 3.2, SHAPES["brows"]),
        _stroke(shade, 2.6, SHAPES["nose"] + years),
        _stroke(LIPS, 3, SHAPES["mouth"]),
    )
    eyes = "".join(f'<ellipse cx="{x}" cy="105" rx="3.3" ry="4" fill="{INK}"/>' for x in (104, 136))
    return "".join(strokes) + eyes


def _hair(facts: Facts) -> str:
    hair, style = _hair_colour(facts), facts["style"]
    if style not in {"afro", "curly"}:
        return _path(hair, SHAPES["above"][style])
    radius = 14 if style == "curly" else 12
    return "".join(
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{hair}"/>' for x, y in SHAPES["curls"]
    )


def _glasses(facts: Facts) -> str:
    if "glasses" not in facts:
        return ""
    rims = SHAPES["glasses"][facts["glasses"]]
    return (
        f'<g fill="none" stroke="{INK}" stroke-width="2.4">{rims}<path d="{SHAPES["bridge"]}"/></g>'
    )


def _path(fill: str, path: str) -> str:
    return f'<path fill="{fill}" d="{path}"/>' if path else ""


def _stroke(colour: str, width: float, path: str) -> str:
    line = f'stroke="{colour}" stroke-width="{width}" stroke-linecap="round"'
    return f'<path fill="none" {line} d="{path}"/>'


def _hair_colour(facts: Facts) -> str:
    return str(SHAPES["hairs"][facts["hair"]])


def _shade(facts: Facts) -> str:
    return str(SHAPES["skins"][facts["skin"]][1])


if __name__ == "__main__":
    main()
