"""The company each registered person counts for: what they typed, and what it was matched to."""

from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from conference.accounts.guards import Regions
from conference.db import letters, plain
from conference.partners.models import Membership, Organisation
from conference.partners.queries import is_theirs
from conference.registration.models import Registration

Columns = TypeVarTuple("Columns")

COMPANY = aliased(Organisation, name="company")
# As registered, where nothing was matched: one company however its letters are written.
SPELLING = case((COMPANY.id.is_(None), letters(func.trim(Registration.company))))

# Of a group of one company.
NAME = func.coalesce(func.min(COMPANY.name), func.min(func.trim(Registration.company)))


def with_company(
    query: Select[*Columns], person_id: InstrumentedAttribute[int] = Registration.person_id
) -> Select[*Columns]:
    """Of a query over registrations, or others' rows. The rules are those of
    `partners.queries.company_of`."""
    theirs = and_(Membership.person_id == person_id, is_theirs())
    standing = func.coalesce(Organisation.merged_into_id, Organisation.id)
    return (
        query.outerjoin(Membership, theirs)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(COMPANY, COMPANY.id == standing)
    )


def looked_after(regions: Regions) -> ColumnElement[bool]:
    """Of a query `with_company`: for who is limited to `regions`, only what is of a company there.
    Nobody without a company is, as they have no region."""
    if regions is None:
        return true()
    return letters(COMPANY.region).in_([plain(region) for region in sorted(regions)])
