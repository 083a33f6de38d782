"""Calendar files: of an event, of a session, and of what somebody has bookmarked, which is there
for whoever knows its address."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference import i18n
from conference.accounts.guards import Viewer
from conference.agenda.bookmarks import bookmarked, visible_session
from conference.agenda.calendars import chosen_calendar, event_calendar, session_calendar
from conference.agenda.editions import event_by_slug
from conference.agenda.formats.write_ical import MEDIA_TYPE
from conference.agenda.subscriptions import open_subscription
from conference.errors import NotFound
from conference.i18n import _
from conference.settings import Settings
from conference.web import AnyRequest
from conference.web.limits import Limit, Limits, origin_of
from conference.web.log import ANONYMOUS

FETCHES = Limit(60, per_s=60)
SUFFIX = ".ics"


@get("/events/{slug:str}/agenda.ics", name="event_calendar")
async def show_event_calendar(
    slug: FromPath[str],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    event = await event_by_slug(db, slug, viewer)
    return _file(await event_calendar(db, event.id, i18n.locale(), settings), slug)


# Anonymous in the log as the page is on which its link stands.
@get("/sessions/{session_id:int}/calendar.ics", name="session_calendar", opt=ANONYMOUS)
async def show_session_calendar(
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    _session, event = await visible_session(db, session_id, viewer)
    content = await session_calendar(db, session_id, i18n.locale(), settings)
    return _file(content, f"{event.slug}-{session_id}")


@get("/calendar/{name:str}", name="own_calendar")
async def show_own_calendar(
    request: AnyRequest,
    name: FromPath[str],
    db: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    limits: NamedDependency[Limits],
) -> Response[bytes]:
    """In the language of the person: calendars ask in none. Many people's may come from one
    address, that of a calendar in the web, so only what is no calendar counts for an address."""
    try:
        if not name.endswith(SUFFIX):
            raise NotFound
        subscription = await open_subscription(db, settings, name.removesuffix(SUFFIX))
    except NotFound:
        await limits.check(("unknown calendar", origin_of(request)), FETCHES)
        raise
    person, event = subscription.person_id, subscription.event
    await limits.check(("calendar", person, event.id), FETCHES)
    ids = await bookmarked(db, person, event.id)
    language = subscription.language
    with i18n.in_locale(language):
        called = str(_("My agenda: %(event)s", event=event.title))
    content = await chosen_calendar(db, event.id, ids, language, settings, name=called)
    return _file(content, f"{event.slug}-mine")


ROUTES = (show_event_calendar, show_session_calendar, show_own_calendar)


def _file(content: bytes, name: str) -> Response[bytes]:
    return Response(
        content,
        media_type=MEDIA_TYPE,
        headers={"content-disposition": f'attachment; filename="{name}{SUFFIX}"'},
    )
