"""The time zone of an imported event: the file's, else the organiser's, else a fixed offset."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from conference.agenda.days import known_zones
from conference.agenda.formats.model import AgendaUnreadable
from conference.agenda.formats.notes import Notes
from conference.agenda.formats.texts import read_line
from conference.i18n import _

HOUR = timedelta(hours=1)


def choose_zone(
    named: object, wished: str | None, dates: Sequence[datetime], notes: Notes
) -> ZoneInfo:
    """`named`: what the file says. `dates`: all its dates that carry an offset.

    A file with neither gets the one whole-hour offset its dates agree on (`Etc/GMT-2` is two
    hours ahead of UTC). No place is guessed from it, as many share an offset. Where the dates do
    not agree either, the file is refused with the request to name a zone.
    """
    if wished is not None and wished not in known_zones():
        raise AgendaUnreadable(
            _("“%(zone)s” is not a time zone. Name one like Europe/Berlin.", zone=wished)
        )
    name = read_line(named, "time_zone_name", notes)
    if name and name not in known_zones():
        notes.repair(_("The time zone “%(zone)s” is unknown.", zone=name))
        name = ""
    zone = ZoneInfo(name or wished or _fixed(dates, notes))
    _compare(zone, dates, notes)
    return zone


def _fixed(dates: Sequence[datetime], notes: Notes) -> str:
    offsets = {at.utcoffset() or timedelta() for at in dates}
    if len(offsets) != 1 or (offset := offsets.pop()) % HOUR:
        raise AgendaUnreadable(
            _("The file does not say in which time zone it is. Name it, as in Europe/Berlin.")
        )
    # The sign is POSIX's: hours behind Greenwich, counted west.
    name = f"Etc/GMT{-(offset // HOUR):+d}" if offset else "UTC"
    if name not in known_zones():
        raise AgendaUnreadable(_("The dates of the file carry an offset no time zone has."))
    notes.repair(_("The file names no time zone; from its dates, %(zone)s was taken.", zone=name))
    return name


def _compare(zone: ZoneInfo, dates: Sequence[datetime], notes: Notes) -> None:
    """Dates in UTC are no fault; those in a third zone make one look at the zone again."""
    odd = sum(at.utcoffset() not in (timedelta(), at.astimezone(zone).utcoffset()) for at in dates)
    if odd:
        notes.repair(
            _(
                "%(n)s date is not in the time zone %(zone)s; the date's own offset was used.",
                "%(n)s dates are not in the time zone %(zone)s; their own offset was used.",
                n=odd,
                zone=zone.key,
            )
        )
