"""Releases: all that pages, pushes, charts and exports may read of anonymous answers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.privacy.figures import Cell, Figures, read_figures
from conference.privacy.models import Comment, FrameUnit, Release, Scope, ScopeKind, ScopeState
from conference.privacy.plan import Plan, read_plan


@dataclass(frozen=True)
class Released:
    """One release; the first of a scope is number 1. `at` is exact to the minute.

    `stored` is read when it is looked at: of a long series most pages want the totals alone.
    """

    scope_id: int
    kind: ScopeKind
    subject_id: int
    state: ScopeState
    number: int
    at: datetime
    is_final: bool
    opens_at: datetime
    closes_at: datetime
    plan: Plan
    stored: Mapping[str, Any]

    @cached_property
    def figures(self) -> Figures:
        return read_figures(self.stored)

    @cached_property
    def total(self) -> Cell | None:
        return read_figures({"cells": self.stored["cells"][:1]}).total


@dataclass(frozen=True)
class CommentView:
    """`level`: "low", "middle" or "high", the class of the answer it came with."""

    topic: str
    level: str
    text: str
    language: str


@dataclass(frozen=True)
class ScopeView:
    """`invited`: how many companies count in it."""

    state: ScopeState
    opens_at: datetime
    closes_at: datetime
    k: int
    invited: int


async def latest(
    db: AsyncSession, kind: ScopeKind, subject_ids: Iterable[int]
) -> dict[int, Released]:
    """By subject: the newest release of its newest scope that has one."""
    place = func.row_number().over(
        partition_by=Scope.subject_id, order_by=(Scope.id.desc(), Release.number.desc())
    )
    of_kind = _joined().where(Scope.kind == kind, Scope.subject_id.in_(set(subject_ids)))
    ranked = of_kind.add_columns(place.label("place")).subquery()
    rows = await db.execute(select(ranked).where(ranked.c.place == 1))
    return {row.subject_id: _released(row) for row in rows}


async def series(db: AsyncSession, kind: ScopeKind, subject_id: int) -> tuple[Released, ...]:
    """All releases of its newest scope that has one, oldest first."""
    newest = (
        select(func.max(Release.scope_id))
        .join(Scope, Scope.id == Release.scope_id)
        .where(Scope.kind == kind, Scope.subject_id == subject_id)
        .scalar_subquery()
    )
    rows = await db.execute(_joined().where(Scope.id == newest).order_by(Release.number))
    return tuple(_released(row) for row in rows)


async def comments(db: AsyncSession, kind: ScopeKind, subject_id: int) -> tuple[CommentView, ...]:
    """In the order of their random ids, which says nothing."""
    rows = await db.execute(
        select(Comment.topic, Comment.level, Comment.text, Comment.language)
        .join(Scope, Scope.id == Comment.scope_id)
        .where(Scope.kind == kind, Scope.subject_id == subject_id)
        .order_by(Comment.id)
    )
    return tuple(CommentView(*row) for row in rows)


async def comments_of(
    db: AsyncSession, kind: ScopeKind, subject_ids: Iterable[int]
) -> dict[int, tuple[CommentView, ...]]:
    """The same for many subjects; those without comments are left out."""
    rows = await db.execute(
        select(Scope.subject_id, Comment.topic, Comment.level, Comment.text, Comment.language)
        .join(Scope, Scope.id == Comment.scope_id)
        .where(Scope.kind == kind, Scope.subject_id.in_(set(subject_ids)))
        .order_by(Comment.id)
    )
    found: defaultdict[int, list[CommentView]] = defaultdict(list)
    for subject_id, *comment in rows:
        found[subject_id].append(CommentView(*comment))
    return {subject_id: tuple(views) for subject_id, views in found.items()}


async def scopes(
    db: AsyncSession, kind: ScopeKind, subject_ids: Iterable[int]
) -> dict[int, ScopeView]:
    """By subject: its newest scope."""
    ids = set(subject_ids)
    newest = (
        select(func.max(Scope.id))
        .where(Scope.kind == kind, Scope.subject_id.in_(ids))
        .group_by(Scope.subject_id)
    )
    invited = (
        select(func.count())
        .where(FrameUnit.frame_id == Scope.frame_id)
        .correlate(Scope)
        .scalar_subquery()
    )
    rows = await db.execute(
        select(
            Scope.subject_id, Scope.state, Scope.opens_at, Scope.closes_at, Scope.k, invited
        ).where(Scope.id.in_(newest))
    )
    return {subject_id: ScopeView(*view) for subject_id, *view in rows}


def _joined() -> Select[Any]:
    return select(
        Release.scope_id,
        Scope.kind,
        Scope.subject_id,
        Scope.state,
        Release.number,
        Release.at,
        Release.is_final,
        Scope.opens_at,
        Scope.closes_at,
        Scope.plan,
        Release.figures,
    ).join(Scope, Scope.id == Release.scope_id)


def _released(row: Row[Any]) -> Released:
    return Released(
        scope_id=row.scope_id,
        kind=row.kind,
        subject_id=row.subject_id,
        state=row.state,
        number=row.number,
        at=row.at,
        is_final=row.is_final,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        plan=read_plan(row.plan),
        stored=row.figures,
    )
