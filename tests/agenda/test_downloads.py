"""Files to be given out: by an allow-list, by what they begin with, under a harmless name."""

import pytest

from conference.agenda.downloads import (
    HAS_MACROS,
    LIMIT_BYTES,
    MEDIA_TYPES,
    NAME_LIMIT,
    NOT_OF_ITS_KIND,
    TOO_LARGE,
    UNKNOWN,
    Download,
    download,
    kept_name,
)
from conference.errors import Invalid
from conference.i18n import Text

PDF, PACKED, PNG = b"%PDF-1.7\n", b"PK\x03\x04rest", b"\x89PNG\r\n\x1a\nrest"
JPEG, WEBP = b"\xff\xd8\xff\xe0rest", b"RIFF\x10\0\0\0WEBPVP8 "
OF_A_KIND = {
    ".pdf": PDF,
    ".png": PNG,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".webp": WEBP,
    ".txt": "Grüße".encode(),
    ".csv": b"a;b\n",
}


def refusal(name: str, content: bytes) -> dict[str, Text]:
    with pytest.raises(Invalid) as refused:
        download(name, content)
    return dict(refused.value.fields)


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_a_file_of_each_kind_is_taken_as_it_is_and_no_other_is_taken_for_it(kind: str) -> None:
    content = OF_A_KIND.get(kind, PACKED)
    others = {PDF, PACKED, PNG, JPEG, WEBP, b"MZ\x90\0", b"\0", b"RIFF\x10\0\0\0WAVEfmt "}
    # Any of these may stand in a text.
    others -= {content, *((PDF, PACKED) if kind in (".txt", ".csv") else ())}

    assert download(f"Slides{kind.upper()}", content) == Download(
        f"Slides{kind.upper()}", MEDIA_TYPES[kind], content
    )
    for other in (b"", *others):
        assert refusal(f"Slides{kind}", other) == {"file": NOT_OF_ITS_KIND}


@pytest.mark.parametrize(
    "name",
    [
        *("slides.pptm", "list.xlsm", "text.docm", "page.html", "drawing.svg", "run.exe", "run.js"),
        *("slides.pdf.html", "slides", ".pdf", "pdf", "", "..", "/", "slides.pdf."),
    ],
)
def test_other_kinds_are_refused_with_a_list_of_what_can_be_given_out(name: str) -> None:
    assert refusal(name, PDF) == {"file": UNKNOWN}
    assert "pdf, pptx, docx" in str(UNKNOWN)


@pytest.mark.parametrize(
    ("kind", "macro"), [("pptx", b"ppt/vbaProject.bin"), ("odp", b"Basic/script-lc.xml")]
)
def test_a_document_with_macros_is_refused_whatever_it_is_called(kind: str, macro: bytes) -> None:
    assert refusal(f"slides.{kind}", PACKED + macro) == {"file": HAS_MACROS}
    assert download("all.zip", PACKED + macro).name == "all.zip"


def test_a_file_has_a_limit() -> None:
    full = PDF + bytes(LIMIT_BYTES - len(PDF))

    assert download("slides.pdf", full).content == full
    assert refusal("slides.pdf", full + b"\0") == {"file": TOO_LARGE}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Folien für Köln.pdf", "Folien für Köln.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\jana\\Folien.pdf", "Folien.pdf"),
        (".folien.pdf", "folien.pdf"),
        ("folien\u202efdp.exe.pdf", "folienfdp.exe.pdf"),
        ("a\r\nb\0\x7f\u200b.pdf", "a b.pdf"),
        (f"{'a' * 300}.pdf", f"{'a' * (NAME_LIMIT - 4)}.pdf"),
    ],
)
def test_a_name_is_kept_without_what_could_mislead(name: str, kept: str) -> None:
    assert kept_name(name) == kept
