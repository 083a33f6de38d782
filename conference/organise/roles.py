"""Roles in an event: given and taken away by its organisers, and recorded."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.actions import find_or_add_person, give_role, take_role
from conference.accounts.models import Person, Role, RoleKind
from conference.agenda.models import Event, Session
from conference.errors import NotFound
from conference.mail import addressee, queue
from conference.organise.log import Deed, Thing, record
from conference.web.limits import Limit, Limits

# Whoever is given a role gets a mail, at whatever address somebody has typed.
BY_ONE, IN_AN_EVENT = Limit(30, per_s=15 * 60), Limit(60, per_s=15 * 60)


async def check_limits(limits: Limits, event_id: int, by: int) -> None:
    """Count one more role that is given. Raises TooMany."""
    await limits.check(("invitations", by), BY_ONE)
    await limits.check(("invitations in", event_id), IN_AN_EVENT)


async def give(
    db: AsyncSession,
    event: Event,
    kind: RoleKind,
    email: str,
    *,
    by: int,
    session_id: int | None = None,
    name: str = "",
) -> int:
    """The person's id. `email`: normalised. Who is not known yet is called `name`, or else what
    stands before the @."""
    language = event.languages.partition(",")[0]
    called = name or email.partition("@")[0]
    person_id = await find_or_add_person(db, name=called, email=email, language=language)
    await give_to(db, event, kind, person_id, called, by=by, session_id=session_id)
    return person_id


async def give_to(
    db: AsyncSession,
    event: Event,
    kind: RoleKind,
    person_id: int,
    called: str,
    *,
    by: int,
    session_id: int | None = None,
    regions: Sequence[str] = (),
) -> bool:
    """To somebody who is known, and who gets a mail that says so; another one, if they had it for
    other `regions`. False if they had it just so. `called`: see `accounts.models.Role`."""
    # So that of two who give the same at once, the second finds what the first has given.
    person = await db.get_one(Person, person_id, with_for_update={"key_share": True})
    held = select(Role).where(
        Role.person_id == person_id,
        Role.kind == kind,
        Role.event_id == event.id,
        Role.session_id.is_not_distinct_from(session_id),
    )
    before = await db.scalar(held.with_only_columns(Role.regions))
    at = (event.id, session_id)
    given = await give_role(db, person_id, kind, *at, regions=regions, called=called)
    is_new = given is not None
    role = (await db.scalars(held)).one()
    if not is_new and role.regions == before:
        return False
    to = await addressee(db, person_id)
    await queue(db, "invitation", to, {"role": role.id}, person.language)
    deed = Deed.GIVEN if is_new else Deed.CHANGED
    details = {"role": kind.value} | await _session(db, session_id)
    if regions or not is_new:
        details["regions"] = ", ".join(regions)
    record(db, event.id, by, deed, Thing.ROLE, name=called, details=details)
    return True


async def take(
    db: AsyncSession, event: Event, role_id: int, *, by: int, session_id: int | None = None
) -> None:
    """Raises NotFound, for a role of another event or another session as well."""
    role = await db.get(Role, role_id)
    if role is None or (role.event_id, role.session_id) != (event.id, session_id):
        raise NotFound
    person = await db.get_one(Person, role.person_id)
    details = {"role": role.kind.value} | await _session(db, role.session_id)
    await take_role(db, role)
    name = role.called or person.name
    record(db, event.id, by, Deed.TAKEN, Thing.ROLE, name=name, details=details)


async def _session(db: AsyncSession, session_id: int | None) -> dict[str, str]:
    """What the log says of a role for one session."""
    if session_id is None:
        return {}
    title = await db.scalar(select(Session.title).where(Session.id == session_id))
    return {"session": str(title)}
