"""What a scenario has measured: one object for all of them, null where one has nothing. Pure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any


class CannotMeasure(Exception):
    """Why not, in a sentence."""


@dataclass(frozen=True)
class Totals:
    """What readers have got since they are there; `open`: how many still are."""

    messages: int
    bytes: int
    open: int
    pings: int


@dataclass(kw_only=True)
class Measured:
    """`bytes`: of frames with their heads. `limit_…`: of the C program that does one send() a
    socket; `ratio`: ours to it. `p50_ms`, `p99_ms`: from the click to a reader, the wait for the
    tick among it; `last_ms`: from the first reader to the last, the median of the ticks.
    `against_…`: of the rival. `grouped_…`: at `db.grouped` itself, beside bare `sqlite3` that
    writes the same rows in batches, or each with a commit of its own. `kib_per_connection`:
    resident memory of the server. `back_s`, `right_s`: until all sockets are open again, and until
    all that their pages show is. `growth`: of the memory, from the first quarter's end to that of
    the last."""

    scenario: str = ""
    sockets: int
    workers: int | None = None
    messages: int | None = None
    bytes: int | None = None
    ticks: int | None = None
    deliveries: int | None = None
    deliveries_per_cpu_s: float | None = None
    limit_deliveries_per_cpu_s: float | None = None
    ratio: float | None = None
    p50_ms: float | None = None
    p99_ms: float | None = None
    last_ms: float | None = None
    limit_last_ms: float | None = None
    against: str | None = None
    against_deliveries_per_cpu_s: float | None = None
    against_ratio: float | None = None
    against_last_ms: float | None = None
    compressed: bool | None = None
    kib_per_connection: float | None = None
    handshakes_per_cpu_s: float | None = None
    votes: int | None = None
    votes_per_s: float | None = None
    votes_per_cpu_s: float | None = None
    vote_p50_ms: float | None = None
    vote_p99_ms: float | None = None
    grouped_votes_per_s: float | None = None
    batched_votes_per_s: float | None = None
    grouped_to_batched: float | None = None
    single_votes_per_s: float | None = None
    grouped_to_single: float | None = None
    click_cpu_ms: float | None = None
    join_cpu_ms: float | None = None
    back_s: float | None = None
    right_s: float | None = None
    rss_kib: Sequence[int] | None = None
    growth: float | None = None
    page_cpu_ms: float | None = None
    pages_per_cpu_s: float | None = None
    constant_pages_per_cpu_s: float | None = None
    page_ratio: float | None = None
    server_cpu_s: float | None = None
    closed: int | None = None

    def count(self, before: Totals, after: Totals) -> None:
        self.messages = after.messages - before.messages
        self.bytes = after.bytes - before.bytes

    def as_json(self) -> dict[str, Any]:
        return {name: _rounded(value) for name, value in asdict(self).items()}

    def words(self) -> list[str]:
        """A line for each that it has, the widest name first aligned with all others."""
        known = {f.name: getattr(self, f.name) for f in fields(self)}
        shown = {name.replace("_", " "): _word(v) for name, v in known.items() if v is not None}
        width = max(len(name) for name in shown)
        return [f"{name:{width}}  {word}" for name, word in shown.items()]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest that so many of all are not above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def per(amount: float, seconds: float) -> float | None:
    return amount / seconds if seconds > 0 else None


def times(one: float | None, other: float | None) -> float | None:
    return one / other if one is not None and other else None


def _rounded(value: Any) -> Any:
    return float(f"{value:.4g}") if isinstance(value, float) else value


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:,.3g}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(_word, value))
    return f"{value:,}" if isinstance(value, int) else str(value)
