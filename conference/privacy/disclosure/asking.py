"""Asking: how exactly a sum may be told.

Telling a sum is answering, one after the other, whether it reaches a cut. A cut is asked about only
if either answer leaves all doubts, given what has been told so far. So which cuts are asked follows
from what is published anyway, and what is not told tells nothing (simulatable auditing: Kenthapadi,
Mishra & Nissim 2005).
"""

from collections.abc import Sequence

from conference.privacy.disclosure.doubts import Span

# A sum that lies on a cut reaches it, whatever the last digit of a float says.
LAST_DIGIT = 1e-9


def ask(
    value: float, cuts: Sequence[float], doubts: Sequence[Sequence[Span]]
) -> tuple[float | None, float | None]:
    """Between which of the cuts (ascending) the value lies; None: no cut on that side was asked.

    `doubts`: of each doubt the spans of the sum, one of which must be left.
    """
    low: float | None = None
    high: float | None = None
    while allowed := [cut for cut in cuts if _may_ask(cut, low, high, doubts)]:
        cut = allowed[len(allowed) // 2]
        if value >= cut - LAST_DIGIT:
            low = cut
        else:
            high = cut
    return low, high


def _may_ask(
    cut: float, low: float | None, high: float | None, doubts: Sequence[Sequence[Span]]
) -> bool:
    if (low is not None and cut <= low) or (high is not None and cut >= high):
        return False
    return all(
        any(span.leaves(cut, high) for span in spans)
        and any(span.leaves(low, cut) for span in spans)
        for spans in doubts
    )
