"""How much of a file is read at all, before anything looks at what it holds."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from conference.agenda.formats.model import AgendaUnreadable
from conference.i18n import _

LIMIT_MIB = 32
LIMIT_BYTES = LIMIT_MIB * 2**20
# About twenty times the largest programme that we know.
PERSONS_LIMIT = LINKS_LIMIT = 20_000


def read_bounded(source: Path | IO[bytes]) -> bytes:
    """Takes no more memory than the limit, however much there is. Raises AgendaUnreadable for more,
    OSError as it comes."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            return read_bounded(file)
    data = source.read(LIMIT_BYTES + 1)
    check_size(data)
    return data


def check_size(data: bytes) -> None:
    """Raises AgendaUnreadable."""
    if len(data) > LIMIT_BYTES:
        raise AgendaUnreadable(
            _("The file is larger than the %(limit)s MiB an agenda may have.", limit=LIMIT_MIB)
        )


def check_lists(sessions: Iterable[Mapping[str, Any]]) -> None:
    """Of all sessions together, as each may have many by itself. Raises AgendaUnreadable."""
    persons = links = 0
    for session in sessions:
        persons += _length(session, "persons")
        links += _length(session, "links") + _length(session, "attachments")
    if persons > PERSONS_LIMIT:
        raise AgendaUnreadable(
            _("The sessions of the file name more than %(limit)s persons.", limit=PERSONS_LIMIT)
        )
    if links > LINKS_LIMIT:
        raise AgendaUnreadable(
            _("The sessions of the file have more than %(limit)s links.", limit=LINKS_LIMIT)
        )


def check_biographies(lengths: Iterable[int]) -> None:
    """In characters, of every person in every session: what is a line in the file would be written
    with each of them. Raises AgendaUnreadable."""
    if sum(lengths) > LIMIT_BYTES:
        raise AgendaUnreadable(
            _("Told with every session, the biographies are longer than an agenda could need.")
        )


def _length(session: Mapping[str, Any], name: str) -> int:
    listed = session.get(name)
    return len(listed) if isinstance(listed, list | dict) else 0
