"""The partner list as a sheet, in words that an import reads again."""

from collections.abc import Iterable

from conference.i18n import _
from conference.partners.directory import Company
from conference.partners.entry import LABELS
from conference.partners.wording import said
from conference.web.sheets import Cell, Sheet

COLUMNS = ("number", "name", "domains", "types", "country", "region", "size", "standing")


def sheet_of(companies: Iterable[Company]) -> Sheet:
    head = [*(str(LABELS[name]) for name in COLUMNS), str(_("People"))]
    return Sheet("partners", head, [_row(company) for company in companies])


def _row(company: Company) -> list[Cell]:
    return [*(said(company.facts, name) for name in COLUMNS), company.members]
