"""Removing a rehearsal: afterwards the database is as if it had never been, but for the log.

In two transactions. Once the first is committed nobody of the crowd is let in any more, so that
nothing is written for what the second has removed.
"""

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.actions import close_sign_in, remove_people
from conference.accounts.models import Person, SignIn
from conference.agenda.events import delete_event, locked_event
from conference.agenda.models import Event, EventState, Session
from conference.agenda.pages import forget
from conference.db import Turn, take_turn
from conference.errors import NotFound
from conference.i18n import Translated
from conference.mail.queued import forget as forget_mails
from conference.organise.events import scopes_of, take_roles
from conference.partners.models import Organisation
from conference.privacy import KeyFolder
from conference.privacy.removing import remove_scopes
from conference.rehearsal.models import Rehearsal
from conference.rehearsal.sandbox import NOWHERE


async def end_rehearsal(db: AsyncSession, rehearsal: Rehearsal) -> None:
    """Its crowd is signed out, and leaves."""
    event = await locked_event(db, rehearsal.event_id)
    # In the order in which others write many of them.
    theirs = select(SignIn.id).where(SignIn.person_id.in_(_invented(event))).order_by(SignIn.id)
    for sign_in_id in (await db.scalars(theirs)).all():
        await close_sign_in(db, sign_in_id)
    rehearsal.ends_at = min(rehearsal.ends_at, clock.now())


async def remove_rehearsal(
    db: AsyncSession, keys: KeyFolder, rehearsal: Rehearsal
) -> tuple[Translated, int]:
    """What was rehearsed, and how many invented people went with it. Raises NotFound where it is
    gone already."""
    # Whoever writes stays holds many people at once, and would wait for us while we wait for them.
    await take_turn(db, Turn.STAYING, 0)
    event = await locked_event(db, rehearsal.event_id)
    if event.state != EventState.REHEARSAL:
        raise NotFound
    title = (await db.get_one(Session, rehearsal.session_id)).title
    await remove_scopes(db, keys, (await db.scalars(scopes_of(event.id))).all())
    people = (await db.scalars(_invented(event))).all()
    await forget_mails(db, people)
    await remove_people(db, people)
    await db.execute(delete(Organisation).where(Organisation.event_id == event.id))
    await take_roles(db, event.id)
    await delete_event(db, event)
    forget(db, event.id)
    return title, len(people)


def _invented(event: Event) -> Select[int]:
    """The ids of those who were made for it; nobody else's address can end like theirs."""
    return select(Person.id).where(Person.email.endswith(f"@{event.slug}.{NOWHERE}"))
