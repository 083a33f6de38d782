"""Who is in the crowd: invented people of the demo's companies, the same for the same seed. Pure.

Their addresses tell them apart from everybody else.
"""

from dataclasses import dataclass
from random import Random

from conference.demo.cast import Attendee, Names, ascii_name, job_at, language_of, read_seed
from conference.demo.companies import companies

MARK = "crowd"


@dataclass(frozen=True)
class Individual(Attendee):
    """`number`: from 0, unique in the crowd."""

    number: int

    @property
    def entered(self) -> dict[str, str]:
        """The registration form as they fill it in, but for the consent."""
        return {
            "name": self.name,
            "email": self.email,
            "company": self.company.name,
            "country": self.company.country,
            "job": self.job.value,
            "partner_type": self.company.partner_type.value,
            "company_size": self.company.size.value,
            "language": self.language,
        }


def individuals(count: int, seed: int) -> list[Individual]:
    """Several of a company, as they come in life."""
    rng = Random(f"{seed} people")
    names = Names(rng, read_seed("names"), ())
    people = []
    for number in range(count):
        company = rng.choice(companies())
        name = names.draw(company.country)
        address = f"{ascii_name(name).replace(' ', '.')}.{MARK}{seed}-{number}@{company.domain}"
        person = Individual(
            number=number,
            name=name,
            email=address,
            language=language_of(company),
            company=company,
            job=job_at(rng, company),
        )
        people.append(person)
    return people
