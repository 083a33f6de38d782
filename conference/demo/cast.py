"""The demo's invented people: the team, and two hundred attendees, the same at every seeding."""

import json
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

from conference.partners.models import CompanySize, PartnerType
from conference.registration.models import Job
from conference.resources import resource

ATTENDEES = 200
# Whose names are usual in which country.
NAMES_OF = {"DE": "de", "AT": "at", "CH": "ch", "GB": "en", "IE": "en"}
SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i"})


@dataclass(frozen=True)
class Company:
    name: str
    domain: str
    country: str
    partner_type: PartnerType
    size: CompanySize


@dataclass(frozen=True)
class Member:
    """Somebody of the vendor's own team."""

    name: str
    email: str
    language: str


@dataclass(frozen=True)
class Attendee(Member):
    company: Company
    job: Job


def read_seed(name: str) -> Any:
    return json.loads(resource("seed", f"{name}.json").read_text("utf-8"))


def event_slug() -> str:
    return str(read_seed("event")["slug"])


def member(role: str) -> Member:
    """Who signs in by the link of this role."""
    return attendees()[0] if role == "attendee" else team()[role]


@cache
def team() -> dict[str, Member]:
    """By role."""
    return {role: Member(**person) for role, person in read_seed("team").items()}


@cache
def attendees() -> tuple[Attendee, ...]:
    """Spread evenly over the companies. Every full name occurs once, as the lists of first and
    last names have lengths without a common divisor."""
    of_all, names = companies(), read_seed("names")
    counters = {group: count() for group in names}
    people = []
    for place in range(ATTENDEES):
        company = of_all[place % len(of_all)]
        group = NAMES_OF[company.country]
        at = next(counters[group])
        first, last = (names[group][part][at % len(names[group][part])] for part in names[group])
        people.append(_attendee(first, last, company, place))
    return tuple(people)


def _attendee(first: str, last: str, company: Company, place: int) -> Attendee:
    jobs = list(Job)
    return Attendee(
        name=f"{first} {last}",
        email=f"{_ascii(first)}.{_ascii(last)}@{company.domain}",
        language="en" if NAMES_OF[company.country] == "en" else "de",
        company=company,
        job=jobs[place // 3 % len(jobs)],
    )


@cache
def companies() -> tuple[Company, ...]:
    return tuple(
        Company(
            name=row["name"],
            domain=row["domain"],
            country=row["country"],
            partner_type=PartnerType(row["type"]),
            size=CompanySize(row["size"]),
        )
        for row in read_seed("companies")
    )


def _ascii(name: str) -> str:
    """As people write their own names in addresses: `Köhler` becomes `koehler`."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(SPELLED_OUT))
    return plain.encode("ascii", "ignore").decode("ascii")
