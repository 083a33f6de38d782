"""The desk's lists over HTTP: people, companies, attendance, each with its exports.

Each asks for `staffed`, the event whose channel staff the viewer is, and for the `regions` they are
limited to (see `routes`).
"""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.guards import Regions
from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.desk import attendance, companies, exports, people
from conference.desk.listing import Choice, read_choice
from conference.partners.countries import country_name
from conference.partners.labels import TYPES_OF_OTHERS
from conference.registration.entry import JOBS
from conference.web import AnyRequest, page
from conference.web.sheets import download

BOTH = ("csv", "xlsx")


def _files(path: str) -> list[str]:
    return [f"/desk/events/{{slug:str}}/{path}.{kind}" for kind in BOTH]


@get("/desk/events/{slug:str}/people", name="desk_people")
async def list_people(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    staffed: NamedDependency[Event],
    regions: NamedDependency[Regions],
) -> Response[str]:
    choice = _people_choice(request)
    return page(
        request,
        "desk/people.html",
        event=masthead(staffed),
        regions=regions,
        view=await people.people(db, staffed.id, regions, choice),
        company=await people.company_name(db, regions, choice.value("company")),
        countries=await _countries(db, staffed.id, regions),
        types=TYPES_OF_OTHERS,
        jobs=dict(JOBS),
        country_name=country_name,
    )


@get(_files("people"), name="desk_people_export")
async def export_people(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    staffed: NamedDependency[Event],
    regions: NamedDependency[Regions],
) -> Response[bytes]:
    choice = _people_choice(request)
    rows = await people.all_people(db, staffed.id, regions, choice)
    return await download(request, exports.people_sheet(staffed, rows))


@get("/desk/events/{slug:str}/companies", name="desk_companies")
async def list_companies(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    staffed: NamedDependency[Event],
    regions: NamedDependency[Regions],
) -> Response[str]:
    choice = _companies_choice(request)
    view = await companies.companies(db, staffed.id, regions, choice)
    return page(request, "desk/companies.html", event=masthead(staffed), regions=regions, view=view)


@get(_files("companies"), name="desk_companies_export")
async def export_companies(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    staffed: NamedDependency[Event],
    regions: NamedDependency[Regions],
) -> Response[bytes]:
    choice = _companies_choice(request)
    rows = await companies.all_companies(db, staffed.id, regions, choice)
    return await download(request, exports.companies_sheet(staffed, rows))


@get("/desk/events/{slug:str}/attendance", name="desk_attendance")
async def list_sessions(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    staffed: NamedDependency[Event],
    regions: NamedDependency[Regions],
) -> Response[str]:
    return page(
        request,
        "desk/attendance.html",
        event=masthead(staffed),
        regions=regions,
        sessions=await attendance.by_session(db, staffed, regions),
        all=await companies.companies(db, staffed.id, regions, Choice(sort="minutes")),
        now=clock.now(),
    )


@get(_files("attendance"), name="desk_attendance_export")
async def export_sessions(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    staffed: NamedDependency[Event],
    regions: NamedDependency[Regions],
) -> Response[bytes]:
    rows = await attendance.by_session(db, staffed, regions)
    return await download(request, exports.sessions_sheet(staffed, rows))


@get(_files("attendance/companies"), name="desk_present_export")
async def export_present(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    staffed: NamedDependency[Event],
    regions: NamedDependency[Regions],
) -> Response[bytes]:
    sessions = [row.session for row in await attendance.by_session(db, staffed, regions)]
    present = await attendance.present_companies(db, staffed.id, regions)
    sheet = exports.present_sheet(staffed, sessions, present)
    return await download(request, sheet)


@get("/desk/events/{slug:str}/attendance/{session_id:int}", name="desk_session_attendance")
async def show_session(
    request: AnyRequest,
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    staffed: NamedDependency[Event],
    regions: NamedDependency[Regions],
) -> Response[str]:
    return page(
        request,
        "desk/attendance_session.html",
        event=masthead(staffed),
        regions=regions,
        session=await attendance.session_of(db, staffed, session_id),
        companies=await attendance.present_companies(db, staffed.id, regions, session_id),
    )


def _people_choice(request: AnyRequest) -> Choice:
    return read_choice(request.query_params, people.KNOWN, people.SORTS)


def _companies_choice(request: AnyRequest) -> Choice:
    return read_choice(request.query_params, companies.KNOWN, companies.SORTS)


async def _countries(db: AsyncSession, event_id: int, regions: Regions) -> list[tuple[str, str]]:
    codes = await people.countries(db, event_id, regions)
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1])


HANDLERS: tuple[Any, ...] = (
    list_people,
    export_people,
    list_companies,
    export_companies,
    list_sessions,
    export_sessions,
    export_present,
    show_session,
)
