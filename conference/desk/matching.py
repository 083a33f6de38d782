"""The company each registered person counts for: what they typed, and what it was matched to."""

from typing import TypeVarTuple

from sqlalchemy import Select, and_, case, func
from sqlalchemy.orm import aliased

from conference.db import letters
from conference.partners.models import Membership, Organisation
from conference.partners.queries import is_theirs
from conference.registration.models import Registration

Columns = TypeVarTuple("Columns")

COMPANY = aliased(Organisation, name="company")
# As registered, where nothing was matched: one company however its letters are written.
SPELLING = case((COMPANY.id.is_(None), letters(func.trim(Registration.company))))

# Of a group of one company.
NAME = func.coalesce(func.min(COMPANY.name), func.min(func.trim(Registration.company)))


def with_company(query: Select[*Columns]) -> Select[*Columns]:
    """Of a query over registrations. The rules are those of `partners.queries.company_of`."""
    theirs = and_(Membership.person_id == Registration.person_id, is_theirs())
    standing = func.coalesce(Organisation.merged_into_id, Organisation.id)
    return (
        query.outerjoin(Membership, theirs)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(COMPANY, COMPANY.id == standing)
    )
