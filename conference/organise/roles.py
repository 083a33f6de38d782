"""Roles in an event: given and taken away by its organisers, and recorded."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.actions import find_or_add_person, give_role, take_role
from conference.accounts.models import Person, Role, RoleKind
from conference.agenda.models import Event
from conference.errors import NotFound
from conference.mail import addressee, queue
from conference.organise.log import Deed, Thing, record


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
    await give_to(db, event, kind, person_id, by=by, session_id=session_id)
    return person_id


async def give_to(
    db: AsyncSession,
    event: Event,
    kind: RoleKind,
    person_id: int,
    *,
    by: int,
    session_id: int | None = None,
    regions: Sequence[str] = (),
) -> bool:
    """To somebody who is known, and who gets a mail that says so; another one, if they had it for
    other `regions`. False if they had it just so."""
    held = select(Role).where(
        Role.person_id == person_id,
        Role.kind == kind,
        Role.event_id == event.id,
        Role.session_id.is_not_distinct_from(session_id),
    )
    before = await db.scalar(held.with_only_columns(Role.regions))
    is_new = await give_role(db, person_id, kind, event.id, session_id, regions=regions) is not None
    role = (await db.scalars(held)).one()
    if not is_new and role.regions == before:
        return False
    person = await db.get_one(Person, person_id)
    to = await addressee(db, person_id)
    await queue(db, "invitation", to, {"role": role.id}, person.language)
    deed = Deed.GIVEN if is_new else Deed.CHANGED
    details = {"role": kind.value} | ({"regions": ", ".join(regions)} if regions else {})
    record(db, event.id, by, deed, Thing.ROLE, name=person.name, details=details)
    return True


async def take(
    db: AsyncSession, event: Event, role_id: int, *, by: int, session_id: int | None = None
) -> None:
    """Raises NotFound, for a role of another event or another session as well."""
    role = await db.get(Role, role_id)
    if role is None or (role.event_id, role.session_id) != (event.id, session_id):
        raise NotFound
    person = await db.get_one(Person, role.person_id)
    details = {"role": role.kind.value}
    await take_role(db, role)
    record(db, event.id, by, Deed.TAKEN, Thing.ROLE, name=person.name, details=details)
