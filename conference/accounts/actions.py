"""Writes of people, roles and sign-ins.

Whatever an address can cause takes the same statements whether it is known or not.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, exists, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.cookies import new_token, token_hash
from conference.accounts.guards import Viewer
from conference.accounts.lifetimes import expiry, longest, to_the_hour
from conference.accounts.models import Person, Reach, Role, RoleKind, SignIn, SignInLink
from conference.accounts.queries import within_reach
from conference.accounts.signing import SignInOffer
from conference.db import Change, announce, insert_into, insert_missing
from conference.errors import NotFound
from conference.mail import NOBODY, addressee, queue

LINK_LASTS = timedelta(minutes=15)
FORGOTTEN_AT_ONCE = 100


@dataclass(frozen=True)
class RolesChanged(Change):
    person_id: int


@dataclass(frozen=True)
class SignInClosed(Change):
    """`person_id` is None for a waiting one."""

    person_id: int | None
    sign_in_id: int


@dataclass(frozen=True)
class Newcomer:
    """`email` is normalised (`Form.email`)."""

    name: str
    email: str
    language: str


async def find_or_add_person(db: AsyncSession, *, name: str, email: str, language: str) -> int:
    """Never changes a known person. `email` is normalised (`Form.email`)."""
    person = {"name": name, "email": email, "language": language, "created_at": clock.now()}
    await insert_missing(db, Person, [person])
    return (await db.scalars(select(Person.id).where(Person.email == email))).one()


async def find_or_add_people(db: AsyncSession, people: Sequence[Newcomer]) -> dict[str, int]:
    """The same for some thousand at once: ids by address."""
    now = clock.now()
    await insert_missing(db, Person, [asdict(each) | {"created_at": now} for each in people])
    known = select(Person.email, Person.id).where(Person.email.in_([p.email for p in people]))
    return {row.email: row.id for row in await db.execute(known)}


async def remove_people(db: AsyncSession, person_ids: Sequence[int]) -> None:
    """With all that hangs on a person by a foreign key. Where they are signed in closes."""
    gone = delete(SignIn).where(SignIn.person_id.in_(person_ids))
    for person_id, sign_in_id in await db.execute(gone.returning(SignIn.person_id, SignIn.id)):
        announce(db, SignInClosed(person_id, sign_in_id))
    await db.execute(delete(Person).where(Person.id.in_(person_ids)))


async def set_language(db: AsyncSession, viewer: Viewer, language: str) -> None:
    own = Person.id == viewer.person_id
    await db.execute(update(Person).where(own).values(language=language))


async def give_role(
    db: AsyncSession,
    person_id: int,
    kind: RoleKind,
    event_id: int | None,
    session_id: int | None = None,
    *,
    regions: Iterable[str] | None = None,
    called: str = "",
) -> int | None:
    """The new role's id. Who has it keeps it, with these `regions` from now on, and then there is
    no new one. `regions`: none for all; None for those that it had, or all if it is new."""
    role = {
        "person_id": person_id,
        "kind": kind,
        "event_id": event_id,
        "session_id": session_id,
        "given_at": clock.now(),
        "regions": "\n".join(regions or ()),
        "called": called,
    }
    given = insert_into(db, Role).values(role).on_conflict_do_nothing().returning(Role.id)
    role_id: int | None = await db.scalar(given)
    if role_id is not None or (regions is not None and await _limit(db, role)):
        announce(db, RolesChanged(person_id))
    return role_id


async def take_role(db: AsyncSession, role: Role) -> None:
    """What the person sees by it closes within a moment."""
    await db.delete(role)
    announce(db, RolesChanged(role.person_id))


async def open_sign_in(
    db: AsyncSession, *, reach: Reach, person_id: int | None, event_id: int | None, browser: str
) -> tuple[str, int]:
    """Always a new one: the token for its cookie, and how many seconds the cookie lasts."""
    token, sign_in = await _add_sign_in(db, reach, person_id, event_id, browser)
    return token, int(longest(sign_in.reach).total_seconds())


async def accept_offer(
    db: AsyncSession,
    offer: SignInOffer,
    *,
    old: Viewer | None,
    browser: str,
) -> tuple[str, int]:
    """Replace this browser's sign-in by the one offered; returned as by `open_sign_in`."""
    if offer.on_used is not None:
        await offer.on_used(db)
    token, _ = await _add_sign_in(db, offer.reach, offer.person_id, offer.event_id, browser)
    if old is not None:
        await close_sign_in(db, old.sign_in_id)
    return token, int(longest(offer.reach).total_seconds())


async def close_sign_in(db: AsyncSession, sign_in_id: int) -> None:
    closed = await db.execute(
        delete(SignIn).where(SignIn.id == sign_in_id).returning(SignIn.person_id)
    )
    for (person_id,) in closed:
        announce(db, SignInClosed(person_id, sign_in_id))


async def close_own_sign_in(db: AsyncSession, viewer: Viewer, sign_in_id: int) -> None:
    """Raises NotFound for others' and those beyond the viewer's reach."""
    own = await db.scalars(select(SignIn.id).where(within_reach(viewer)))
    if sign_in_id not in own.all():
        raise NotFound
    await close_sign_in(db, sign_in_id)


async def touch_sign_ins(db: AsyncSession, sign_in_ids: Sequence[int]) -> list[None]:
    """For `grouped`: these are in use now, but for those that have ended meanwhile."""
    now = clock.now()
    in_use = select(SignIn).where(SignIn.id.in_(sign_in_ids), SignIn.expires_at > now)
    for sign_in in await db.scalars(in_use):
        sign_in.seen_at = to_the_hour(now)
        sign_in.expires_at = expiry(sign_in.reach, sign_in.created_at, now)
    return [None for _ in sign_in_ids]


async def queue_links(db: AsyncSession, *, email: str, browser_hash: bytes, locale: str) -> None:
    """Mail the personal link, and to who has roles a one-time link for this browser.

    At most 3 mails an address within 15 minutes; to an unknown one, or beyond that, to nobody.
    """
    # Locked, so that two requests at once do not both find room for a third mail.
    known = select(Person.id, Person.language).where(Person.email == email)
    person = (await db.execute(known.with_for_update(key_share=True))).one_or_none()
    person_id, language = person or (None, locale)
    to = await addressee(db, person_id)
    link_id = await _add_role_link(db, to, browser_hash)
    await queue(db, "role-link", to if link_id else NOBODY, {"link": link_id}, language)
    await queue(db, "personal-link", await addressee(db, person_id), {}, language)


async def _limit(db: AsyncSession, role: Mapping[str, Any]) -> bool:
    """Whether the role that is there had other regions."""
    held = (
        (Role.person_id == role["person_id"])
        & (Role.kind == role["kind"])
        & Role.event_id.is_not_distinct_from(role["event_id"])
        & Role.session_id.is_not_distinct_from(role["session_id"])
    )
    limited = update(Role).where(held, Role.regions != role["regions"])
    row = await db.scalar(limited.values(regions=role["regions"]).returning(Role.id))
    return row is not None


async def _add_role_link(db: AsyncSession, person_id: int, browser_hash: bytes) -> int:
    """Its id, or 0 where the person has no role."""
    values = {
        SignInLink.nonce: secrets.token_bytes(32),
        SignInLink.browser_hash: browser_hash,
        SignInLink.expires_at: clock.now() + LINK_LASTS,
    }
    holder = select(
        Person.id, *(literal(value, column.type) for column, value in values.items())
    ).where(Person.id == person_id, exists().where(Role.person_id == Person.id))
    insert = insert_into(db, SignInLink).from_select([SignInLink.person_id, *values], holder)
    return await db.scalar(insert.returning(SignInLink.id)) or 0


async def _add_sign_in(
    db: AsyncSession, reach: Reach, person_id: int | None, event_id: int | None, browser: str
) -> tuple[str, SignIn]:
    await _forget_expired(db)
    token, now = new_token(), clock.now()
    sign_in = SignIn(
        token_hash=token_hash(token),
        reach=reach,
        person_id=person_id,
        event_id=event_id,
        browser=browser,
        created_at=now,
        seen_at=to_the_hour(now),
        expires_at=expiry(reach, now, now),
    )
    db.add(sign_in)
    await db.flush()
    return token, sign_in


async def _forget_expired(db: AsyncSession) -> None:
    """A few at a time, and skipping what another transaction has in hand."""
    for model in (SignIn, SignInLink):
        ids = select(model.id).where(model.expires_at < clock.now() - LINK_LASTS)
        found = (
            await db.scalars(ids.limit(FORGOTTEN_AT_ONCE).with_for_update(skip_locked=True))
        ).all()
        await db.execute(delete(model).where(model.id.in_(found)))
