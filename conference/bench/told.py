"""What an observer has in hand: published sums, and who was in them. By the pipeline itself, and by
three plain ways to publish, each of which an attack has to break."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from conference.bench.conferences import Conference, released
from conference.privacy.disclosure import EMPTY, Voice, next_release
from conference.privacy.disclosure.ledger import Ledger, Standing

VALUES = (1, 2, 3, 4, 5)
CLASSES = {"low": (1, 2), "middle": (3,), "high": (4, 5)}
THRESHOLD = 10

# A company, and the release since which it says what it says; what its persons say.
Version = tuple[int, int]
Room = Mapping[Version, Sequence[int]]


@dataclass(frozen=True)
class Told:
    """How often the `members` name each value, times `weights`, lies between `low` and `high`."""

    members: frozenset[Version]
    weights: tuple[float, ...]
    low: float
    high: float


@dataclass
class Observed:
    """`cells`: those of the last release, the total first."""

    categories: Mapping[int, str]
    told: list[Told] = field(default_factory=list)
    cells: list[frozenset[Version]] = field(default_factory=list)
    releases: int = 0


def by_pipeline(conference: Conference) -> Observed:
    observed = Observed(conference.categories)
    ledger, before = EMPTY, list[Voice]()
    looks = list(conference.voices())
    for look, voices in enumerate([*looks, looks[-1]]):
        now = [*_carried(voices, before)]
        found = next_release(
            conference.plan, conference.categories, now, ledger, is_final=look == len(looks)
        )
        before = released(now, found.moved, found.ledger.number) if found else now
        if found:
            ledger = found.ledger
            _keep(observed, ledger, _room(before))
    return observed


def _keep(observed: Observed, ledger: Ledger, room: Room) -> None:
    """A release: what it says, and of whom. Where only persons are counted, they have no group."""
    everybody = {name for cell in ledger.cells for name in cell.group}
    cells = ledger.cells if ledger.is_split else ()
    observed.cells = []
    for standing in (ledger.total, *cells) if ledger.total else ():
        names = standing.group or everybody or {*observed.categories.values()}
        cell = _of(room, observed.categories, names)
        observed.cells.append(frozenset(cell))
        observed.told += _claimed(standing, cell)
    observed.releases += 1


def by_threshold(conference: Conference) -> Observed:
    """At the end: the total, and each category with ten companies."""
    *_, end = conference.voices()
    room = _room([*_all(end, 1)])
    observed = Observed(conference.categories, releases=1)
    _publish(observed, room, digits=1)
    return observed


def with_full_digits(conference: Conference) -> Observed:
    """The cells of the pipeline's last release, and their figures as they are."""
    merged = by_pipeline(conference)
    *_, end = conference.voices()
    room = _room([*_all(end, 1)])
    observed = Observed(conference.categories, releases=1)
    for cell in merged.cells:
        companies = {company for company, _ in cell}
        members = {version: said for version, said in room.items() if version[0] in companies}
        observed.told += _figures(members, digits=6)
        observed.cells.append(frozenset(members))
    return observed


def without_waves(conference: Conference) -> Observed:
    """Anew for every ten answers: the total, and each category with ten companies. The last few
    are enough to show it."""
    observed = Observed(conference.categories)
    voices: dict[int, Voice] = {}
    since: dict[int, int] = {}
    for number, (place, company, said) in enumerate(conference.said, start=1):
        voices[place], since[company] = Voice(company, said, None, 0), number
        if number % THRESHOLD == 0 and len(conference.said) - number < 4 * THRESHOLD:
            current = [
                Voice(voice.company, voice.now, voice.now, since[voice.company or 0])
                for voice in voices.values()
            ]
            observed.cells = []
            _publish(observed, _room(current), digits=1)
            observed.releases += 1
    return observed


PLAIN = {
    "bare_threshold": by_threshold,
    "full_digits": with_full_digits,
    "no_waves": without_waves,
}


def _publish(observed: Observed, room: Room, digits: int) -> None:
    names = {observed.categories[company] for company, _ in room}
    cells = [_of(room, observed.categories, {name}) for name in sorted(names)]
    for cell in (room, *cells):
        if len(cell) >= THRESHOLD:
            observed.cells.append(frozenset(cell))
            observed.told += _figures(cell, digits)


def _figures(cell: Room, digits: int) -> Iterator[Told]:
    """A mean, and the shares of the classes to a digit less than points."""
    for values in (None, *CLASSES.values()):
        weights = tuple(float(v if values is None else v in values) for v in VALUES)
        figure = fmean(fmean(weights[value - 1] for value in said) for said in cell.values())
        places = digits if values is None else digits + 1
        half, size = 0.5 * 10**-places, len(cell)
        shown = round(figure, places)
        yield Told(frozenset(cell), weights, (shown - half) * size, (shown + half) * size)


def _claimed(standing: Standing, cell: Room) -> Iterator[Told]:
    """What each claim says. Of a spread: persons spread as much as their companies at least, and
    within a company by 4 at most."""
    for claim in standing.claims:
        members, size = frozenset(cell), len(cell)
        if claim.center is not None:
            weights = tuple((value - claim.center) ** 2 for value in VALUES)
            within = 4 * sum(len(said) > 1 for said in cell.values())
            yield Told(members, weights, claim.low, claim.high + within)
        elif claim.name == "mean":
            yield Told(members, tuple(map(float, VALUES)), claim.low * size, claim.high * size)
        else:
            values = CLASSES.get(claim.name) or (int(claim.name),)
            weights = tuple(float(value in values) for value in VALUES)
            yield Told(members, weights, claim.low * size / 100, claim.high * size / 100)


def _carried(voices: Sequence[Voice], before: Sequence[Voice]) -> Iterator[Voice]:
    for index, voice in enumerate(voices):
        if index < len(before):
            yield Voice(voice.company, voice.now, before[index].released, before[index].since)
        else:
            yield voice


def _all(voices: Sequence[Voice], number: int) -> Iterator[Voice]:
    for voice in voices:
        yield Voice(voice.company, voice.now, voice.now, number)


def _room(voices: Sequence[Voice]) -> dict[Version, list[int]]:
    said: dict[int, list[int]] = defaultdict(list)
    since: dict[int, int] = {}
    for voice in voices:
        company = voice.company
        if company is not None and voice.released and voice.released.value:
            said[company].append(voice.released.value)
            since[company] = max(voice.since, since.get(company, 0))
    return {(company, since[company]): values for company, values in said.items()}


def _of(
    room: Room, categories: Mapping[int, str], names: Collection[str]
) -> dict[Version, Sequence[int]]:
    return {version: said for version, said in room.items() if categories[version[0]] in names}
