"""Pictures are made anew: what is served holds the picture and nothing else of the file.

It is long: the files it begins with are made here, byte by byte.
"""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from conference.agenda.pictures import (
    TOO_LARGE,
    TOO_SMALL,
    UNREADABLE,
    Picture,
    event_picture,
    logo,
    portrait,
)
from conference.errors import Invalid

Colour = tuple[int, int, int]

RED, BLUE, GREEN = (200, 30, 30), (30, 30, 200), (30, 160, 30)
ORIENTATION, GPS, ARTIST = 0x0112, 0x8825, 0x013B
# Turned a quarter to the right to be looked at.
RIGHT = 6


def halves(width: int, height: int, left: Colour = RED, right: Colour = BLUE) -> Image.Image:
    image = Image.new("RGB", (width, height), left)
    image.paste(right, (width // 2, 0, width, height))
    return image


def encoded(image: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    written = BytesIO()
    image.save(written, kind, **more)
    return written.getvalue()


def opened(picture: Picture) -> Image.Image:
    with Image.open(BytesIO(picture.content)) as image:
        image.load()
        return image


def colours(image: Image.Image, *points: tuple[int, int]) -> list[object]:
    """The name of the nearest of ours, since WebP loses a little."""
    known = {RED: "red", BLUE: "blue", GREEN: "green"}

    def nearest(found: tuple[int, ...]) -> str:
        distances = {
            sum((a - b) ** 2 for a, b in zip(each, found, strict=False)): word
            for each, word in known.items()
        }
        return distances[min(distances)]

    return [nearest(image.getpixel(point)) for point in points]  # type: ignore[arg-type]


def a_png_head(width: int, height: int) -> bytes:
    """Of a picture that is not there."""
    facts = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + a_chunk(b"IHDR", facts) + a_chunk(b"IDAT", b"")


def a_chunk(name: bytes, content: bytes) -> bytes:
    checked = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checked


def a_full_png(text: str) -> bytes:
    info = PngInfo()
    info.add_itxt("Description", text)
    info.add_text("Author", text, zip=True)
    return encoded(halves(600, 600), pnginfo=info)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_portrait_is_the_square_in_the_middle(kind: str) -> None:
    image = Image.new("RGB", (2000, 1000), GREEN)
    image.paste(halves(1000, 1000), (500, 0))

    found = opened(portrait(encoded(image, kind)))

    assert (found.format, found.mode, found.size) == ("WEBP", "RGB", (480, 480))
    assert colours(found, (8, 240), (471, 240)) == ["red", "blue"]


@pytest.mark.parametrize(
    ("size", "as_portrait", "as_logo"),
    [
        ((300, 200), (200, 200), (300, 200)),
        ((1280, 240), (240, 240), (640, 120)),
        ((300, 960), (300, 300), (75, 240)),
        ((3, 1), (1, 1), (3, 1)),
        ((20_000, 10), (10, 10), (640, 1)),
    ],
)
def test_nothing_is_enlarged(
    size: tuple[int, int], as_portrait: tuple[int, int], as_logo: tuple[int, int]
) -> None:
    content = encoded(Image.new("RGB", size, RED))

    assert (opened(portrait(content)).size, opened(logo(content)).size) == (as_portrait, as_logo)


@pytest.mark.parametrize(
    ("size", "wide"),
    [((4000, 3000), (1920, 1008)), ((1600, 700), (1333, 700)), ((1200, 630), (1200, 630))],
)
def test_a_picture_of_an_event_is_its_middle_in_two_sizes(
    size: tuple[int, int], wide: tuple[int, int]
) -> None:
    made = event_picture(encoded(halves(*size)))

    found = [opened(made.wide), opened(made.card)]
    assert [(image.format, image.mode, image.size) for image in found] == [
        ("WEBP", "RGB", wide),
        ("JPEG", "RGB", (1200, 630)),
    ]
    for image in found:
        ends = (8, image.height // 2), (image.width - 9, image.height // 2)
        assert colours(image, *ends) == ["red", "blue"]


def test_a_picture_of_an_event_is_large_enough_and_lies_on_white() -> None:
    clear = event_picture(encoded(Image.new("RGBA", (1200, 630))))

    assert [opened(each).getpixel((600, 300)) for each in (clear.wide, clear.card)] == [
        (255, 255, 255)
    ] * 2
    for size in ((1199, 2000), (2000, 629)):
        with pytest.raises(Invalid) as refused:
            event_picture(encoded(Image.new("L", size)))
        assert refused.value.fields == {"file": TOO_SMALL}


def both(content: bytes) -> Picture:
    """The picture of an event, in both sizes at once."""
    made = event_picture(content)
    assert b"Jana Vogt" not in made.card.content
    return made.wide


@pytest.mark.parametrize("make", [portrait, logo, both])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_photograph_is_turned_and_tells_nothing_of_itself(
    make: Callable[[bytes], Picture], kind: str
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[ARTIST] = RIGHT, "Jana Vogt"
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    more = {"xmp": b"<x>Jana Vogt</x>"} if kind != "PNG" else {}
    more |= {"comment": b"Jana Vogt"} if kind == "JPEG" else {}
    sent = encoded(halves(1300, 1300), kind, exif=exif, icc_profile=b"Jana Vogt", **more)

    made = make(sent)

    assert (b"Jana Vogt" in sent, b"Jana Vogt" in made.content) == (True, False)
    found = opened(made)
    assert (dict(found.getexif()), found.info.keys() & {"exif", "xmp", "icc_profile"}) == (
        {},
        set(),
    )
    middle, low = found.width // 2, found.height - 9
    assert colours(found, (middle, 8), (middle, low)) == ["red", "blue"]


def test_a_photograph_whose_facts_are_broken_is_taken() -> None:
    broken = b"Exif\0\0MM\0*\0\0\0\x08\0\x05" + b"\xff" * 30

    found = opened(portrait(encoded(halves(600, 600), "JPEG", exif=broken)))

    assert colours(found, (8, 240), (471, 240)) == ["red", "blue"]


def test_the_texts_of_a_png_are_gone() -> None:
    assert b"Jana Vogt" in a_full_png("Jana Vogt")
    assert b"Jana Vogt" not in portrait(a_full_png("Jana Vogt")).content


def test_what_is_clear_stays_clear() -> None:
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    image.paste((*RED, 255), (50, 0, 100, 100))
    palette = Image.new("P", (100, 100))
    palette.putpalette([0, 0, 0, *RED])

    found = opened(logo(encoded(image)))
    listed = opened(logo(encoded(palette, transparency=0)))

    assert [found.getpixel(point)[3] for point in ((10, 50), (90, 50))] == [0, 255]  # type: ignore[index]
    assert (listed.mode, listed.getpixel((50, 50))) == ("RGBA", (0, 0, 0, 0))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_every_kind_of_colours_becomes_one_that_all_browsers_show(mode: str) -> None:
    image = Image.new(mode, (60, 60), 32_896 if mode == "I;16" else 0)

    found = opened(portrait(encoded(image, "JPEG" if mode == "CMYK" else "PNG")))

    assert found.mode in {"RGB", "RGBA"}
    if mode == "I;16":
        assert found.getpixel((30, 30)) == (128, 128, 128)


def test_only_the_first_of_several_pictures_is_kept() -> None:
    frames = [halves(64, 64, colour, colour) for colour in (RED, GREEN, BLUE)]
    moving = {"save_all": True, "append_images": frames[1:], "duration": 100}

    for kind in ("PNG", "WEBP"):
        found = opened(portrait(encoded(frames[0], kind, **moving)))

        assert (getattr(found, "n_frames", 1), colours(found, (32, 32))) == (1, ["red"])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
        pytest.param(b"<!doctype html><script>alert(1)</script>", id="html"),
        pytest.param(encoded(halves(20, 20), "GIF"), id="gif"),
        pytest.param(encoded(halves(20, 20), "TIFF"), id="tiff"),
        pytest.param(encoded(halves(20, 20), "BMP"), id="bmp"),
        pytest.param(b"\x89PNG\r\n\x1a\n<html>", id="html that begins like a png"),
        pytest.param(encoded(halves(600, 600), "JPEG")[:2000], id="half a jpeg"),
        pytest.param(a_full_png("x")[:-400], id="most of a png"),
        pytest.param(encoded(halves(600, 600), "WEBP")[:300], id="half a webp"),
        pytest.param(a_png_head(600, 600), id="the head of a png"),
        pytest.param(a_full_png("x" * 2**26), id="a text that unpacks into too much"),
    ],
)
@pytest.mark.parametrize("make", [portrait, logo, both])
def test_what_cannot_be_read_is_refused_in_a_sentence(
    make: Callable[[bytes], Picture], content: bytes
) -> None:
    with pytest.raises(Invalid) as refused:
        make(content)

    assert refused.value.fields == {"file": UNREADABLE}


@pytest.mark.parametrize("size", [(8000, 5001), (100_000, 100_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_with_too_many_points_is_refused_by_its_head(size: tuple[int, int]) -> None:
    with pytest.raises(Invalid) as refused:
        portrait(a_png_head(*size))

    assert refused.value.fields == {"file": TOO_LARGE}


def test_the_largest_picture_is_taken() -> None:
    content = encoded(Image.new("L", (8000, 5000), 90))

    assert opened(portrait(content)).size == (480, 480)
