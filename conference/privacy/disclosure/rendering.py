"""Rendering: claims become figures. Nothing else enters, so a figure tells what is claimed and no
more; the intervals follow from the claims and the number of companies alone."""

from math import ceil, floor

from conference.privacy.disclosure.crowds import Crowd
from conference.privacy.disclosure.ledger import Claim, Ledger, Standing
from conference.privacy.disclosure.measures import MEAN, SPREAD
from conference.privacy.estimates import share
from conference.privacy.figures import Cell, End, Figures, Share, Value
from conference.privacy.plan import Plan, Unit

MEANS, SHARES = (1.0, 5.0), (0.0, 100.0)


def figures_of(plan: Plan, ledger: Ledger) -> Figures:
    if ledger.total is None:
        return Figures()
    cells = ledger.cells if ledger.is_split else ()
    return Figures(tuple(_cell(plan, standing) for standing in (ledger.total, *cells)))


def _cell(plan: Plan, standing: Standing) -> Cell:
    claims = {claim.name: claim for claim in standing.claims}
    mean, spread = claims.pop(MEAN, None), claims.pop(SPREAD, None)
    shares = {name: _share(claim, standing.crowd) for name, claim in claims.items()}
    persons = 10 * floor(standing.crowd.persons / 10 + 0.5)
    return Cell(
        group=standing.group,
        companies=5 * floor(standing.crowd.companies / 5 + 0.5),
        answers=persons if plan.unit == Unit.PERSON else 0,
        mean=_mean(mean, spread, standing.crowd) if mean else None,
        shares=tuple(Share(name, value) for name, value in shares.items()),
    )


def _mean(mean: Claim, spread: Claim | None, crowd: Crowd) -> Value:
    """For the widest spread that is claimed, or possible; half of it by twentieths."""
    inside = [end for end in (mean.low, 3.0, mean.high) if mean.low <= end <= mean.high]
    most = crowd.weight * max((end - 1) * (5 - end) for end in inside)
    most = min(most, spread.high) if spread else most
    half = next((half for half, least in crowd.half_widths.items() if least >= most), 4.0)
    low, high = _down(mean.low - half, 0.1), _up(mean.high + half, 0.1)
    return _value(mean, MEANS, (max(low, MEANS[0]), min(high, MEANS[1])), 0.1)


def _share(claim: Claim, crowd: Crowd) -> Value:
    """As if each company's persons agreed: the widest interval there could be."""
    n = floor(crowd.effective)
    low, high = (share(_voices(end / 100, n), n) for end in (claim.low, claim.high))
    return _value(claim, SHARES, (floor(100 * low.low), ceil(100 * high.high)), 1)


def _value(
    claim: Claim, natural: tuple[float, float], interval: tuple[float, float], digit: float
) -> Value:
    low, high = interval
    if claim.low <= natural[0]:
        return Value(_up(claim.high, digit), End.UNDER, low, high)
    if claim.high >= natural[1]:
        return Value(_down(claim.low, digit), End.OVER, low, high)
    middle = (claim.low + claim.high) / 2
    steps = (
        round(_rounded(middle / digit)) * digit
        if digit < 1
        else floor(middle / claim.step + 0.5) * claim.step
    )
    return Value(_rounded(steps), End.EXACT, low, high)


def _voices(p: float, n: int) -> list[float]:
    """`n` numbers from 0 to 1 with the mean p, as far apart as they can be."""
    whole = floor(p * n)
    return [1.0] * whole + ([p * n - whole] if whole < n else []) + [0.0] * (n - whole - 1)


def _down(figure: float, digit: float) -> float:
    return _rounded(floor(_rounded(figure / digit)) * digit)


def _up(figure: float, digit: float) -> float:
    return _rounded(ceil(_rounded(figure / digit)) * digit)


def _rounded(figure: float) -> float:
    """Floats add last digits that no figure has."""
    return round(figure, 6)
