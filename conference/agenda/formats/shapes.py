"""Values of an unexpected JSON type, bent into the expected one."""

from typing import Any

from conference.agenda.formats.notes import Notes
from conference.i18n import _


def mapping(value: object) -> dict[str, Any]:
    """An empty one for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: object, name: str, notes: Notes, limit: int | None = None) -> list[Any]:
    """A list as it is, none for null, an object's values, and one for a single value."""
    if value is None or value == "":
        return []
    if isinstance(value, list):
        return _cut(value, name, notes, limit)
    notes.repair(_("“%(name)s” is not a list; it was read as one.", name=name))
    # A single {"name": …} where a list was due is one item; else the keys are numbering.
    if isinstance(value, dict) and all(map(_is_compound, value.values())):
        return _cut(list(value.values()), name, notes, limit)
    return [value]


def _is_compound(value: object) -> bool:
    return isinstance(value, dict | list)


def _cut(found: list[Any], name: str, notes: Notes, limit: int | None) -> list[Any]:
    if limit is None or len(found) <= limit:
        return found
    notes.repair(_("Of “%(name)s” only the first %(limit)s were read.", name=name, limit=limit))
    return found[:limit]
