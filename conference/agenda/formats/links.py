"""Web addresses of a session: http and https only, absolute, each once."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from conference.agenda.formats.model import ImportedLink, LinkKind
from conference.agenda.formats.notes import Notes
from conference.agenda.formats.shapes import items, mapping
from conference.agenda.formats.texts import read_line, read_text
from conference.i18n import _

LINKS_LIMIT = 100
URL_LIMIT = 2_000
DOUBLED_SCHEME = re.compile(r"\A(?:https?:/*)+(?=https?://)", re.IGNORECASE)
ORDER: dict[LinkKind, int] = {
    "related": 0,
    "recording": 0,
    "attachment": 1,
    "feedback": 2,
    "origin": 3,
}
# What our own files call one; schedule.json knows "media" only.
RECORDINGS = ("recording", "media")
MEDIA_HOSTS = ("media.ccc.de", "video.fosdem.org", "vimeo.com", "youtu.be", "youtube.com")


def read_url(value: object, name: str, base_url: str | None, notes: Notes) -> str | None:
    """None where there is none, and, with a note, where it is no address one may open."""
    if value is not None and not isinstance(value, str):
        notes.repair(_("“%(name)s” is not a text.", name=name))
        return None
    written = read_text(value, name, notes)
    if not written:
        return None
    # Looking at what nobody would open may take long.
    fixed = DOUBLED_SCHEME.sub("", written) if len(written) <= URL_LIMIT else written
    if fixed != written:
        notes.repair(_("“%(name)s” named its scheme twice.", name=name))
    url = _absolute(fixed, base_url)
    if url is None:
        notes.repair(_("“%(name)s” is no web address: “%(url)s”.", name=name, url=written[:80]))
    return url


def read_links(
    event: dict[str, Any], base_url: str | None, notes: Notes
) -> tuple[ImportedLink, ...]:
    """Links, attachments, recording, feedback, origin; strings as well as objects; `arranged`."""
    listed: tuple[tuple[str, LinkKind], ...] = (
        ("links", "related"),
        ("attachments", "attachment"),
        ("recording", "recording"),
        ("recording_url", "recording"),
        ("feedback_url", "feedback"),
        ("origin_url", "origin"),
    )
    found = [
        _link(value, name, kind, base_url, notes)
        for name, kind in listed
        for value in _values(event.get(name), name, notes)
    ]
    return arranged(link for link in found if link)


def arranged(links: Iterable[ImportedLink]) -> tuple[ImportedLink, ...]:
    """Each once, in the order of a file, where links and recordings stand in one list; what leads
    to a place of recordings is one."""
    found = (
        replace(link, kind="recording") if link.kind == "related" and _is_media(link.url) else link
        for link in links
    )
    return tuple(sorted(dict.fromkeys(found), key=lambda link: ORDER[link.kind]))


def _values(value: object, name: str, notes: Notes) -> list[Any]:
    if name in ("links", "attachments"):
        return items(value, name, notes, LINKS_LIMIT)
    return [value] if value else []


def _link(
    value: object, name: str, kind: LinkKind, base_url: str | None, notes: Notes
) -> ImportedLink | None:
    fields = mapping(value) or {"url": value}
    address = next((fields[key] for key in ("url", "href", "link") if fields.get(key)), None)
    url = read_url(address, name, base_url, notes)
    if url is None:
        return None
    title = next((fields[key] for key in ("title", "text", "name") if fields.get(key)), None)
    if kind == "related" and fields.get("type") in RECORDINGS:
        kind = "recording"
    return ImportedLink(url, read_line(title, name, notes), kind)


def _absolute(written: str, base_url: str | None) -> str | None:
    if len(written) > URL_LIMIT:
        return None
    try:
        is_whole = urlsplit(written).scheme and urlsplit(written).netloc
        url = written if is_whole else urljoin(base_url or "", written)
        parts = urlsplit(url)
    except ValueError:
        return None
    is_fit = parts.scheme in ("http", "https") and parts.hostname and len(url) <= URL_LIMIT
    return url if is_fit and not re.search(r"\s", url) else None


def _is_media(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return any(host == media or host.endswith(f".{media}") for media in MEDIA_HOSTS)
