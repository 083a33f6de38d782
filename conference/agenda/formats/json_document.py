"""Bytes to a JSON object, within bounds, and with sentences instead of tracebacks."""

import json
from collections import defaultdict
from typing import Any

from conference.agenda.formats.bounds import check_size
from conference.agenda.formats.mending import MENDED_BYTES, mend_json
from conference.agenda.formats.model import AgendaUnreadable
from conference.agenda.formats.notes import Notes
from conference.i18n import _

LONGEST_NUMBER = 18
# Each value takes far more memory than the two bytes it may stand in. Real files have about forty
# to a session, with the commas of its texts.
PARTS = (b",", b"{", b"[")
PARTS_LIMIT = 400_000


def parse_document(data: bytes, notes: Notes, *, repair: bool = False) -> dict[str, Any]:
    """An object's list that stands twice under one key is joined, so that no session is lost.

    Raises AgendaUnreadable, which knows the line and whether a repair would do. With `repair`,
    a file that is not valid JSON is mended as far as `mending` goes.
    """
    check_size(data)
    if sum(map(data.count, PARTS)) > PARTS_LIMIT:
        raise AgendaUnreadable(_("The file has more parts than an agenda could need."))
    try:
        document = _loaded(data, notes, repair=repair)
    except RecursionError:
        raise AgendaUnreadable(_("The file nests its data too deeply to be an agenda.")) from None
    if not isinstance(document, dict):
        raise AgendaUnreadable(_("The file holds JSON, but not the object an agenda is."))
    return document


def _loaded(data: bytes, notes: Notes, *, repair: bool) -> object:
    try:
        return _load(data, notes)
    except ValueError as fault:
        if len(data) > MENDED_BYTES:
            raise _refusal(fault, can_repair=False) from None
        unread = Notes(notes.where)
        try:
            document, done = mend_json(data, lambda text: _load(text, unread, strict=False))
        except ValueError as left:
            raise _refusal(left if repair else fault, can_repair=False) from None
        if not repair:
            raise _refusal(fault, can_repair=True) from None
        for note in done:
            notes.repair(note)
        notes.repairs.update(unread.repairs)
        return document


def _load(data: bytes | str, notes: Notes, *, strict: bool = True) -> object:
    return json.loads(
        data,
        strict=strict,
        object_pairs_hook=lambda pairs: _joined(pairs, notes),
        parse_int=_number,
        parse_constant=lambda _name: None,
    )


def _refusal(fault: ValueError, *, can_repair: bool) -> AgendaUnreadable:
    if isinstance(fault, UnicodeDecodeError):
        line = fault.object.count(b"\n", 0, fault.start) + 1
        sentence = _("The file is not UTF-8: see its byte %(byte)s.", byte=fault.start + 1)
        return AgendaUnreadable(sentence, line=line, can_repair=can_repair)
    if isinstance(fault, json.JSONDecodeError):
        sentence = _(
            "The file is not valid JSON: see line %(line)s, column %(column)s.",
            line=fault.lineno,
            column=fault.colno,
        )
        return AgendaUnreadable(sentence, line=fault.lineno, can_repair=can_repair)
    raise fault


def _joined(pairs: list[tuple[str, Any]], notes: Notes) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    by_key: defaultdict[str, list[Any]] = defaultdict(list)
    for key, value in pairs:
        by_key[key].append(value)
    for key, values in by_key.items():
        if len(values) > 1:
            found[key] = _all(values)
            notes.repair(_("“%(key)s” stands several times in one object.", key=key[:80]))
    return found


def _all(values: list[Any]) -> Any:
    if all(isinstance(value, list) for value in values):
        return [item for value in values for item in value]
    return values[-1]


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= LONGEST_NUMBER else digits
