"""Telling: the sums of a cell, each bound by all that were told before; and what follows from them
for the total."""

from collections.abc import Iterator
from dataclasses import replace

from conference.privacy.disclosure.asking import ask
from conference.privacy.disclosure.crowds import Crowd, crowd_of
from conference.privacy.disclosure.doubts import Doubts
from conference.privacy.disclosure.knowledge import Knowledge, spread_known
from conference.privacy.disclosure.ledger import Claim, Row, Standing
from conference.privacy.disclosure.measures import MEAN, SPREAD, Measure, measures, spread_around
from conference.privacy.disclosure.scale import Scale, scale_of
from conference.privacy.disclosure.topics import Topic
from conference.privacy.plan import Plan

# Where one end was told, the other, though known, is said only if the figure is about as exact: in
# steps, or in tenths of a scale that is four long or a hundred.
STEPS_KNOWN, TENTHS_KNOWN = 3, 1.5

LAST_DIGIT = 1e-6  # of the solver


class Teller:
    """Of one topic. `doubts` None: nothing is asked, only what is known anyway is said. `rows`:
    what it has told."""

    def __init__(
        self, plan: Plan, topic: Topic, doubts: Doubts | None = None, *, is_final: bool
    ) -> None:
        self.rows: list[Row] = []
        self._plan, self._topic, self._doubts, self._is_final = plan, topic, doubts, is_final
        self._scale: Scale = scale_of(plan)
        self._crowd: Crowd = crowd_of(topic.parts, plan.k)

    def standing(self) -> Standing:
        return Standing(self._topic.group, self._crowd, tuple(self._claims()))

    def _claims(self) -> Iterator[Claim]:
        """A cell that has not moved stays as it is."""
        topic, is_total = self._topic, not self._topic.group
        wanted = list(
            measures(
                self._plan, self._scale, self._crowd, is_total=is_total, is_final=self._is_final
            )
        )
        knowledge = Knowledge(self._scale, self._crowd, topic, wanted)
        for measure in wanted:
            old = topic.unmoved(measure.name)
            claim = old or self._figure(measure, knowledge)
            if claim is None:
                continue
            yield claim
            knowledge.learn(measure, claim.low / measure.unit, claim.high / measure.unit)
            if claim.name == MEAN:
                yield from self._spread(claim)

    def _figure(self, measure: Measure, knowledge: Knowledge) -> Claim | None:
        """An end that was not asked about is what is known anyway, or that of the scale."""
        known = knowledge.range(measure)
        low, high = self._asked(measure)
        below = [cut for cut in measure.cuts if cut <= known[0] * measure.unit + LAST_DIGIT]
        above = [cut for cut in measure.cuts if cut >= known[1] * measure.unit - LAST_DIGIT]
        least, most = measure.ends
        known_low = max(below, default=least) if low is None else low
        known_high = min(above, default=most) if high is None else high
        # Of a mean anything is better than nothing.
        is_needed = measure.name == MEAN and low is None and high is None
        enough = max(STEPS_KNOWN * measure.step, TENTHS_KNOWN * (most - least) / 10)
        if is_needed or known_high - known_low <= enough:
            low, high = known_low, known_high
        ends = (least if low is None else low), (most if high is None else high)
        return None if ends == measure.ends else Claim(measure.name, *ends, measure.step)

    def _spread(self, mean: Claim) -> Iterator[Claim]:
        """Measured from the middle of what is said of the mean."""
        if old := self._topic.unmoved(SPREAD):
            yield old
            return
        center = round((mean.low + mean.high) / 2, 2)
        measure = spread_around(center, self._crowd)
        low, high = self._asked(measure)
        most = self._crowd.weight * max(measure.weights)
        known = min(most, spread_known(measure, self._topic)) if high is None else high
        if (low or 0, known) != (0, most):
            yield Claim(measure.name, low or 0.0, known, 0, center)

    def _asked(self, measure: Measure) -> tuple[float | None, float | None]:
        """Between which cuts the figure lies, as far as it may be told."""
        if self._doubts is None:
            return None, None
        within = 0.0 if measure.center is None else -1.0
        row = Row(self._topic.batches, measure.weights, within, self._crowd.reach)
        sums = {cut / measure.unit: cut for cut in measure.cuts}
        low, high = ask(measure.of(self._topic.stands), list(sums), self._doubts.spans(row))
        if (low, high) != (None, None):
            row = replace(row, low=low, high=high)
            self.rows.append(row)
            self._doubts.tell(row)
        return (None if low is None else sums[low]), (None if high is None else sums[high])
