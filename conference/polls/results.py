"""A result in the words and bars of a page. Its numbers are those of the release, unchanged."""

from collections.abc import Mapping
from dataclasses import dataclass

from conference.i18n import Text, Translated, _
from conference.privacy.figures import Cell, End, Figures, Value

LEVELS: dict[str, Text] = {
    "low": _("1 or 2, low"),
    "middle": _("3, in between"),
    "high": _("4 or 5, high"),
    "1": _("1, lowest"),
    "2": Text("2"),
    "3": Text("3"),
    "4": Text("4"),
    "5": _("5, highest"),
}


@dataclass(frozen=True)
class Bar:
    """A share in percent of those who answered; None where saying it could give somebody away."""

    label: Translated | Text
    share: Value | None

    @property
    def width(self) -> float:
        """Of the solid part: nothing that the figure does not say."""
        is_known = self.share is not None and self.share.end != End.UNDER
        return self.share.value if self.share and is_known else 0.0


@dataclass(frozen=True)
class ResultView:
    """`total`: what the release says of all; None with fewer than 10 companies."""

    total: Cell | None
    bars: tuple[Bar, ...]

    @property
    def is_too_few(self) -> bool:
        return self.total is None

    @property
    def mean(self) -> Value | None:
        return self.total.mean if self.total else None

    @property
    def says_nothing(self) -> bool:
        """Enough have answered, and yet no figure of it may be told."""
        return self.mean is None and not any(bar.share for bar in self.bars)

    @property
    def leader(self) -> Bar | None:
        """Ahead of all others by more than their intervals; None where that cannot be said."""
        return next((bar for bar in self.bars if self._leads(bar)), None)

    def _leads(self, bar: Bar) -> bool:
        if bar.share is None or bar.share.end == End.UNDER:
            return False
        others = [other.share for other in self.bars if other is not bar]
        return all(other is not None and other.high < bar.share.low for other in others)


def result(figures: Figures, wordings: Mapping[str, Translated]) -> ResultView:
    """`wordings`: of the choices in their order, by the name they have in the plan; none for a
    scale, which shows the levels that are told."""
    if figures.total is None:
        return ResultView(None, ())
    shares = {share.name: share.share for share in figures.total.distinct_shares}
    labels: Mapping[str, Translated | Text] = wordings or {name: LEVELS[name] for name in shares}
    bars = [Bar(label, shares.get(name)) for name, label in labels.items()]
    return ResultView(figures.total, tuple(bars))
