"""Entries of the log in the words of the reader. Pure.

What stands in a row of an older server is read as well: times without a zone, which are the
event's.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial

from conference import i18n
from conference.accounts.models import RoleKind
from conference.accounts.roles import WORDS
from conference.agenda.dates import short_moment
from conference.i18n import Text, _
from conference.organise import event_entry, session_entry
from conference.organise.log import SENTENCES, Deed, LoggedRow, Thing

NOTHING = "–"
FIELDS: Mapping[Thing, Mapping[str, Text]] = {
    Thing.EVENT: event_entry.LABELS,
    Thing.SESSION: session_entry.LABELS
    | {
        "languages": _("Languages spoken"),
        "track_id": session_entry.LABELS["track"],
        "speaker_ids": _("Speakers"),
        "links": _("Links"),
    },
}
LABELS: Mapping[str, Text] = {
    "fields": _("Changed"),
    "minutes": _("Begins later"),
    "role": _("Role"),
    "regions": _("Regions"),
    "session": _("Session"),
    "new": _("New"),
    "changed": _("Changed"),
    "gone": _("No longer there"),
    "people": _("Invented people"),
}
# What was and what is, each under this prefix with "from" and "to".
PAIRS: Mapping[str, Text] = {"": _("Begins"), "minutes_": _("Minutes"), "room_": _("Room")}


# Of what: what it was, where that is told, and what it is.
Detail = tuple[Text, str | None, str]


@dataclass(frozen=True)
class EntryView:
    """`by`: None for who has no account any more, or never had one."""

    id: int
    at: datetime
    by: str | None
    sentence: Text
    details: tuple[Detail, ...]


def in_words(row: LoggedRow, zone: tzinfo) -> EntryView:
    """In the locale in force, times in the event's `zone`."""
    entry = row.entry
    thing, details = Thing(entry.thing), entry.details
    sentence = SENTENCES[thing, Deed(entry.deed)]
    said = _renaming(details, entry.name) if thing != Thing.SESSION else _moves(details, zone)
    return EntryView(
        id=entry.id,
        at=entry.at,
        by=row.by,
        sentence=Text(sentence.message, name=entry.name or NOTHING),
        details=(*said, *_facts(details, thing)),
    )


def _renaming(details: Mapping[str, str], name: str) -> Iterator[Detail]:
    if "from" in details:
        yield _("Name"), details["from"], name


def _moves(details: Mapping[str, str], zone: tzinfo) -> Iterator[Detail]:
    say = {"": partial(_moment, zone=zone)}
    for prefix, label in PAIRS.items():
        if f"{prefix}from" in details:
            before, after = (details[f"{prefix}{end}"] or NOTHING for end in ("from", "to"))
            words = say.get(prefix, str)
            yield label, words(before), words(after)


def _moment(written: str, zone: tzinfo) -> str:
    if written == NOTHING:
        return written
    at = datetime.fromisoformat(written)
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    return short_moment(at, zone, i18n.locale())


def _facts(details: Mapping[str, str], thing: Thing) -> Iterator[Detail]:
    say: Mapping[str, Callable[[str], object]] = {
        "fields": partial(_fields, labels=FIELDS.get(thing, {})),
        "minutes": _minutes,
        "role": _role,
        "regions": _regions,
    }
    for code, label in LABELS.items():
        if code in details:
            yield label, None, str(say.get(code, str)(details[code]))


def _fields(written: str, labels: Mapping[str, Text]) -> str:
    """Each label once, as a session's speakers may be entered in two fields."""
    return ", ".join(dict.fromkeys(str(labels.get(name, name)) for name in written.split(", ")))


def _minutes(written: str) -> Text:
    return _("%(n)d minute", "%(n)d minutes", n=int(written))


def _role(written: str) -> Text:
    return WORDS[RoleKind(written)]


def _regions(written: str) -> Text | str:
    return written or _("all")
