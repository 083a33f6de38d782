"""Merging two companies that are one: what would move, and moving it.

The merged one stays as a row (see `Organisation`), so votes that are open keep their frame.
"""

from dataclasses import dataclass

import structlog
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference.errors import Conflict
from conference.i18n import _
from conference.partners.directory import Company, company
from conference.partners.editing import CHANGED, flush, locked, stamp
from conference.partners.models import (
    Membership,
    Organisation,
    OrganisationDomain,
    Standing,
)

logger = structlog.get_logger("conference.partners")


@dataclass(frozen=True)
class Merger:
    """`gone` goes into `kept`, whose facts stay. `moving`: people, those who said no among them."""

    gone: Company
    kept: Company
    moving: int

    @property
    def gives_number(self) -> bool:
        return self.gone.facts.number is not None and self.kept.facts.number is None

    @property
    def gives_standing(self) -> bool:
        return self.gone.is_listed and not self.kept.is_listed


async def merger(db: AsyncSession, gone_id: int, kept_id: int) -> Merger:
    """What merging would do now. Raises NotFound, Conflict for a company with itself."""
    if gone_id == kept_id:
        raise Conflict(_("A company cannot be merged into itself."))
    gone, kept = await company(db, gone_id), await company(db, kept_id)
    members = select(func.count()).where(Membership.organisation_id == gone_id)
    return Merger(gone, kept, await db.scalar(members) or 0)


async def merge(
    db: AsyncSession, gone_id: int, kept_id: int, *, versions: tuple[int, int], by: int
) -> None:
    """Domains and people move. A number moves where there is none, and the list's standing.

    `versions`: of both as they were looked at. Raises Conflict if one has changed since, NotFound
    if one is there no more.
    """
    if gone_id == kept_id:
        raise Conflict(_("A company cannot be merged into itself."))
    await _lock(db, gone_id, kept_id)
    rows = {id_: await locked(db, id_) for id_ in (gone_id, kept_id)}
    gone, kept = rows[gone_id], rows[kept_id]
    if (gone.version, kept.version) != versions:
        raise Conflict(CHANGED)
    await _move(db, gone_id, kept_id)
    number = gone.number if kept.number is None else None
    if number is not None:
        gone.number = None
        await db.flush()
        kept.number = number
    if gone.standing == Standing.LISTED:
        kept.standing = Standing.LISTED
    gone.merged_into_id = kept_id
    stamp(gone)
    stamp(kept)
    await flush(db)
    logger.info("companies merged", company=gone_id, into=kept_id, person=by)


async def _lock(db: AsyncSession, gone_id: int, kept_id: int) -> None:
    """All that is written here, also what was merged before: in one order, as an import comes, too,
    so that none waits for another who waits for it."""
    written = Organisation.id.in_((gone_id, kept_id)) | (Organisation.merged_into_id == gone_id)
    rows = select(Organisation.id).where(written).order_by(Organisation.id)
    await db.execute(rows.with_for_update(key_share=True))


async def _move(db: AsyncSession, gone_id: int, kept_id: int) -> None:
    for owned in (OrganisationDomain, Membership):
        theirs = update(owned).where(owned.organisation_id == gone_id)
        await db.execute(
            theirs.values(organisation_id=kept_id).execution_options(synchronize_session=False)
        )
    earlier = update(Organisation).where(Organisation.merged_into_id == gone_id)
    await db.execute(earlier.values(merged_into_id=kept_id))
