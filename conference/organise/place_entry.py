"""When and where a session takes place, as a form says it: on the clock of the event."""

from datetime import date, timedelta

from conference.agenda.mastheads import Masthead
from conference.agenda.models import Session
from conference.agenda.scheduling import Place, place_of
from conference.agenda.wall_time import Skipped, WallTime, is_twice, moment_of, wall_time_of
from conference.i18n import _
from conference.organise.offered import Offered, days_of
from conference.organise.reading import read_date, read_time
from conference.web import Form

OTHER_DAY = "other"
TURNS = (
    ("first", _("The first, before clocks are put back")),
    ("second", _("The second, an hour later")),
)
USUAL_MINUTES = "45"
MOST_MINUTES = 7 * 24 * 60
MINUTE = timedelta(minutes=1)


def read_place(form: Form, offered: Offered, *, was_scheduled: bool) -> Place | None:
    """None where no day is chosen: it is not scheduled. Notes a fault for each field that cannot be
    taken. `was_scheduled`: whoever chooses no day then, with a time beside it, means it so."""
    days = [day.isoformat() for day in offered.days]
    chosen = form.one_of("day", ["", OTHER_DAY, *days])
    written = {name: form.entered.get(name, "").strip() for name in ("starts", "minutes")}
    if not chosen:
        if written["minutes"]:
            read_minutes(form, "minutes", MOST_MINUTES)
        if written["starts"] and not was_scheduled:
            form.fault("day", _("Choose the day as well, or leave the time empty."))
        return None
    if not written["starts"]:
        form.fault("starts", _("Enter when it begins, or choose that it is not scheduled yet."))
    day = read_date(form, "other_day") if chosen == OTHER_DAY else date.fromisoformat(chosen)
    wall = WallTime(day, read_time(form, "starts"), form.entered.get("turn") == "second")
    length = read_minutes(form, "minutes", MOST_MINUTES) * MINUTE
    room = form.one_of("room", ["", *(str(id_) for id_, _name in offered.rooms)])
    event = offered.event
    if is_twice(wall, event.zone, event.day_change) and not form.entered.get("turn"):
        form.fault("turn", _("Clocks are put back that night: this time is there twice."))
    try:
        starts_at = moment_of(wall, event.zone, event.day_change)
    except Skipped:
        form.fault("starts", _("Clocks are put forward that night: there is no such time."))
        starts_at = event.begins_at
    return Place(int(room) if room else None, starts_at, starts_at + length)


def typed_place(session: Session, event: Masthead) -> dict[str, str]:
    """The form as it would have to be filled in for where the session is now."""
    place = place_of(session)
    if place is None:
        return {"day": "", "minutes": USUAL_MINUTES}
    wall = wall_time_of(place.starts_at, event.zone, event.day_change)
    typed = {
        **typed_day(wall.day, event),
        "starts": wall.at.isoformat("minutes"),
        "minutes": str((place.ends_at - place.starts_at) // MINUTE),
        "room": str(place.room_id or ""),
    }
    if is_twice(wall, event.zone, event.day_change):
        typed["turn"] = "second" if wall.is_second else "first"
    return typed


def typed_day(day: date, event: Masthead) -> dict[str, str]:
    if day in days_of(event):
        return {"day": day.isoformat()}
    return {"day": OTHER_DAY, "other_day": day.isoformat()}


def read_minutes(form: Form, name: str, most: int) -> int:
    written = form.text(name, most=8)
    if written.isdecimal() and 1 <= int(written) <= most:
        return int(written)
    form.fault(name, _("Write a number of minutes from 1 to %(most)d.", most=most))
    return 1
