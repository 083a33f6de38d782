"""Charts: where a dial, a band and a bar stand in their SVG drawings.

Pure, and from published figures alone, so no coordinate says more than the number beside it. The
scales are fixed: what nobody may see moves nothing. The curve over time: see `curves`.
"""

from dataclasses import dataclass
from math import cos, pi, sin

from conference.privacy.figures import End, Value

WORST, BEST = 1.0, 5.0


@dataclass(frozen=True)
class Spot:
    x: float
    y: float


@dataclass(frozen=True)
class Dial:
    """Paths in a drawing of 400 × 262. `hand` and `sector` are empty where nothing may be said;
    `earlier`: the dotted hand of the edition before, with the place of its name."""

    value: Value | None
    before: Value | None
    sector: str
    hand: str
    earlier: str
    earlier_name: Spot | None

    @property
    def ticks(self) -> tuple[tuple[str, bool], ...]:
        """By tenths; true for a whole number."""
        tenths = [10 + step for step in range(41)]
        return tuple((_ray(t / 10, 165, _foot(t)), t % 10 == 0) for t in tenths)

    @property
    def names(self) -> tuple[tuple[Spot, int], ...]:
        """Where the numbers of the scale stand."""
        return tuple((_on_dial(number, NAMES_AT), number) for number in range(1, 6))


@dataclass(frozen=True)
class Band:
    """Places from 0 to 100 on a fixed scale. `before`: what it is compared with."""

    low: float
    high: float
    value: float
    before: float | None = None


@dataclass(frozen=True)
class Bar:
    """From zero, in per cent of the whole. `unsaid`: where it ends is not said between these."""

    filled: float
    unsaid: tuple[float, float] | None
    low: float
    high: float


CENTER = 200.0
NAMES_AT, HAND_AT, BEFORE_AT = 182, 161, (74, 167)
SECTOR_AT = (62, 145)


def dial(value: Value | None, before: Value | None = None) -> Dial:
    """Of means from 1 to 5. Without a value it has no hand."""
    return Dial(
        value=value,
        before=before,
        sector=_sector(value.low, value.high) if value else "",
        hand=_hand(value.value) if value else "",
        earlier=_ray(before.value, *BEFORE_AT) if before else "",
        earlier_name=_on_dial(before.value, NAMES_AT + 21) if before else None,
    )


def band(value: Value, before: Value | None = None) -> Band:
    """Of means from 1 to 5."""
    return Band(
        low=_percent(value.low),
        high=_percent(value.high),
        value=_percent(value.value),
        before=_percent(before.value) if before else None,
    )


def bar(share: Value) -> Bar:
    """Of a share from 0 to 100. One that is "under" or "over" a value is open beyond it."""
    filled = 0.0 if share.end == End.UNDER else share.value
    beyond = {End.UNDER: (0.0, share.value), End.OVER: (share.value, 100.0)}
    return Bar(filled, beyond.get(share.end), share.low, share.high)


def _percent(mean: float) -> float:
    kept = min(max(mean, WORST), BEST)
    return round((kept - WORST) / (BEST - WORST) * 100, 1)


def _on_dial(mean: float, radius: float) -> Spot:
    kept = min(max(mean, WORST), BEST)
    angle = pi * (BEST - kept) / (BEST - WORST)
    return Spot(_rounded(CENTER + radius * cos(angle)), _rounded(CENTER - radius * sin(angle)))


def _foot(tenths: int) -> float:
    """Where a tick begins: whole numbers have the longest, halves longer ones."""
    if tenths % 10 == 0:
        return 151
    return 156 if tenths % 5 == 0 else 159


def _ray(mean: float, inner: float, outer: float) -> str:
    return f"M{_place(mean, inner)}L{_place(mean, outer)}"


def _sector(low: float, high: float) -> str:
    inner, outer = SECTOR_AT
    return (
        f"M{_place(low, outer)}A{outer} {outer} 0 0 1 {_place(high, outer)}"
        f"L{_place(high, inner)}A{inner} {inner} 0 0 0 {_place(low, inner)}Z"
    )


def _hand(mean: float) -> str:
    """A thin triangle, whose foot is as wide at every angle."""
    foot = 0.08
    return f"M{_place(mean, HAND_AT)}L{_turned(mean, -foot)}L{_turned(mean, foot)}Z"


def _turned(mean: float, by: float) -> str:
    kept = min(max(mean, WORST), BEST)
    angle = pi * (BEST - kept) / (BEST - WORST) - by
    x, y = CENTER + SECTOR_AT[0] * cos(angle), CENTER - SECTOR_AT[0] * sin(angle)
    return f"{_rounded(x)} {_rounded(y)}"


def _place(mean: float, radius: float) -> str:
    spot = _on_dial(mean, radius)
    return f"{spot.x} {spot.y}"


def _rounded(place: float) -> float:
    return round(place, 1) + 0.0  # No "-0.0".
