"""The parts of what the barometer shows: moments, the edition before, groups, the response.

Pure, of published figures. Comparisons between groups and to the edition before are those of
`privacy.estimates`; against the total, which holds the group, they err towards "cannot tell".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor

from conference.agenda.mastheads import Masthead
from conference.desk.charts import Band, Bar, band, bar
from conference.desk.curves import Point
from conference.desk.verdict import Around, Stand
from conference.desk.wording import LEVELS
from conference.i18n import Text, Translated
from conference.partners.labels import TYPES_OF_OTHERS, category_label
from conference.privacy.estimates import MEAN_DELTA, Verdict, compare
from conference.privacy.figures import Cell, End, Figures, Value
from conference.privacy.plan import THRESHOLD
from conference.privacy.releases import CommentView, Released

HOUR = timedelta(hours=1)
STEP = 5  # points of the response, whose ends are ten companies at least


@dataclass(frozen=True)
class Moment:
    """What begins at one time; `ends_at`: of its keynote, if it is one."""

    number: int
    at: datetime
    titles: tuple[Translated, ...]
    ends_at: datetime | None

    @property
    def is_keynote(self) -> bool:
        return self.ends_at is not None


@dataclass(frozen=True)
class Edition:
    """The event before this one that was asked. `points` and `now`: moved to this event's days,
    at the same time of day; `now`: its figures at the hour of the newest ones here."""

    event: Masthead
    points: tuple[Point, ...]
    now: Figures | None

    @property
    def total(self) -> Cell | None:
        return self.now.total if self.now else None

    def cell(self, group: tuple[str, ...]) -> Cell | None:
        """Of exactly the same categories."""
        cells = self.now.cells if self.now else ()
        return next((cell for cell in cells if set(cell.group) == set(group)), None)


@dataclass(frozen=True)
class GroupView:
    """`before`: what `verdict` compares it with: the same group in the edition before, else the
    total (`is_against_all`). Both are None where there is no mean."""

    names: tuple[str, ...]
    cell: Cell
    before: Value | None
    verdict: Verdict | None
    is_against_all: bool

    @property
    def band(self) -> Band | None:
        return band(self.cell.mean, self.before) if self.cell.mean else None

    @property
    def classes(self) -> tuple[Value | None, ...]:
        """The shares of low, middle and high, where they were released."""
        shares = {share.name: share.share for share in self.cell.shares}
        return tuple(shares.get(name) for name in ("low", "middle", "high"))

    @property
    def bars(self) -> "tuple[ShareRow, ...]":
        """Where a group is so small that it has shares only."""
        return shares_of(self.cell, LEVELS)


@dataclass(frozen=True)
class Response:
    """Companies that answered, in per cent of those invited. OVER: fewer than ten did not."""

    percent: int
    end: End
    answered: int
    invited: int

    @property
    def value(self) -> Value:
        return Value(self.percent, self.end, self.percent, self.percent)

    @property
    def bar(self) -> Bar:
        return bar(self.value)


@dataclass(frozen=True)
class ShareRow:
    """`share`: None where saying it could give somebody away."""

    label: Translated | Text
    share: Value | None

    @property
    def bar(self) -> Bar | None:
        return bar(self.share) if self.share else None


@dataclass(frozen=True)
class TopicView:
    """`name`: of `sentiment.models.Topic`, "" for none."""

    name: str
    label: Text
    comments: tuple[CommentView, ...]


def points_of(releases: Iterable[Released], event: Masthead) -> tuple[Point, ...]:
    """The means of the totals, at local times; small rooms may have shares only."""
    totals = ((release.at, release.total) for release in releases)
    return tuple(Point(event.local(at), cell.mean) for at, cell in totals if cell and cell.mean)


def shares_of(cell: Cell, labels: Mapping[str, Text]) -> tuple[ShareRow, ...]:
    return tuple(ShareRow(labels[share.name], share.share) for share in cell.distinct_shares)


def respond(answered: int, invited: int) -> Response:
    """`answered` is rounded as released. Neither side of it is said to be fewer than ten."""
    if invited - answered >= THRESHOLD:
        percent = round(answered / invited * 100 / STEP) * STEP
        return Response(max(percent, STEP), End.EXACT, answered, invited)
    least = max(invited - THRESHOLD, 0) / invited
    return Response(floor(least * 100 / STEP) * STEP, End.OVER, answered, invited)


def groups_of(released: Released, edition: Edition | None) -> tuple[GroupView, ...]:
    """In the order of the categories, whatever they answered."""
    figures = released.figures
    mean = figures.total.mean if figures.total else None
    cells = sorted(figures.groups, key=_place)
    return tuple(_group(cell, released.plan.dimension, edition, mean) for cell in cells)


def around(keynote: Moment, stands: Sequence[Stand]) -> Around | None:
    """None where there is no figure on both sides."""
    until = (keynote.ends_at or keynote.at) + HOUR
    before = [stand for stand in stands if stand.at <= keynote.at]
    after = [stand for stand in stands if keynote.at < stand.at <= until]
    return Around(keynote.at, before[-1], after[-1]) if before and after else None


def _group(cell: Cell, dimension: str, edition: Edition | None, all_: Value | None) -> GroupView:
    same = edition.cell(cell.group) if edition else None
    before = same.mean if same else None
    against = before or all_
    return GroupView(
        names=tuple(category_label(dimension, name) for name in sorted(cell.group, key=_order)),
        cell=cell,
        before=against,
        verdict=compare(cell.mean, against, MEAN_DELTA) if cell.mean and against else None,
        is_against_all=before is None,
    )


def _place(cell: Cell) -> tuple[int, str]:
    return min(map(_order, cell.group), default=(0, ""))


def _order(category: str) -> tuple[int, str]:
    """Types as they are listed everywhere, regions by name."""
    types = [type_.value for type_, _ in TYPES_OF_OTHERS]
    return (types.index(category) if category in types else len(types), category)
