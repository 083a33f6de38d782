"""The demo's invented people: the team, and who registered, the same at every seeding."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from conference.demo.chance import chance
from conference.demo.companies import Company, companies, company_called
from conference.partners.models import CompanySize
from conference.registration.models import Job
from conference.resources import resource

# Of so many companies, one sends nobody.
STAYS_AWAY_OF = 12
# How many more of one company come than of another, by its size.
WEIGHTS = {
    CompanySize.UNDER_10: 1,
    CompanySize.FROM_10: 4,
    CompanySize.FROM_50: 14,
    CompanySize.FROM_250: 46,
}
# How usual each `Job` is, in the order they stand there.
JOBS = {
    CompanySize.UNDER_10: (60, 10, 22, 3, 5),
    CompanySize.FROM_10: (30, 27, 30, 7, 6),
    CompanySize.FROM_50: (14, 36, 35, 9, 6),
    CompanySize.FROM_250: (7, 38, 37, 12, 6),
}
GERMAN_IN = ("DE", "AT", "CH")
SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "đ": "d"})


@dataclass(frozen=True)
class Turnout:
    """How many registered: for this edition, and for the one before, of whom some come again."""

    attendees: int
    before: int
    again: int


WHOLE = Turnout(attendees=1_700, before=1_400, again=1_040)
# For who cannot wait, and for tests.
SMALL = Turnout(attendees=200, before=160, again=120)


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
    return people()[0] if role == "attendee" else team()[role]


@cache
def team() -> dict[str, Member]:
    """By role."""
    return {role: Member(**person) for role, person in read_seed("team").items()}


def attendees(turnout: Turnout = WHOLE) -> tuple[Attendee, ...]:
    return people()[: turnout.attendees]


def attendees_before(turnout: Turnout = WHOLE) -> tuple[Attendee, ...]:
    """Of the edition before; those who are here again come first."""
    new = WHOLE.attendees + turnout.before - turnout.again
    return (*people()[: turnout.again], *people()[WHOLE.attendees : new])


@cache
def people() -> tuple[Attendee, ...]:
    """Everybody, in the order of registering: those of texts first, then as chance has it."""
    rng = chance()
    names, count = read_seed("names"), WHOLE.attendees + WHOLE.before - WHOLE.again
    known = [_known(row) for row in names["known"]]
    drawn = Names(rng, names, [person.name for person in known])
    others = [_drawn(rng, drawn, company) for company in _companies(rng, count - len(known))]
    return (*known, *others)


def _companies(rng: Random, count: int) -> list[Company]:
    """One for each person: a few with many, and a long tail of those who are there alone."""
    here = [company for company in companies() if rng.randrange(STAYS_AWAY_OF)]
    weights = [WEIGHTS[company.size] * rng.uniform(0.3, 1.7) for company in here]
    found = [*here, *rng.choices(here, weights, k=count - len(here))]
    rng.shuffle(found)
    return found


class Names:
    """Draws names as they are usual in a country, each once."""

    def __init__(self, rng: Random, facts: Mapping[str, Any], taken: Iterable[str]) -> None:
        self._rng, self._facts, self._taken = rng, facts, {ascii_name(name) for name in taken}

    def draw(self, country: str) -> str:
        while (plain := ascii_name(name := self._full_name(country))) in self._taken:
            pass
        self._taken.add(plain)
        return name

    def _full_name(self, country: str) -> str:
        """Families marry: of eight, one last name is of another origin than the first."""
        weights = self._facts["countries"][country]
        one, other = self._rng.choices(list(weights), list(weights.values()), k=2)
        origins, is_mixed = self._facts["origins"], self._rng.randrange(8) == 0
        first = self._rng.choice(origins[one]["first"])
        last = self._rng.choice(origins[other if is_mixed else one]["last"])
        return f"{first} {last}"


def _known(row: Mapping[str, str]) -> Attendee:
    return _attendee(row["name"], company_called(row["company"]), Job(row["job"]))


def _drawn(rng: Random, names: Names, company: Company) -> Attendee:
    return _attendee(names.draw(company.country), company, job_at(rng, company))


def _attendee(name: str, company: Company, job: Job) -> Attendee:
    return Attendee(
        name=name,
        email=f"{ascii_name(name).replace(' ', '.')}@{company.domain}",
        language=language_of(company),
        company=company,
        job=job,
    )


def job_at(rng: Random, company: Company) -> Job:
    return rng.choices(list(Job), JOBS[company.size])[0]


def language_of(company: Company) -> str:
    speaks_german = company.country in GERMAN_IN and company.region != "Westschweiz"
    return "de" if speaks_german else "en"


def ascii_name(name: str) -> str:
    """As people write their own names in addresses: `Köhler` becomes `koehler`."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(SPELLED_OUT))
    return plain.encode("ascii", "ignore").decode("ascii")
