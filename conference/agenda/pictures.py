"""Pictures that were uploaded, made anew: decoded, cut or shrunk to what pages show, and written
as WebP. Nothing else of a file is kept, such as where it was taken. Pure."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from conference.errors import Invalid
from conference.i18n import _

FORMATS = ("PNG", "JPEG", "WEBP")
MEDIA_TYPE = "image/webp"
MOST_MEGAPIXELS = 40
PORTRAIT_PX = 480
LOGO_PX = (640, 240)
QUALITY = 85
# The field of a form that a file comes in.
FILE = "file"
UNREADABLE = _("This is no picture that can be read. Please take a PNG, JPEG or WebP file.")
TOO_LARGE = _(
    "The picture has more than %(most)d million pixels. Please make it smaller first.",
    most=MOST_MEGAPIXELS,
)

# Pillow only warns up to twice its limit; `_opened` looks before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True)
class Picture:
    """WebP as it is made here, so that nothing else comes among the pictures that are served."""

    content: bytes


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
        return _in_plain_colours(image)


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


def _written(image: Image.Image) -> Picture:
    image.info.clear()
    written = BytesIO()
    image.save(written, "WEBP", quality=QUALITY)
    return Picture(written.getvalue())
