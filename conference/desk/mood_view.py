"""What the barometer shows, made of releases alone. Views are in no language yet; what is said in
words is said in the locale in force, so it is asked for while a page is rendered."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor

from conference.agenda.mastheads import Masthead
from conference.agenda.views import Phase
from conference.desk import charts, verdict, wording
from conference.desk.curves import SIZES, Curve, Material, Point, Window
from conference.desk.drawing import draw
from conference.desk.mood_parts import (
    STEP,
    Edition,
    GroupView,
    Moment,
    Response,
    ShareRow,
    TopicView,
    around,
    groups_of,
    points_of,
    respond,
    shares_of,
)
from conference.desk.verdict import Known, Stand
from conference.privacy.estimates import MEAN_DELTA, SHARE_DELTA, Verdict, compare, silence_bound
from conference.privacy.figures import Cell, End, Value
from conference.privacy.models import ScopeState
from conference.privacy.plan import THRESHOLD
from conference.privacy.releases import Released, ScopeView


@dataclass(frozen=True, kw_only=True)
class MoodView:
    """`releases`: those that show a total, oldest first. `days`: what the curve shows of each, and
    the moment of the final figures where it is on none of them."""

    event: Masthead
    phase: Phase
    releases: tuple[Released, ...]
    scope: ScopeView | None
    edition: Edition | None
    moments: tuple[Moment, ...]
    days: tuple[Window, ...]
    topics: tuple[TopicView, ...]

    @property
    def shown(self) -> Released | None:
        return self.releases[-1] if self.releases else None

    @property
    def total(self) -> Cell | None:
        return self.shown.total if self.shown else None

    @property
    def is_live(self) -> bool:
        """More figures may come."""
        return bool(self.shown and not self.shown.is_final and not self.is_void)

    @property
    def is_void(self) -> bool:
        return bool(self.shown and self.scope and self.scope.state == ScopeState.VOID)

    @property
    def k(self) -> int:
        return self.shown.plan.k if self.shown else THRESHOLD

    @property
    def edition_name(self) -> str:
        """A year, as people call their conferences; the title where two are in one year."""
        if self.edition is None:
            return ""
        earlier = self.edition.event
        if earlier.starts_on.year == self.event.starts_on.year:
            return str(earlier.title)
        return str(earlier.starts_on.year)

    @property
    def before(self) -> Value | None:
        """The total's mean in the edition before, at the same hour."""
        total = self.edition.total if self.edition else None
        return total.mean if total else None

    @property
    def against_before(self) -> Verdict | None:
        if not (self.total and self.total.mean and self.before):
            return None
        return compare(self.total.mean, self.before, MEAN_DELTA)

    def share_before(self, name: str) -> Value | None:
        total = self.edition.total if self.edition else None
        shares = total.shares if total else ()
        return next((share.share for share in shares if share.name == name), None)

    def share_verdict(self, name: str) -> Verdict | None:
        total, before = self.total, self.share_before(name)
        now = next((s.share for s in (total.shares if total else ()) if s.name == name), None)
        return compare(now, before, SHARE_DELTA) if now and before else None

    @cached_property
    def points(self) -> tuple[Point, ...]:
        return points_of(self.releases, self.event)

    @property
    def dial(self) -> charts.Dial:
        mean = self.total.mean if self.total else None
        return charts.dial(mean, self.before if mean else None)

    @property
    def band(self) -> charts.Band | None:
        mean = self.total.mean if self.total else None
        return charts.band(mean, self.before) if mean else None

    @property
    def bars(self) -> tuple[ShareRow, ...]:
        return shares_of(self.total, wording.LEVELS) if self.total else ()

    @property
    def headline(self) -> str:
        if self.total and self.total.mean:
            return verdict.headline(self._known)
        if self.total and self.total.shares:
            return str(verdict.NO_MEAN)
        return str(verdict.NOTHING[self.phase])

    @property
    def lead(self) -> str:
        """Where nothing can be shown: why."""
        if self.total and self.total.mean:
            return verdict.lead(self._known)
        if self.total:
            return "" if self.total.shares else str(verdict.NO_FIGURE)
        return str(verdict.why_nothing(self.phase, self.k))

    @property
    def day_count(self) -> int:
        return sum(not day.is_moment for day in self.days)

    @property
    def course(self) -> str:
        """The curve in a sentence."""
        return verdict.course(self._stands, self.event.zone)

    @cached_property
    def curves(self) -> tuple[Curve, ...]:
        """One drawing for each width; none without a figure on one of the days."""
        if not self.points or not self.days:
            return ()
        return tuple(draw(self._material, size) for size in SIZES)

    @property
    def axis(self) -> tuple[float, float]:
        """Which part of 1 to 5 the curve shows."""
        return self._material.axis

    @property
    def groups(self) -> tuple[GroupView, ...]:
        return groups_of(self.shown, self.edition) if self.shown else ()

    @property
    def response(self) -> Response | None:
        if not (self.total and self.scope and self.scope.invited):
            return None
        return respond(self.total.companies, self.scope.invited)

    @property
    def silence(self) -> tuple[int, int] | None:
        """Between which shares of all invited the good answers lie, whatever the others think."""
        response, total = self.response, self.total
        good = [share.share for share in (total.shares if total else ()) if share.name == "high"]
        if not good or not response or End.EXACT not in {response.end} & {good[0].end}:
            return None
        low, high = silence_bound(response.percent / 100, good[0].value / 100)
        return floor(low * 100 / STEP) * STEP, ceil(high * 100 / STEP) * STEP

    @cached_property
    def _material(self) -> Material:
        before = self.edition.points if self.edition else ()
        moments = tuple(moment.at for moment in self.moments)
        return Material(self.days, self.points, before, moments)

    @property
    def _stands(self) -> list[Stand]:
        return [Stand(point.at, point.value) for point in self.points]

    @property
    def _known(self) -> Known:
        stands = self._stands
        keynotes = [around(moment, stands) for moment in self.moments if moment.is_keynote]
        return Known(
            now=stands[-1],
            first=stands[0],
            keynotes=tuple(one for one in keynotes if one),
            earlier=self.before,
            edition=self.edition_name,
            zone=self.event.zone,
            is_final=not self.is_live,
        )
