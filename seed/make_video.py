"""Draws the demo's keynote: `static/media/keynote.mp4`, 72 seconds of a calm stage.

Only for making it anew: `python seed/make_video.py`, with ffmpeg and Chromium on the machine (or
CONFERENCE_BROWSER) and static/vendor built. keynote.de.vtt and keynote.en.vtt follow its slides.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from conference.web.isobars import isobars
from playwright.sync_api import Page, sync_playwright

STATIC = Path(__file__).parent.parent / "static"
WIDTH, HEIGHT, FRAMES_PER_S, SLIDE_S = 960, 540, 10, 12
SLIDES = [
    ("Halvestra Partnerkonferenz", "Offen gesagt.", "Frankly speaking."),
    ("Ab 1. Juli 2027", "Was sich für Sie ändert.", "What changes for you."),
    ("Die neue Schwelle", "Sie gilt je Land, nicht je Gruppe.", "It counts per country."),
    ("Was bleibt", "Niemand verliert seine Kunden.", "Nobody loses their customers."),
    ("Der Weg", "Ein Jahr Zeit, und ein Mensch dazu.", "One year, and a person to ask."),
    ("Jetzt Sie", "Fragen Sie. Wir antworten.", "Ask. We answer."),
]
STYLE = """
@font-face { font-family: Besley; font-weight: 400 900; src: url("vendor/besley-latin.woff2") }
@font-face { font-family: Archivo; font-weight: 100 900; src: url("vendor/archivo-latin.woff2") }
body { margin: 0; overflow: hidden; background: #031118; color: #eef5f5 }
img, #lines { position: absolute; inset: 0; width: 100%; height: 100% }
#lines { opacity: .5; mask: linear-gradient(80deg, transparent 10%, #000 24% 40%, transparent 58%) }
#slide { position: absolute; left: 58px; top: 92px; width: 470px; font: 480 47px/1.1 Besley }
#slide small { display: block; margin-bottom: 14px; font: 600 17px/1.2 Archivo; color: #f0cf86 }
#slide em { display: block; margin-top: 16px; font: 450 21px/1.3 Besley; color: #a9c3c8 }
#bar { position: absolute; left: 0; bottom: 0; height: 4px; background: #ecbd57 }
"""
SCRIPT = """
([slides, slideS, t]) => {
  const place = Math.min(Math.floor(t / slideS), slides.length - 1), since = t - place * slideS;
  const [over, words, under] = slides[place], slide = document.querySelector('#slide');
  slide.innerHTML = `<small>${over}</small>${words}<em>${under}</em>`;
  slide.style.opacity = Math.min(1, since / 0.8, Math.max(0, (slideS - since) / 0.8));
  const sway = Math.sin(t / 9), lines = document.querySelector('#lines');
  lines.style.transform = `translate(${sway * 18}px, ${Math.cos(t / 11) * 12}px) scale(1.12)`;
  document.querySelector('#bar').style.width = `${t / (slides.length * slideS) * 100}%`;
}
"""
# Two quiet notes that swell and fade, so that a listener knows that the sound works.
TONE = (
    "aevalsrc=0.03*sin(2*PI*110*t)*(1+sin(2*PI*t/12))+0.02*sin(2*PI*165*t)*(1+sin(2*PI*t/17))"
    ":s=44100"
)


def main() -> None:
    duration_s = len(SLIDES) * SLIDE_S
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_chromium(), args=["--no-sandbox", "--allow-file-access-from-files"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        _encode(_frames(page, duration_s), duration_s)
        browser.close()


def _frames(page: Page, duration_s: int) -> Iterator[bytes]:
    lines = isobars("keynote").replace("<svg", '<svg id="lines"', 1)
    with TemporaryDirectory() as folder:
        source = Path(folder) / "frames.html"
        source.write_text(
            f'<meta charset="utf-8"><base href="{STATIC.as_uri()}/"><style>{STYLE}</style>'
            f'<img src="img/poster.svg">{lines}<div id="slide"></div><div id="bar"></div>'
        )
        page.goto(source.as_uri())
        page.evaluate("document.fonts.load('20px Besley').then(() => document.fonts.ready)")
        for number in range(duration_s * FRAMES_PER_S):
            page.evaluate(SCRIPT, [SLIDES, SLIDE_S, number / FRAMES_PER_S])
            yield page.screenshot(type="jpeg", quality=95)


def _encode(frames: Iterator[bytes], duration_s: int) -> None:
    """H.264 baseline and AAC, with the index in front: what every phone can play at once."""
    command = (
        f"ffmpeg -y -loglevel error -f image2pipe -c:v mjpeg -framerate {FRAMES_PER_S} -i - "
        f"-f lavfi -i {TONE} -t {duration_s} -c:v libx264 -profile:v baseline -pix_fmt yuv420p "
        f"-preset veryslow -crf 33 -g {FRAMES_PER_S * 6} -c:a aac -b:a 24k -ac 1 "
        "-movflags +faststart"
    ).split()
    target = str(STATIC / "media" / "keynote.mp4")
    subprocess.run([*command, target], input=b"".join(frames), check=True)


def _chromium() -> str | None:
    return os.environ.get("CONFERENCE_BROWSER") or shutil.which("chromium")


if __name__ == "__main__":
    main()
