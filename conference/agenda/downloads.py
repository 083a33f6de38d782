"""Files that people can download: which kinds there are, how a file shows that it is of its kind,
and what it is called. They are given out as they came. Pure."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from conference.agenda.pictures import FILE
from conference.errors import Invalid
from conference.i18n import Text, _
from conference.web.forms import cleaned

LIMIT_MIB = 10
LIMIT_BYTES = LIMIT_MIB * 2**20
NAME_LIMIT = 200
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".pptx": f"{OFFICE}presentationml.presentation",
    ".docx": f"{OFFICE}wordprocessingml.document",
    ".xlsx": f"{OFFICE}spreadsheetml.sheet",
    ".odp": f"{OPEN}presentation",
    ".odt": f"{OPEN}text",
    ".ods": f"{OPEN}spreadsheet",
    ".zip": "application/zip",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
}
TEXTS = (".txt", ".csv")
ZIP = b"PK\x03\x04"
# What a file begins with; all that is not named here is packed as a ZIP file is.
BEGINNINGS = {
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".webp": b"RIFF",
}
# Names of files within a document, which stand in it unpacked.
MACROS = (b"vbaProject.bin", b"Basic/script-lc.xml")
KINDS = ", ".join(kind.removeprefix(".") for kind in MEDIA_TYPES)
UNKNOWN = _("Files of this kind cannot be given out. These can: %(kinds)s.", kinds=KINDS)
TOO_LARGE = _("The file is larger than %(most)s MiB.", most=LIMIT_MIB)
NOT_OF_ITS_KIND = _("The file does not hold what its name says. Please save it anew and try again.")
HAS_MACROS = _("The document holds macros. Please save it without them first.")


@dataclass(frozen=True)
class Download:
    """A file that may be given out, under a name that is safe everywhere."""

    name: str
    media_type: str
    content: bytes


def download(name: str, content: bytes) -> Download:
    """`name`: as the browser says it. Raises Invalid with the sentence for its field."""
    kept = kept_name(name)
    kind = PurePosixPath(kept).suffix.lower()
    if fault := _fault(kind, content):
        raise Invalid({FILE: fault})
    return Download(kept, MEDIA_TYPES[kind], content)


def kept_name(name: str) -> str:
    """Without folders and what cannot be seen, and no longer than it may be."""
    path = PurePosixPath(cleaned(name).replace("\\", "/"))
    shown = path.name.lstrip(". ")
    kind = PurePosixPath(shown).suffix
    return shown.removesuffix(kind)[: NAME_LIMIT - len(kind)] + kind


def _fault(kind: str, content: bytes) -> Text | None:
    if kind not in MEDIA_TYPES:
        return UNKNOWN
    if len(content) > LIMIT_BYTES:
        return TOO_LARGE
    if not _is_of_its_kind(kind, content):
        return NOT_OF_ITS_KIND
    # A plain archive may hold anything, and opens nothing by itself.
    if kind != ".zip" and _is_packed(kind) and any(macro in content for macro in MACROS):
        return HAS_MACROS
    return None


def _is_of_its_kind(kind: str, content: bytes) -> bool:
    if kind in TEXTS:
        return _is_text(content)
    if kind == ".webp" and content[8:12] != b"WEBP":
        return False
    return content.startswith(BEGINNINGS.get(kind, ZIP))


def _is_packed(kind: str) -> bool:
    return kind not in TEXTS and kind not in BEGINNINGS


def _is_text(content: bytes) -> bool:
    try:
        return bool(content) and "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False
