"""Pictures that were uploaded, made anew: decoded, cut or shrunk to what pages show, and written
as WebP, or as JPEG for what shows nothing else. Nothing more of a file is kept, such as where it
was taken. Pure."""

import warnings
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageOps

from conference.errors import Invalid
from conference.i18n import _

FORMATS = ("PNG", "JPEG", "WEBP")
MEDIA_TYPE = "image/webp"
MOST_MEGAPIXELS = 40
PORTRAIT_PX = 480
LOGO_PX = (640, 240)
# An event's picture on a large screen; and where others show it, as they ask for it (Open Graph).
WIDE_PX, CARD_PX = (1920, 1008), (1200, 630)
PLATE_PX = (480, 120)
QUALITY = 85
WIDE_QUALITY = 80
# The field of a form that a file comes in.
FILE = "file"
UNREADABLE = _("This is no picture that can be read. Please take a PNG, JPEG or WebP file.")
TOO_LARGE = _(
    "The picture has more than %(most)d million pixels. Please make it smaller first.",
    most=MOST_MEGAPIXELS,
)
TOO_SMALL = _(
    "The picture is smaller than %(width)d × %(height)d pixels. Please take a larger one.",
    width=CARD_PX[0],
    height=CARD_PX[1],
)

# Pillow only warns up to twice its limit; `_opened` looks before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True)
class Picture:
    """As it is made here, so that nothing else comes among the pictures that are served."""

    content: bytes
    media_type: str = MEDIA_TYPE


@dataclass(frozen=True)
class EventPicture:
    """One picture twice: `wide` for our pages, `card` for what others show."""

    wide: Picture
    card: Picture


def portrait(content: bytes) -> Picture:
    """The square in the middle, never enlarged. Raises Invalid."""
    image = _decoded(content, (PORTRAIT_PX, PORTRAIT_PX))
    side = min(PORTRAIT_PX, *image.size)
    return _written(ImageOps.fit(image, (side, side)))


def logo(content: bytes) -> Picture:
    """All of it, never enlarged. Raises Invalid."""
    image = _decoded(content, LOGO_PX)
    image.thumbnail(LOGO_PX)
    return _written(image)


@lru_cache(8)
def plate(logo: bytes) -> tuple[Picture, tuple[int, int]]:
    """A logo for mail programs, which do not all know WebP: a PNG on white; and the size to show it
    in, which is half of its own, for screens that are finer."""
    with Image.open(BytesIO(logo)) as image:
        image.thumbnail(PLATE_PX)
        white = _on_white(image)
    written = BytesIO()
    white.save(written, "PNG", optimize=True)
    size = max(white.width // 2, 1), max(white.height // 2, 1)
    return Picture(written.getvalue(), "image/png"), size


def event_picture(content: bytes) -> EventPicture:
    """The middle, as wide as a card is, never enlarged. Raises Invalid."""
    image = _decoded(content, WIDE_PX)
    if image.width < CARD_PX[0] or image.height < CARD_PX[1]:
        raise Invalid({FILE: TOO_SMALL})
    share = min(1.0, image.width / WIDE_PX[0], image.height / WIDE_PX[1])
    wide = _on_white(ImageOps.fit(image, (round(WIDE_PX[0] * share), round(WIDE_PX[1] * share))))
    card = BytesIO()
    wide.resize(CARD_PX, reducing_gap=3).save(
        card, "JPEG", quality=WIDE_QUALITY, optimize=True, progressive=True
    )
    return EventPicture(_written(wide, WIDE_QUALITY), Picture(card.getvalue(), "image/jpeg"))


def _decoded(content: bytes, needed: tuple[int, int]) -> Image.Image:
    """The first picture of a file, the right way up. `needed`: a JPEG is decoded no larger than
    it takes to hold that many pixels in each direction."""
    try:
        # Of what a file says of itself in a broken way nobody needs to hear; it is dropped anyway.
        with warnings.catch_warnings(action="ignore"):
            return _opened(content, needed)
    except Invalid:
        raise
    except Exception as error:
        # Decoders fail in as many ways as files are broken, and the file is at fault in each.
        raise Invalid({FILE: UNREADABLE}) from error


def _opened(content: bytes, needed: tuple[int, int]) -> Image.Image:
    with Image.open(BytesIO(content), formats=FORMATS) as image:
        _check(image)
        image.draft(None, needed)
        ImageOps.exif_transpose(image, in_place=True)
        plain = _in_plain_colours(image)
        # Encoders write some of it by themselves.
        plain.info.clear()
        return plain


def _check(image: Image.Image) -> None:
    """By the head of the file."""
    width, height = image.size
    if width * height > MOST_MEGAPIXELS * 10**6:
        raise Invalid({FILE: TOO_LARGE})


def _in_plain_colours(image: Image.Image) -> Image.Image:
    """A copy of the largest ones takes 160 MB, and is made only where it must be."""
    if image.mode == "I;16":
        # Pillow would cut off all that is brighter than 255 of its 65,535.
        image = image.point(lambda value: value / 257).convert("L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    image.load()
    return image if image.mode == mode else image.convert(mode)


def _on_white(image: Image.Image) -> Image.Image:
    """What is clear would be dark on one page and light on another."""
    if image.mode == "RGB":
        return image
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image)
    return ground.convert("RGB")


def _written(image: Image.Image, quality: int = QUALITY) -> Picture:
    written = BytesIO()
    image.save(written, "WEBP", quality=quality)
    return Picture(written.getvalue())
