"""What an import would do to the partner list: decided and counted, not written. Pure.

A row is found again by its number, else by a domain; by its name never, as names are spelled in
many ways. Nothing is taken away: what the file does not say stays as it is.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

from conference.i18n import Text, _
from conference.partners.directory import Company, Facts
from conference.partners.domains import readable
from conference.partners.models import PartnerType, Standing
from conference.partners.reading import Fault, PartnerFile, Row


@dataclass(frozen=True)
class Difference:
    """`field` is a name of `Facts`."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class Match:
    company: Company
    facts: Facts

    @property
    def differences(self) -> tuple[Difference, ...]:
        names = [each.name for each in fields(Facts)]
        pairs = ((n, getattr(self.company.facts, n), getattr(self.facts, n)) for n in names)
        return tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])


@dataclass(frozen=True)
class Plan:
    """Each row is in `new`, `matches` or `faults`. `absent`: on the list, not in the file."""

    new: tuple[Facts, ...]
    matches: tuple[Match, ...]
    faults: tuple[Fault, ...]
    absent: tuple[Company, ...]

    @cached_property
    def changed(self) -> tuple[Match, ...]:
        return tuple(match for match in self.matches if match.differences)

    @property
    def writes(self) -> int:
        """How many companies would be written."""
        return len(self.new) + len(self.changed)

    @property
    def digest(self) -> str:
        """Equal for plans that write the same over the same."""
        over = [(match.company.id, match.company.version, match.facts) for match in self.changed]
        return hashlib.sha256(repr((self.new, over)).encode()).hexdigest()

    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": len(self.matches) - len(self.changed),
            "absent": len(self.absent),
            "faulty": len({fault.line for fault in self.faults}),
        }


def plan_import(
    stored: Sequence[Company], merged: Mapping[str, Company], read: PartnerFile
) -> Plan:
    """`merged`: by the number of a company that was merged, the one it went into."""
    finder = _Finder(stored, merged)
    faults, placed = list(read.faults), list[tuple[Row, Company | None]]()
    for row in read.rows:
        found = finder.find(row)
        if isinstance(found, Text):
            faults.append(Fault(row.line, found, row.name))
        else:
            placed.append((row, found))
    twice = _twice(placed)
    faults += twice
    bad = {fault.line for fault in twice}
    placed = [(row, company) for row, company in placed if row.line not in bad]
    new = [_new(row) for row, company in placed if company is None]
    seen = {company.id for row in (*read.rows, *read.spoilt) for company in finder.touched(row)}
    return Plan(
        new=tuple(facts for facts in new if isinstance(facts, Facts)),
        matches=tuple(Match(company, _over(company, row)) for row, company in placed if company),
        faults=tuple(
            sorted([*faults, *(f for f in new if isinstance(f, Fault))], key=lambda f: f.line)
        ),
        absent=tuple(c for c in stored if c.is_listed and c.id not in seen),
    )


class _Finder:
    """Companies by what a row may know of them."""

    def __init__(self, stored: Sequence[Company], merged: Mapping[str, Company]) -> None:
        self._by_number = {c.facts.number: c for c in stored if c.facts.number}
        self._by_domain = {domain: c for c in stored for domain in c.facts.domains}
        self._merged = merged

    def find(self, row: Row) -> Company | Text | None:
        """The company; None for a new one; why it cannot be told."""
        if into := self._merged.get(row.number):
            return _("Its company was merged into %(name)s.", name=into.name)
        numbered = self._by_number.get(row.number)
        owners = self._owners(row)
        for owner in owners:
            if numbered and owner != numbered:
                return _belongs(row, owner)
            if row.number and owner.facts.number not in (None, row.number):
                return _numbered(row, owner)
        if len(owners) > 1:
            names = ", ".join(owner.name for owner in owners)
            return _("Its domains belong to several companies: %(names)s.", names=names)
        return numbered or next(iter(owners), None)

    def touched(self, row: Row) -> list[Company]:
        """Whom the row could be about, whether it can be told or not."""
        known = (self._by_number.get(row.number), self._merged.get(row.number))
        return [*(company for company in known if company), *self._owners(row)]

    def _owners(self, row: Row) -> list[Company]:
        found = {
            self._by_domain[d].id: self._by_domain[d] for d in row.domains if d in self._by_domain
        }
        return list(found.values())


def _belongs(row: Row, owner: Company) -> Text:
    return _(
        "%(domain)s is a domain of %(name)s. If both are one company, please merge them first.",
        domain=_shared(row, owner),
        name=owner.name,
    )


def _numbered(row: Row, owner: Company) -> Text:
    return _(
        "%(domain)s is a domain of %(name)s, which has the number %(number)s.",
        domain=_shared(row, owner),
        name=owner.name,
        number=owner.facts.number,
    )


def _shared(row: Row, owner: Company) -> str:
    return readable(next(domain for domain in row.domains if domain in owner.facts.domains))


def _twice(placed: Sequence[tuple[Row, Company | None]]) -> list[Fault]:
    """Rows that would be written over each other: all of them, as nobody knows which is right."""
    numbers = Counter(row.number for row, _company in placed if row.number)
    domains = Counter(domain for row, _company in placed for domain in row.domains)
    companies = Counter(company.id for _row, company in placed if company)
    faults = []
    for row, company in placed:
        shared = next((domain for domain in row.domains if domains[domain] > 1), None)
        if numbers[row.number] > 1:
            sentence = _("The number %(number)s is in several rows.", number=row.number)
        elif shared:
            sentence = _("%(domain)s is in several rows.", domain=readable(shared))
        elif company and companies[company.id] > 1:
            sentence = _("Several rows are about %(name)s.", name=company.name)
        else:
            continue
        faults.append(Fault(row.line, sentence, row.name))
    return faults


def _new(row: Row) -> Facts | Fault:
    if not row.name or not row.country:
        return Fault(row.line, _("A new company needs a name and a country."), row.name)
    return Facts(
        number=row.number or None,
        name=row.name,
        country=row.country,
        region=row.region,
        size=row.size,
        types=row.types or (PartnerType.UNKNOWN,),
        domains=row.domains,
        standing=Standing.LISTED,
    )


def _over(company: Company, row: Row) -> Facts:
    """The company's facts, with what the row says over them. Domains are only added."""
    facts = company.facts
    return replace(
        facts,
        number=row.number or facts.number,
        name=row.name or facts.name,
        country=row.country or facts.country,
        region=row.region or facts.region,
        size=row.size or facts.size,
        types=row.types or facts.types,
        domains=tuple(sorted({*facts.domains, *row.domains})),
        standing=Standing.LISTED,
    )
