"""Bytes to a JSON object, within bounds, and with sentences instead of tracebacks."""

import json
from collections import Counter
from typing import Any

from conference.agenda.formats.model import AgendaUnreadable
from conference.agenda.formats.notes import Notes
from conference.i18n import _

LIMIT_MIB = 32
LONGEST_NUMBER = 18


def parse_document(data: bytes, notes: Notes) -> dict[str, Any]:
    """An object's list that stands twice under one key is joined, so that no session is lost."""
    if len(data) > LIMIT_MIB * 2**20:
        raise AgendaUnreadable(
            _("The file is larger than the %(limit)s MiB an agenda may have.", limit=LIMIT_MIB)
        )
    try:
        document = json.loads(
            data,
            object_pairs_hook=lambda pairs: _joined(pairs, notes),
            parse_int=_number,
            parse_constant=lambda _name: None,
        )
    except json.JSONDecodeError as fault:
        raise AgendaUnreadable(
            _(
                "The file is not valid JSON: see line %(line)s, column %(column)s.",
                line=fault.lineno,
                column=fault.colno,
            )
        ) from None
    except UnicodeDecodeError as fault:
        raise AgendaUnreadable(
            _("The file is not UTF-8: see its byte %(byte)s.", byte=fault.start + 1)
        ) from None
    except RecursionError:
        raise AgendaUnreadable(_("The file nests its data too deeply to be an agenda.")) from None
    if not isinstance(document, dict):
        raise AgendaUnreadable(_("The file holds JSON, but not the object an agenda is."))
    return document


def _joined(pairs: list[tuple[str, Any]], notes: Notes) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    for key, times in Counter(key for key, _value in pairs).items():
        if times > 1:
            found[key] = _all(key, pairs)
            notes.repair(_("“%(key)s” stands several times in one object.", key=key[:80]))
    return found


def _all(key: str, pairs: list[tuple[str, Any]]) -> Any:
    values = [value for name, value in pairs if name == key]
    if all(isinstance(value, list) for value in values):
        return [item for value in values for item in value]
    return values[-1]


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= LONGEST_NUMBER else digits
