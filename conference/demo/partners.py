"""The demo's partner list, brought in as the channel team would: as a file."""

import csv
import io

from sqlalchemy.ext.asyncio import AsyncSession

from conference.demo.cast import Company, companies
from conference.partners.imports import import_partners, plan_of
from conference.partners.reading import read_partners

HEADER = ("number", "name", "domains", "types", "country", "region", "size")


async def plant_partners(db: AsyncSession) -> None:
    read = read_partners(_file())
    plan = await plan_of(db, read)
    await import_partners(db, read, agreed=plan.digest, by=None)


def _file() -> str:
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(HEADER)
    writer.writerows(_row(place, company) for place, company in enumerate(companies()))
    return sheet.getvalue()


def _row(place: int, company: Company) -> tuple[str, ...]:
    return (
        f"HV-{1001 + place}",
        company.name,
        company.domain,
        company.partner_type,
        company.country,
        "",
        company.size,
    )
