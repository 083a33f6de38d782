"""An event's colour, made fit to be seen: lighter or darker, as little as it takes. Pure.

Contrast as WCAG 2.2 counts it; lightness is moved in OKLab (Ottosson 2020), so that a hue stays.
"""

from functools import lru_cache
from itertools import pairwise

from PIL import ImageColor

# The grounds a colour of any event may lie on: the page by day, and the lighter of the dark ones,
# which is the hall (`static/css/_global.css`).
PAPER, HALL = "#eef5f6", "#001e28"
TEXT, LINE = 4.5, 3.0
MIDDLE = 0.18
STEPS = 200
# CSS has it since level 4; calendars know those of level 3 (RFC 7986, 5.9).
LATER = {"rebeccapurple"}

Triple = tuple[float, float, float]


@lru_cache(256)
def visible(colour: str, ground: str, least: float) -> str:
    """`colour`, all "#rrggbb", or what is nearest to it of those with so much contrast."""
    if contrast(colour, ground) >= least:
        return colour
    lightness, a, b = _oklab(colour)
    end = 1.0 if _luminance(ground) < MIDDLE else 0.0
    for step in range(1, STEPS + 1):
        share = step / STEPS
        moved = lightness + (end - lightness) * share
        # White and black have no hue.
        found = _hex((moved, a * (1 - share**2), b * (1 - share**2)))
        if contrast(found, ground) >= least:
            return found
    return "#ffffff" if end else "#000000"


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(256)
def nearest_name(colour: str) -> str:
    """Of the colours that CSS has names for."""
    wanted = _oklab(colour)

    def distance(name: str) -> float:
        red, green, blue, *_ = ImageColor.getrgb(name)
        parts = zip(wanted, _oklab(f"#{red:02x}{green:02x}{blue:02x}"), strict=True)
        return sum((ours - theirs) ** 2 for ours, theirs in parts)

    return min(sorted(ImageColor.colormap.keys() - LATER), key=distance)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> Triple:
    shares = [int(colour[at:end], 16) / 255 for at, end in pairwise((1, 3, 5, 7))]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return red, green, blue


def _hex(oklab: Triple) -> str:
    """What no screen shows is cut off."""
    lightness, a, b = oklab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{_byte(part):02x}" for part in linear)


def _byte(linear: float) -> int:
    part = min(max(linear, 0.0), 1.0)
    share = part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
    return round(share * 255)


def _oklab(colour: str) -> Triple:
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )
