"""The desk's tables as files: what their pages show of those wanted, and no addresses."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from conference.agenda.models import Event
from conference.agenda.views import Item
from conference.desk.attendance import PresentCompany, SessionRow
from conference.desk.companies import CompanyRow
from conference.desk.people import PersonRow
from conference.i18n import _
from conference.partners.countries import country_name
from conference.partners.labels import TYPES_OF_OTHERS
from conference.registration.entry import JOBS
from conference.web.sheets import Cell, Sheet


def people_sheet(event: Event, rows: Iterable[PersonRow]) -> Sheet:
    return _sheet(
        event,
        "people",
        (
            *(_("Name"), _("Company as registered"), _("Company as matched"), _("Type of partner")),
            *(_("Country"), _("Work"), _("Registered"), _("Confirmed"), _("Has come")),
        ),
        (_person_cells(row, event.zone) for row in rows),
    )


def companies_sheet(event: Event, rows: Iterable[CompanyRow]) -> Sheet:
    return _sheet(
        event,
        "companies",
        (_("Company"), _("Matched"), _("Registered"), _("Confirmed"), _("Have come"), _("Minutes")),
        (
            (row.name, _yes(row.id is not None), row.people, row.confirmed, row.came, row.minutes)
            for row in rows
        ),
    )


def sessions_sheet(event: Event, rows: Iterable[SessionRow]) -> Sheet:
    return _sheet(
        event,
        "attendance",
        (_("Session"), _("Begins"), _("People"), _("Companies"), _("Minutes"), _("Minutes each")),
        ((*_session_cells(row.session, event.zone), *_measured(row)) for row in rows),
    )


def present_sheet(
    event: Event, sessions: Iterable[Item], companies: Iterable[PresentCompany]
) -> Sheet:
    """A line for each company in each session."""
    listed = {session.id: session for session in sessions}
    return _sheet(
        event,
        "companies-in-sessions",
        (_("Session"), _("Begins"), _("Company"), _("People"), _("Minutes")),
        (
            (
                *_session_cells(listed[row.session_id], event.zone),
                *(row.name, row.people, row.minutes),
            )
            for row in companies
            if row.session_id in listed
        ),
    )


def _sheet(
    event: Event, name: str, head: Iterable[object], rows: Iterable[tuple[Cell, ...]]
) -> Sheet:
    return Sheet(f"{event.slug}-{name}", tuple(str(word) for word in head), tuple(rows))


def _person_cells(row: PersonRow, zone: ZoneInfo) -> tuple[Cell, ...]:
    return (
        row.name,
        row.company,
        row.matched or "",
        str(dict(TYPES_OF_OTHERS)[row.partner_type]),
        country_name(row.country),
        str(dict(JOBS)[row.job]),
        _moment(row.registered_at, zone),
        _moment(row.confirmed_at, zone),
        _yes(row.came),
    )


def _measured(row: SessionRow) -> tuple[Cell, ...]:
    measure = row.measure
    return measure.people, measure.companies, measure.minutes, measure.minutes_each


def _session_cells(session: Item, zone: ZoneInfo) -> tuple[Cell, ...]:
    return str(session.title), _moment(session.starts_at, zone)


def _moment(moment: datetime | None, zone: ZoneInfo) -> str:
    """As spreadsheets of every language read it, on the event's clock."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""


def _yes(is_so: bool) -> str:
    return str(_("yes") if is_so else _("no"))
