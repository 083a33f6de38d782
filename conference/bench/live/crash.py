"""The scenario `crash`: while people click, one part of the installation is killed, as `kill -9`
does, and comes back. What was acknowledged must be there, once, and every page right again.

It runs in the tests, too, with few rounds.
"""

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import httpx
from sqlalchemy import func, select

from conference.bench.live.clicking import Acknowledged, Clickers
from conference.bench.live.following import Board, Follower, following
from conference.bench.live.installation import Installation, alone, together
from conference.bench.live.measured import CannotMeasure
from conference.db import Database
from conference.privacy.models import Scope, ScopeKind, Sealed
from conference.qa.models import Question, Upvote

CLICKING, QUESTIONS, READERS, WORKERS = 12, 4, 6, 2
AWAY_S = 0.3
PATIENCE_S = 120


@dataclass
class Survived:
    """What came of `rounds` crashes of one `part`. `lost`, `doubled`: of what was acknowledged;
    `wrong_tallies`: questions whose count is not that of their upvotes; `wrong_pages`: readers who
    did not show the truth in the end. `right_s`: from each crash until all of them did."""

    part: str
    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    wrong_tallies: int = 0
    wrong_pages: int = 0
    refused: dict[int, int] = field(default_factory=dict)
    right_s: list[float] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        return not (self.lost or self.doubled or self.wrong_tallies or self.wrong_pages)

    @property
    def words(self) -> str:
        wrong = f"{self.lost} lost, {self.doubled} twice, {self.wrong_tallies} tallies"
        slowest = max(self.right_s, default=0)
        return (
            f"{self.part:9}{self.rounds:3} times: {self.acknowledged} clicks acknowledged, {wrong} "
            f"and {self.wrong_pages} pages wrong; all right again after {slowest:.1f} s at most"
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"right_s": [round(each, 2) for each in self.right_s]}


def run(rounds: int, tell: Callable[[Survived], None] = lambda _: None) -> list[Survived]:
    """Of each part. Raises CannotMeasure."""
    cores = frozenset(os.sched_getaffinity(0))
    people = people_for(rounds)
    found = []
    with alone(people, QUESTIONS, cores) as place:
        found.append(survive(place, "process", rounds))
        tell(found[-1])
    for part in ("worker", "valkey", "postgres"):
        with together(people, QUESTIONS, WORKERS, cores) as place:
            found.append(survive(place, part, rounds))
            tell(found[-1])
    return found


def people_for(rounds: int) -> int:
    """Others in each round, as nobody may click too often; and those who have asked."""
    return CLICKING * rounds + READERS + QUESTIONS + 1


def survive(place: Installation, part: str, rounds: int, first: int = 0) -> Survived:
    """`first`: how many rounds there were before."""
    return asyncio.run(_survive(place, part, rounds, first))


async def _survive(place: Installation, part: str, rounds: int, first: int) -> Survived:
    noted, found = Acknowledged(), Survived(part)
    ballots = (await _rows(place)).ballots
    readers = range(READERS)
    async with following(place.stage, place.root_url, readers) as followers:
        for number in range(first, first + rounds):
            start = READERS + number * CLICKING
            people = range(start, start + CLICKING)
            clickers = Clickers(place.stage, place.root_url, people, noted)
            await _until(lambda: all(each.is_open for each in followers))
            crashed_at = await _crash_amid(place, part, clickers)
            found.wrong_pages += await _wrong_pages(followers)
            found.right_s.append(time.monotonic() - crashed_at)
            found.rounds += 1
    found.acknowledged, found.refused = noted.count, dict(noted.refused)
    _compare(await _rows(place), ballots, noted, found)
    return found


async def _crash_amid(place: Installation, part: str, clickers: Clickers) -> float:
    """When it was, on the clock `monotonic`. Returns when all clicks are acknowledged."""
    before = clickers.noted.count
    clicking = asyncio.create_task(clickers.click())
    amid = before + clickers.clicks * random.uniform(0.2, 0.5)  # noqa: S311
    await _until(lambda: clickers.noted.count >= amid or clicking.done())
    crash, mend = _ways(place)[part]
    crashed_at = time.monotonic()
    # Threads, so that clicks and readers go on.
    await asyncio.to_thread(crash)
    await asyncio.sleep(AWAY_S)
    await asyncio.to_thread(mend)
    await clicking
    return crashed_at


def _ways(place: Installation) -> dict[str, tuple[Callable[[], None], Callable[[], None]]]:
    ways: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
        "process": (place.kill_server, place.start),
        "worker": (place.kill_worker, lambda: None),
    }
    if place.valkey:
        ways["valkey"] = (place.valkey.kill, place.valkey.start)
    if place.postgres:
        ways["postgres"] = (place.postgres.kill, place.postgres.start)
    return ways


async def _wrong_pages(followers: Sequence[Follower]) -> int:
    ends_at = time.monotonic() + PATIENCE_S
    wrong = len(followers)
    while wrong and time.monotonic() < ends_at:
        await asyncio.sleep(0.1)
        truth = await _truth(followers[0])
        wrong = sum(each.board != truth or not each.is_open for each in followers)
    return wrong


async def _truth(follower: Follower) -> Board | None:
    try:
        return await follower.fetch()
    except httpx.HTTPError:
        return None


@dataclass(frozen=True)
class _Rows:
    """`tallies`: of each question, as the room sees it."""

    upvotes: frozenset[tuple[int, int]]
    texts: Sequence[str]
    ballots: int
    tallies: Mapping[int, int]


async def _rows(place: Installation) -> _Rows:
    of_poll = (Scope.kind == ScopeKind.POLL) & (Scope.subject_id == place.stage.poll_id)
    sealed = select(func.count()).select_from(Sealed).join(Scope).where(of_poll)
    database = Database(place.stage.database)
    try:
        async with database.reading() as db:
            upvotes = await db.execute(select(Upvote.question_id, Upvote.person_id))
            questions = (
                await db.execute(select(Question.id, Question.text, Question.upvotes))
            ).all()
            return _Rows(
                frozenset((question_id, person_id) for question_id, person_id in upvotes),
                [text for _, text, _ in questions],
                int(await db.scalar(sealed) or 0),
                {question_id: tally for question_id, _, tally in questions},
            )
    finally:
        await database.close()


def _compare(rows: _Rows, ballots_before: int, noted: Acknowledged, found: Survived) -> None:
    more_ballots = rows.ballots - ballots_before - len(noted.voters)
    counted = Counter(question_id for question_id, _ in rows.upvotes)
    texts = set(rows.texts)
    found.lost = len(noted.upvotes - rows.upvotes) + len(noted.questions - texts)
    found.lost += max(0, -more_ballots)
    found.doubled = max(0, more_ballots) + len(rows.texts) - len(texts)
    found.wrong_tallies = sum(tally != counted[each] for each, tally in rows.tallies.items())


async def _until(is_so: Callable[[], bool]) -> None:
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not is_so():  # noqa: ASYNC110 - it hangs on other processes
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise CannotMeasure("Clicks or sockets do not get through.") from None
