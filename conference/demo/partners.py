"""The demo's partner list, brought in as the channel team would: as a file."""

from sqlalchemy.ext.asyncio import AsyncSession

from conference.demo.companies import partner_list
from conference.partners.imports import import_partners, plan_of
from conference.partners.reading import read_partners


async def plant_partners(db: AsyncSession) -> None:
    read = read_partners(partner_list())
    plan = await plan_of(db, read)
    await import_partners(db, read, agreed=plan.digest, by=None)
