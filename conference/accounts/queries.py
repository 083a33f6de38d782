"""Reads of people and sign-ins."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.cookies import token_hash
from conference.accounts.guards import Grant, Viewer
from conference.accounts.lifetimes import is_stale
from conference.accounts.models import Person, Reach, Role, SignIn

NO_GRANTS = frozenset[Grant]()
# Of a role and its person: who gave it by an address does not learn from us whose that is.
CALLED = func.coalesce(func.nullif(Role.called, ""), Person.name)


class Visit(NamedTuple):
    """`language` is "" while unknown. `is_stale`: `touch_sign_ins` is due."""

    viewer: Viewer
    language: str
    is_stale: bool


@dataclass(frozen=True)
class SignInView:
    """`seen_at` is exact to the hour."""

    id: int
    browser: str
    reach: Reach
    created_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True)
class AccountView:
    name: str
    email: str
    language: str
    sign_ins: tuple[SignInView, ...]


async def visits_by_token(db: AsyncSession, tokens: Sequence[str]) -> list[Visit | None]:
    """For `gathered`: who holds these cookies; None of one that holds no more."""
    hashes = [token_hash(token) for token in tokens]
    visits = await _visits(db, _by_token(), hashes)
    return [visits.get(each) for each in hashes]


async def current_viewers(
    db: AsyncSession, viewers: Sequence[Viewer | None]
) -> list[Viewer | None]:
    """The same sign-ins as they are now: some may have been closed, or roles taken away."""
    ids = {viewer.sign_in_id for viewer in viewers if viewer}
    visits = await _visits(db, _by_id(), list(ids)) if ids else {}
    now = {visit.viewer.sign_in_id: visit.viewer for visit in visits.values()}
    return [now.get(viewer.sign_in_id) if viewer else None for viewer in viewers]


async def account(db: AsyncSession, viewer: Viewer) -> AccountView:
    """For a confirmed viewer: the newest sign-in first."""
    person = (
        await db.execute(
            select(Person.name, Person.email, Person.language).where(Person.id == viewer.person_id)
        )
    ).one()
    sign_ins = await db.scalars(
        select(SignIn)
        .where(within_reach(viewer), SignIn.expires_at > clock.now())
        .order_by(SignIn.created_at.desc(), SignIn.id.desc())
    )
    return AccountView(*person, tuple(_sign_in_view(sign_in, viewer) for sign_in in sign_ins))


def within_reach(viewer: Viewer) -> ColumnElement[bool]:
    """Sign-ins the viewer may see and close: the own one and those of the same person. Who came by
    the attendee's link, which may have been forwarded, does not reach the full ones."""
    this = SignIn.id == viewer.sign_in_id
    if viewer.person_id is None:
        return this
    theirs = SignIn.person_id == viewer.person_id
    return or_(
        this, theirs if viewer.reach == Reach.FULL else and_(theirs, SignIn.reach != Reach.FULL)
    )


async def _visits(
    db: AsyncSession, query: Select[*tuple[Any, ...]], which: Sequence[Any]
) -> dict[bytes, Visit]:
    """By the hash of their cookie."""
    now = clock.now()
    found = (await db.execute(query, {"which": which, "now": now})).all()
    full = {row.person_id for row in found if row.reach == Reach.FULL}
    grants = await _grants(db, full) if full else {}
    return {row.token_hash: _visit(row, grants, now) for row in found}


@cache
def _by_token() -> Select[*tuple[Any, ...]]:
    return _sign_ins().where(SignIn.token_hash.in_(bindparam("which", expanding=True)))


@cache
def _by_id() -> Select[*tuple[Any, ...]]:
    return _sign_ins().where(SignIn.id.in_(bindparam("which", expanding=True)))


def _sign_ins() -> Select[*tuple[Any, ...]]:
    """Every request asks for one: columns are read at half the cost of rows that might be changed,
    and to build this takes as long as to send it."""
    return (
        select(
            SignIn.token_hash,
            SignIn.id,
            SignIn.reach,
            SignIn.person_id,
            SignIn.event_id,
            SignIn.created_at,
            SignIn.seen_at,
            SignIn.expires_at,
            Person.name,
            Person.language,
        )
        .outerjoin(Person, Person.id == SignIn.person_id)
        .where(SignIn.expires_at > bindparam("now"))
    )


def _visit(
    row: Row[*tuple[Any, ...]], grants: Mapping[int, Iterable[Grant]], now: datetime
) -> Visit:
    # By place: to ask a row for each by its name takes three times as long.
    _, id_, reach, person_id, event_id, created_at, seen_at, expires_at, name, language = row
    own = frozenset(grants.get(person_id, ())) if reach == Reach.FULL else NO_GRANTS
    viewer = Viewer(id_, reach, person_id, name or "", event_id, own)
    stale = is_stale(reach, created_at, seen_at, expires_at, now)
    return Visit(viewer, language or "", stale)


async def _grants(
    db: AsyncSession, person_ids: Collection[int | None]
) -> Mapping[int, Iterable[Grant]]:
    rows = await db.execute(
        select(Role.person_id, Role.kind, Role.event_id, Role.session_id, Role.regions).where(
            Role.person_id.in_(person_ids)
        )
    )
    grants: dict[int, list[Grant]] = defaultdict(list)
    for person_id, kind, event_id, session_id, regions in rows:
        limits = frozenset(regions.splitlines())
        grants[person_id].append(Grant(kind, event_id, session_id, limits))
    return grants


def _sign_in_view(sign_in: SignIn, viewer: Viewer) -> SignInView:
    return SignInView(
        id=sign_in.id,
        browser=sign_in.browser,
        reach=sign_in.reach,
        created_at=sign_in.created_at,
        seen_at=sign_in.seen_at,
        is_this=sign_in.id == viewer.sign_in_id,
    )
