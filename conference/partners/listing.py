"""The partner list as it is asked for: searched, filtered, sorted, in pages. Pure."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from conference.i18n import Text, _
from conference.partners.countries import country_name
from conference.partners.directory import Company
from conference.partners.domains import readable
from conference.partners.models import PartnerType, Standing

PAGE = 50


class Order(StrEnum):
    NAME = "name"
    COUNTRY = "country"
    MEMBERS = "members"
    CHANGED = "changed"


ORDERS: tuple[tuple[Order, Text], ...] = (
    (Order.NAME, _("Name")),
    (Order.COUNTRY, _("Country")),
    (Order.MEMBERS, _("Most people first")),
    (Order.CHANGED, _("Last changed first")),
)


@dataclass(frozen=True)
class Wanted:
    """`words`: all must occur in the name, the number or a domain. Empty filters take all."""

    words: str = ""
    standing: str = ""
    type: str = ""
    country: str = ""
    order: Order = Order.NAME
    page: int = 1

    def url(self, path: str, page: int = 1) -> str:
        """Of the list like this; what is as always stays out of it."""
        entries = {
            "text": self.words,
            "standing": self.standing,
            "type": self.type,
            "country": self.country,
            "sort": "" if self.order == Order.NAME else self.order,
            "page": str(page) if page > 1 else "",
        }
        query = urlencode({name: value for name, value in entries.items() if value})
        return f"{path}?{query}" if query else path


@dataclass(frozen=True)
class ListView:
    """One page. `found`: all that match, `total`: all there are. `countries`: those that occur."""

    wanted: Wanted
    rows: tuple[Company, ...]
    found: int
    total: int
    unconfirmed: int
    countries: tuple[tuple[str, str], ...]

    @property
    def pages(self) -> int:
        return max(1, -(-self.found // PAGE))


def read_wanted(query: Mapping[str, Any]) -> Wanted:
    """What is no filter of ours filters nothing."""
    order, page = str(query.get("sort", "")), str(query.get("page", ""))
    return Wanted(
        words=str(query.get("text", ""))[:200].strip(),
        standing=_one_of(query.get("standing"), Standing),
        type=_one_of(query.get("type"), PartnerType),
        country=str(query.get("country", ""))[:2],
        order=Order(order) if order in {*Order} else Order.NAME,
        page=int(page) if page.isdecimal() and 0 < len(page) < 6 else 1,
    )


def listed(companies: Sequence[Company], wanted: Wanted) -> ListView:
    """A page beyond the last shows the last."""
    found = matching(companies, wanted)
    last = max(1, -(-len(found) // PAGE))
    page = min(max(wanted.page, 1), last)
    return ListView(
        wanted=replace(wanted, page=page),
        rows=tuple(found[(page - 1) * PAGE : page * PAGE]),
        found=len(found),
        total=len(companies),
        unconfirmed=sum(not company.is_listed for company in companies),
        countries=_countries(companies),
    )


def matching(companies: Iterable[Company], wanted: Wanted) -> list[Company]:
    """All of them, in order."""
    words = folded(wanted.words).split()
    found = [c for c in companies if _passes(c, wanted) and _says(c, words)]
    return sorted(found, key=KEYS[wanted.order])


def folded(text: str) -> str:
    """For searching and sorting: Ö as o, ß as ss, capitals as small letters."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def _one_of(value: Any, kinds: type[StrEnum]) -> str:
    return value if isinstance(value, str) and value in {*kinds} else ""


def _passes(company: Company, wanted: Wanted) -> bool:
    facts = company.facts
    return (
        wanted.standing in ("", facts.standing)
        and wanted.country in ("", facts.country)
        and (not wanted.type or wanted.type in facts.types)
    )


def _says(company: Company, words: Sequence[str]) -> bool:
    if not words:
        return True
    facts = company.facts
    domains = (f"{domain} {readable(domain)}" for domain in facts.domains)
    text = folded(" ".join((facts.name, facts.number or "", *domains)))
    return all(word in text for word in words)


def _countries(companies: Iterable[Company]) -> tuple[tuple[str, str], ...]:
    codes = {company.facts.country for company in companies}
    named = ((code, country_name(code)) for code in codes)
    return tuple(sorted(named, key=lambda pair: folded(pair[1])))


def _by_name(company: Company) -> tuple[str, int]:
    return folded(company.name), company.id


KEYS: dict[Order, Callable[[Company], Any]] = {
    Order.NAME: _by_name,
    Order.COUNTRY: lambda c: (folded(country_name(c.facts.country)), *_by_name(c)),
    Order.MEMBERS: lambda c: (-c.members, *_by_name(c)),
    Order.CHANGED: lambda c: (-c.changed_at.timestamp(), *_by_name(c)),
}
