"""How much of a file is read at all, before anything looks at what it holds."""

from pathlib import Path
from typing import IO

from conference.agenda.formats.model import AgendaUnreadable
from conference.i18n import _

LIMIT_MIB = 32
LIMIT_BYTES = LIMIT_MIB * 2**20


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
