"""What an import of an agenda would change, in words for its preview. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from conference import i18n
from conference.agenda.dates import day_and_month, language_names, short_moment, weekday
from conference.agenda.formats.model import ImportedSession
from conference.agenda.mastheads import Masthead
from conference.agenda.matching import StoredSession
from conference.agenda.plan import Match, Plan
from conference.i18n import Text, _

NOTHING = _("nothing")
LABELS: dict[str, Text] = {
    "day": _("Day"),
    "starts_at": _("Begins"),
    "ends_at": _("Ends"),
    "room": _("Room"),
    "track": _("Track"),
    "title": _("Title"),
    "subtitle": _("Subtitle"),
    "abstract": _("Abstract"),
    "description": _("Description"),
    "kind": _("Kind"),
    "languages": _("Languages"),
    "speakers": _("Speakers"),
    "url": _("Page elsewhere"),
    "links": _("Links"),
    "is_cancelled": _("Cancelled"),
    "is_withdrawn": _("Taken out of the programme"),
}
MOST = 120
# What the tick boxes of a form are called by, before the keys of the plan.
LEAVE, WITHDRAW = "leave-", "withdraw-"


@dataclass(frozen=True)
class Row:
    """A session of one of a plan's lists. `field`: the name of its tick box."""

    field: str
    title: str
    when: str
    changes: tuple[tuple[Text, Text | str, Text | str], ...] = ()


@dataclass(frozen=True)
class PlanWords:
    new: tuple[Row, ...]
    changed: tuple[Row, ...]
    gone: tuple[Row, ...]


def in_words(plan: Plan, event: Masthead) -> PlanWords:
    """In the locale in force, times in the event's zone."""
    return PlanWords(
        new=tuple(_row(f"{LEAVE}{session.key}", session, event) for session in plan.new),
        changed=tuple(_changed(match, event) for match in plan.changed),
        gone=tuple(_gone(kept, event) for kept in plan.gone),
    )


def _row(field: str, session: ImportedSession, event: Masthead) -> Row:
    when = ", ".join(filter(None, (_moment(session.starts_at, event), session.room)))
    return Row(field, session.title, when)


def _changed(match: Match, event: Masthead) -> Row:
    changes = tuple(
        (LABELS[d.field], _said(d.before, event), _said(d.after, event)) for d in match.differences
    )
    row = _row(f"{LEAVE}{match.key}", match.imported, event)
    return replace(row, title=match.stored.session.title or row.title, changes=changes)


def _gone(kept: StoredSession, event: Masthead) -> Row:
    return _row(f"{WITHDRAW}{kept.key}", kept.session, event)


def _said(value: Any, event: Masthead) -> Text | str:
    if value in (None, "", ()):
        return NOTHING
    for kind, say in WORDS:
        if isinstance(value, kind):
            words = say(value, event)
            break
    else:
        words = str(value)
    text = " ".join(str(words).split())
    return text if len(text) <= MOST else f"{text[:MOST]}…"


def _moment(at: datetime, event: Masthead) -> str:
    return short_moment(at, event.zone, i18n.locale())


def _day(day: date, event: Masthead) -> str:
    return f"{weekday(day, i18n.locale())}, {day_and_month(day, i18n.locale())}"


def _several(values: Sequence[Any], event: Masthead) -> str:
    """Speakers, links, or codes of languages."""
    if all(isinstance(value, str) for value in values):
        return language_names(tuple(values), i18n.locale())
    return ", ".join(getattr(value, "name", None) or value.url for value in values)


# A datetime is a date as well, and a bool no number here.
WORDS: tuple[tuple[type, Callable[[Any, Masthead], Text | str]], ...] = (
    (bool, lambda value, event: _("yes") if value else _("no")),
    (datetime, _moment),
    (date, _day),
    (tuple, _several),
)
