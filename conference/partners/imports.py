"""Writes an imported partner list: the plan against what is stored, all of it in one transaction.

Between looking and writing the file itself goes with the form, so no server has to remember it.
"""

from collections.abc import Mapping

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from conference.errors import Conflict
from conference.i18n import _
from conference.partners.directory import Company, companies
from conference.partners.editing import LIST_CHANGED, fill, flush, new_row
from conference.partners.models import Organisation
from conference.partners.plan import Plan, plan_import
from conference.partners.reading import LIMIT_MIB, ListUnreadable, PartnerFile
from conference.web import carrying

logger = structlog.get_logger("conference.partners")

TOO_LONG = _("The file is larger than %(most)d MiB.", most=LIMIT_MIB)
CHOOSE_AGAIN = _("Please choose the file once more.")
FILE_BYTES = LIMIT_MIB * 2**20
AT_ONCE = 500


async def plan_of(db: AsyncSession, read: PartnerFile) -> Plan:
    """What an import would do now."""
    stored = await companies(db)
    return plan_import(stored, await _merged(db, stored), read)


async def import_partners(
    db: AsyncSession, read: PartnerFile, *, agreed: str, by: int | None
) -> Plan:
    """`agreed`: the digest of the plan that was looked at; raises Conflict for any other."""
    # Locked before it is read, so that nobody writes between the plan and the rows.
    every = select(Organisation.id).order_by(Organisation.id)
    await db.execute(every.with_for_update(key_share=True))
    plan = await plan_of(db, read)
    if plan.digest != agreed:
        raise Conflict(LIST_CHANGED)
    rows = await _rows(db, [match.company.id for match in plan.changed])
    for match in plan.changed:
        fill(rows[match.company.id], match.facts)
    for at, facts in enumerate(plan.new):
        row = new_row()
        fill(row, facts)
        db.add(row)
        if at % AT_ONCE == 0:
            # A long list leaves others their turn of the loop.
            await flush(db)
    await flush(db)
    logger.info("partners imported", person=by, **plan.counts())
    return plan


def carried(text: str) -> str:
    """A file's text as a form's field can carry it: short, and without line breaks, which
    browsers change. Raises ListUnreadable where it would still be too long."""
    packed = carrying.carried(text.encode())
    if len(packed) > FILE_BYTES:
        raise ListUnreadable(TOO_LONG)
    return packed


def read_carried(value: str) -> str:
    """Raises ListUnreadable for what `carried` has not made, or more than a file may hold."""
    try:
        # cp1252 may grow when it is carried as UTF-8.
        return carrying.read_carried(value, 3 * FILE_BYTES).decode()
    except carrying.TooMuch as error:
        raise ListUnreadable(TOO_LONG) from error
    except ValueError as error:
        raise ListUnreadable(CHOOSE_AGAIN) from error


async def _merged(db: AsyncSession, stored: tuple[Company, ...]) -> Mapping[str, Company]:
    rows = await db.execute(
        select(Organisation.number, Organisation.merged_into_id).where(
            Organisation.number.is_not(None), Organisation.merged_into_id.is_not(None)
        )
    )
    known = {company.id: company for company in stored}
    return {number: known[id_] for number, id_ in rows if number and id_ in known}


async def _rows(db: AsyncSession, ids: list[int]) -> dict[int, Organisation]:
    found: dict[int, Organisation] = {}
    for at in range(0, len(ids), AT_ONCE):
        query = (
            select(Organisation)
            .where(Organisation.id.in_(ids[at : at + AT_ONCE]))
            .options(selectinload(Organisation.types), selectinload(Organisation.domains))
        )
        found |= {row.id: row for row in await db.scalars(query)}
    return found
