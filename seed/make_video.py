"""Draws the demo's films: `static/media/keynote.mp4`, a calm stage, and `talk.mp4`, a calm sheet.

Only for making them anew: `python seed/make_video.py keynote talk`, with ffmpeg and Chromium on the
machine (or CONFERENCE_BROWSER) and static/vendor built. The .vtt files beside them follow their
slides.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from conference.agenda.isobars import isobars

STATIC = Path(__file__).parent.parent / "static"
WIDTH, HEIGHT, FRAMES_PER_S = 960, 540, 10


@dataclass(frozen=True)
class Film:
    """`slides`: what stands above, the words, and the same in English. `ground`: what it is drawn
    on; `colours`: of the ground, the words, what is above them and below."""

    slides: tuple[tuple[str, str, str], ...]
    slide_s: int
    ground: str
    colours: tuple[str, str, str, str]

    @property
    def duration_s(self) -> int:
        return len(self.slides) * self.slide_s


DIAL = """
<svg id="dial" viewBox="0 0 400 300"><g fill="none" stroke="#5f7c84" stroke-width="2.5">
<path d="M40 250a160 160 0 0 1 320 0"/><path d="M40 250h16M87 137l11 11M200 90v16M313 137l-11 11M360
250h-16"/></g><path id="needle" d="M200 250l-7-4 7-126 7 126z" fill="#0e5e6b"/><circle cx="200"
cy="250" r="9" fill="#0c1f27"/></svg>
"""
FILMS = {
    "keynote": Film(
        slides=(
            ("Halvestra Partnerkonferenz", "Offen gesagt.", "Frankly speaking."),
            ("Ab 1. Juli 2027", "Was sich für Sie ändert.", "What changes for you."),
            ("Die neue Schwelle", "Sie gilt je Land, nicht je Gruppe.", "It counts per country."),
            ("Was bleibt", "Niemand verliert seine Kunden.", "Nobody loses their customers."),
            ("Der Weg", "Ein Jahr Zeit, und ein Mensch dazu.", "One year, and a person to ask."),
            ("Jetzt Sie", "Fragen Sie. Wir antworten.", "Ask. We answer."),
        ),
        slide_s=12,
        ground='<img src="img/poster.svg">',
        colours=("#031118", "#eef5f5", "#f0cf86", "#a9c3c8"),
    ),
    "talk": Film(
        slides=(
            ("Aus der Praxis", "Drei Fragen an jedes Projekt.", "Three questions for any project."),
            ("Die erste", "Wer entscheidet?", "Who decides?"),
            ("Die zweite", "Was kostet es, nichts zu tun?", "What does doing nothing cost?"),
            ("Die dritte", "Wer ruft am Montag an?", "Who calls on Monday?"),
            ("Was wir gelernt haben", "Im Vertrag steht es selten.", "The contract seldom says."),
            ("Jetzt Sie", "Widersprechen Sie uns.", "Disagree with us."),
        ),
        slide_s=10,
        ground=DIAL,
        colours=("#eef4f4", "#0c1f27", "#6e5312", "#40626b"),
    ),
}
STYLE = """
@font-face { font-family: Besley; font-weight: 400 900; src: url("vendor/besley-latin.woff2") }
@font-face { font-family: Archivo; font-weight: 100 900; src: url("vendor/archivo-latin.woff2") }
body { margin: 0; overflow: hidden; background: var(--ground); color: var(--words) }
img, #lines { position: absolute; inset: 0; width: 100%; height: 100% }
#lines { opacity: .5; mask: linear-gradient(80deg, transparent 10%, #000 24% 40%, transparent 58%) }
#dial { position: absolute; right: 60px; bottom: 90px; width: 340px }
#needle { transform-origin: 200px 250px }
#slide { position: absolute; left: 58px; top: 92px; width: 470px; font: 480 47px/1.1 Besley }
#slide small { display: block; margin-bottom: 14px; font: 600 17px/1.2 Archivo }
#slide small { color: var(--above) }
#slide em { display: block; margin-top: 16px; font: 450 21px/1.3 Besley; color: var(--below) }
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
  const needle = document.querySelector('#needle');
  if (needle) needle.style.transform = `rotate(${Math.sin(t / 5) * 34 + Math.sin(t / 1.7) * 4}deg)`;
}
"""
# Two quiet notes that swell and fade, so that a listener knows that the sound works.
TONE = (
    "aevalsrc=0.03*sin(2*PI*110*t)*(1+sin(2*PI*t/12))+0.02*sin(2*PI*165*t)*(1+sin(2*PI*t/17))"
    ":s=44100"
)


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_chromium(), args=["--no-sandbox", "--allow-file-access-from-files"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name in sys.argv[1:]:
            _encode(name, _frames(page, name))
        browser.close()


def _frames(page: Page, name: str) -> Iterator[bytes]:
    film, lines = FILMS[name], isobars(name).replace("<svg", '<svg id="lines"', 1)
    named = zip(("ground", "words", "above", "below"), film.colours, strict=True)
    colours = ";".join(f"--{part}:{colour}" for part, colour in named)
    with TemporaryDirectory() as folder:
        source = Path(folder) / "frames.html"
        source.write_text(
            f'<meta charset="utf-8"><base href="{STATIC.as_uri()}/"><style>:root{{{colours}}}'
            f'{STYLE}</style>{film.ground}{lines}<div id="slide"></div><div id="bar"></div>'
        )
        page.goto(source.as_uri())
        page.evaluate("document.fonts.load('20px Besley').then(() => document.fonts.ready)")
        for number in range(film.duration_s * FRAMES_PER_S):
            page.evaluate(SCRIPT, [film.slides, film.slide_s, number / FRAMES_PER_S])
            yield page.screenshot(type="jpeg", quality=95)


def _encode(name: str, frames: Iterator[bytes]) -> None:
    """H.264 baseline and AAC, with the index in front: what every phone can play at once."""
    command = (
        f"ffmpeg -y -loglevel error -f image2pipe -c:v mjpeg -framerate {FRAMES_PER_S} -i - "
        f"-f lavfi -i {TONE} -t {FILMS[name].duration_s} -c:v libx264 -profile:v baseline "
        f"-pix_fmt yuv420p -preset veryslow -crf 33 -g {FRAMES_PER_S * 6} -c:a aac -b:a 24k -ac 1 "
        "-movflags +faststart"
    ).split()
    target = str(STATIC / "media" / f"{name}.mp4")
    subprocess.run([*command, target], input=b"".join(frames), check=True)


def _chromium() -> str | None:
    return os.environ.get("CONFERENCE_BROWSER") or shutil.which("chromium")


if __name__ == "__main__":
    main()
