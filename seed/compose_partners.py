"""Composes the demo's partner list, `seed/partners.csv`: 300 companies that do not exist.

Only for making it anew: `python seed/compose_partners.py`. The first forty have names of their own
and are told of in texts; the others are put together from `company_words.json`, the same at every
run. The columns after `size` are what a programme rule asks for: of those who bill directly some
meet it, some are at risk, and some must change.
"""

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from datetime import date, timedelta
from pathlib import Path
from random import Random

FOLDER = Path(__file__).parent
TARGET = FOLDER / "partners.csv"
WORDS = json.loads((FOLDER / "company_words.json").read_text("utf-8"))
SEED = 1709
KNOWN = 40
# The first day of the seed's conference: anniversaries lie after it.
TODAY = date(2026, 9, 17)
SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
LEGAL_FORM = r"\b(gmbh|co\. kg|kg|ag|og|sa|sarl|e\. [ku]\.)(?= |$)"

# Revenue in twelve months and support plan of those who bill directly. The rule asks for 300,000.
CLEAR, CLOSE, BELOW = (360_000, 4_800_000), (300_000, 345_000), (40_000, 285_000)
STANDS = (
    *((CLEAR, "active"),) * 5,
    *((CLOSE, "active"), (CLEAR, "none"), (CLOSE, "expired"), (CLEAR, "expired")),
    *((BELOW, "active"), (BELOW, "none"), (BELOW, "none")),
)
# The most that others may have sold.
MOST = {"under-10": 90_000, "10-49": 380_000, "50-249": 1_600_000, "250-plus": 6_000_000}


@dataclass(frozen=True)
class Company:
    """`types`: separated by semicolons, the main one first."""

    name: str
    domains: str
    types: str
    country: str
    region: str
    size: str


def main() -> None:
    rng = Random(SEED)  # noqa: S311 - invented companies, no secrets
    companies = [*_known(), *_composed(rng)]
    numbers = ("revenue_12_months_usd", "support_plan", "plan_anniversary", "customers")
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["number", *(field.name for field in fields(Company)), *numbers])
        for place, company in enumerate(companies):
            writer.writerow([f"HV-{1001 + place}", *astuple(company), *_figures(rng, company)])


def _known() -> list[Company]:
    """As they stand in the file."""
    names = [field.name for field in fields(Company)]
    with TARGET.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[:KNOWN]
    return [Company(**{name: row[name] for name in names}) for row in rows]


def _composed(rng: Random) -> Iterator[Company]:
    types = [type_ for type_, count in WORDS["types"].items() for _ in range(count)]
    regions = [
        (country, region)
        for country, of_country in WORDS["regions"].items()
        for region, count in of_country.items()
        for _ in range(count)
    ]
    rng.shuffle(types)
    rng.shuffle(regions)
    taken: set[str] = set()
    for type_, (country, region) in zip(types, regions, strict=True):
        core = _core(rng, region, taken)
        taken.add(core)
        name = _named(rng, core, type_, region if region == "Westschweiz" else country)
        second, share = WORDS["beside"].get(type_, ("", 0))
        both = f"{type_};{second}" if rng.randrange(100) < share else type_
        sizes = WORDS["sizes"][type_]
        size = rng.choices(list(sizes), list(sizes.values()))[0]
        yield Company(name, _domain(name), both, country, region, size)


def _core(rng: Random, region: str, taken: set[str]) -> str:
    """What no other company is called."""
    while (core := _invented(rng, region)) in taken:
        pass
    return core


def _invented(rng: Random, region: str) -> str:
    if region == "Westschweiz":
        return str(rng.choice(WORDS["romandie"]))
    if rng.randrange(100) < 24:
        first, second = rng.sample(WORDS["families"], 2)
        return f"{first} & {rng.choice((second, second, 'Partner', 'Söhne', 'Töchter'))}"
    is_alpine = region in {"Österreich West", "Bayern"} and rng.random() < 0.6
    places = WORDS["alpine" if is_alpine else "places"]
    return f"{rng.choice(WORDS['nature'])}{rng.choice(places)}"


def _named(rng: Random, core: str, type_: str, where: str) -> str:
    if where == "Westschweiz":
        return f"{core} {rng.choice(('Informatique SA', 'Systèmes Sàrl', 'Conseil SA'))}"
    trade = "" if "&" in core and rng.random() < 0.3 else rng.choice(WORDS["trades"][type_])
    form = "" if "&" in core else rng.choice(WORDS["forms"][where])
    return " ".join(part for part in (core, trade, form) if part)


def _domain(name: str) -> str:
    """Its words without the legal form, as a host may be called."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(SPELLED))
    kept = re.sub(LEGAL_FORM, "", folded.encode("ascii", "ignore").decode())
    return f"{'-'.join(re.findall(r'[a-z0-9]+', kept))}.example"


def _figures(rng: Random, company: Company) -> tuple[int, str, str, int]:
    """Revenue, support plan, its next anniversary, and how many customers they serve."""
    if "direct-billing" in company.types:
        (least, most), plan = rng.choice(STANDS)
    else:
        (least, most), plan = (4_000, MOST[company.size]), rng.choice(("active", "none", "none"))
    anniversary = TODAY + timedelta(days=rng.randrange(5, 365))
    return (
        rng.randrange(least, most, 100),
        plan,
        "" if plan == "none" else anniversary.isoformat(),
        rng.randrange(*WORDS["customers"][company.size]),
    )


if __name__ == "__main__":
    main()
