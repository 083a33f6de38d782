"""What `accounts` is told of registrations: what a personal link opens, the account page's part."""

from functools import partial

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.guards import Viewer
from conference.accounts.models import Person, Reach
from conference.accounts.signing import SignInOffer
from conference.agenda.bookmarks import bookmarked
from conference.agenda.models import Event
from conference.agenda.pages import current_agenda
from conference.errors import NotFound
from conference.registration import queries
from conference.registration.actions import confirm
from conference.registration.landing import way_in
from conference.registration.links import read_token
from conference.registration.models import Registration
from conference.settings import Settings
from conference.web.templates import render_macro


async def resolve(db: AsyncSession, settings: Settings, token: str) -> SignInOffer | None:
    """None for what is no personal link, or one that was replaced by a newer."""
    known = read_token(settings.secret, token)
    if known is None:
        return None
    registration_id, version = known
    query = (
        select(Registration, Person.name, Event)
        .join(Person, Person.id == Registration.person_id)
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.id == registration_id, Registration.link_version == version)
    )
    row = (await db.execute(query)).one_or_none()
    if row is None:
        return None
    registration, name, event = row
    own = await bookmarked(db, registration.person_id, event.id)
    return SignInOffer(
        person_id=registration.person_id,
        name=name,
        reach=Reach.ATTENDEE,
        event_id=event.id,
        next_path=way_in(await current_agenda(db, event), own, clock.now()),
        on_used=partial(_use, registration_id=registration_id, version=version),
    )


async def own_registrations(db: AsyncSession, viewer: Viewer) -> Markup | None:
    """The account page's part: what is stored of each registration, and its link."""
    if viewer.person_id is None:
        return None
    views = await queries.own_registrations(db, viewer.person_id)
    return render_macro("registration/_own.html", "own_registrations", views) if views else None


async def _use(db: AsyncSession, registration_id: int, version: int) -> None:
    """Raises NotFound if it has just been replaced. Until this transaction ends it is not: whoever
    replaces it signs out this browser, too."""
    current = select(Registration.id).where(
        Registration.id == registration_id, Registration.link_version == version
    )
    if await db.scalar(current.with_for_update(key_share=True)) is None:
        raise NotFound
    await confirm(db, registration_id)


SECTIONS = (own_registrations,)
