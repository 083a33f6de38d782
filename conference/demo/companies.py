"""The demo's partner companies, as their list has them: `seed/partners.csv`."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from conference.partners.models import CompanySize, PartnerType
from conference.resources import resource

# What the demo's programme rule asks of those who bill directly.
LEAST_USD = 300_000


@dataclass(frozen=True)
class Company:
    """`revenue_usd`: of the last twelve months."""

    name: str
    domain: str
    country: str
    region: str
    partner_type: PartnerType
    size: CompanySize
    revenue_usd: int

    @property
    def must_change(self) -> bool:
        """It bills directly, and sells less than the rule asks for."""
        return self.partner_type == PartnerType.DIRECT_BILLING and self.revenue_usd < LEAST_USD


def partner_list() -> str:
    """The file, as the channel team would import it."""
    return resource("seed", "partners.csv").read_text("utf-8")


@cache
def companies() -> tuple[Company, ...]:
    return tuple(_company(row) for row in csv.DictReader(io.StringIO(partner_list(), newline="")))


@cache
def company_called(name: str) -> Company:
    return next(company for company in companies() if company.name == name)


def _company(row: Mapping[str, str]) -> Company:
    return Company(
        name=row["name"],
        domain=row["domains"],
        country=row["country"],
        region=row["region"],
        partner_type=PartnerType(row["types"].partition(";")[0]),
        size=CompanySize(row["size"]),
        revenue_usd=int(row["revenue_12_months_usd"]),
    )
