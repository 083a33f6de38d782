"""The scenario `votes`: ballots of many people, each acknowledged once it is durable.

First over HTTP, through all there is before the route: so many connections, one ballot each at a
time. Then the same writes without HTTP: at `db.grouped` itself, and in bare `sqlite3`.
"""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

from conference.bench.live.asking import Askers, way_with
from conference.bench.live.ballots import Room, voting
from conference.bench.live.measured import CannotMeasure, Measured, per, percentile, times
from conference.bench.live.programs import running
from conference.bench.live.servers import Ours, serving
from conference.bench.live.setting import PATIENCE_S
from conference.bench.live.stage import Stage, set_stage

# A person may answer 30 times a minute.
ROUNDS = 25
PEOPLE_LEAST = 1_000
# Of all there is before a measurement: what is loaded and compiled at the first time.
WARMING = 500
ALONE = (sys.executable, "-m", "conference.bench.live.alone")


def run(connections: int, seconds: float, *, people: int = PEOPLE_LEAST) -> Measured:
    """Raises CannotMeasure."""
    with room(connections, max(people, connections)) as place:
        found = Measured(scenario="votes", sockets=connections)
        _vote(place, found, seconds)
        _write_alone(place, found, seconds)
    return found


@contextmanager
def room(connections: int, people: int) -> Iterator[Room]:
    with way_with(connections) as (how, wanted):
        stage = set_stage(how.folder, people, has_poll=True)
        yield Room(stage, stage.poll_id or 0, wanted, how)


def _vote(place: Room, found: Measured, seconds: float) -> None:
    servers = frozenset([min(place.cores.servers)])
    with (
        serving(place.stage, servers) as ours,
        voting(place, ours.address) as askers,
    ):
        _measure(place, found, ours, askers, seconds)
    voted = min(len(place.stage.tokens), WARMING + (found.votes or 0))
    if (sealed := _sealed(place.stage)) != voted:
        raise CannotMeasure(f"Of {voted} people {sealed} have a ballot.")


def _measure(place: Room, found: Measured, ours: Ours, askers: Askers, seconds: float) -> None:
    people = len(place.stage.tokens)
    askers.ask(min(WARMING, people), PATIENCE_S)
    cpu_s = ours.program.cpu_s
    votes = askers.ask(people * ROUNDS, seconds)
    found.server_cpu_s = ours.program.cpu_s - cpu_s
    if votes.others:
        raise CannotMeasure(f"{votes.others} ballots were not taken, {votes.taken} were.")
    found.votes = votes.taken
    found.votes_per_s = per(votes.taken, votes.seconds)
    found.votes_per_cpu_s = per(votes.taken, found.server_cpu_s)
    if place.cores.are_apart:
        found.vote_p50_ms, found.vote_p99_ms = (
            percentile(votes.waits_ms, share) for share in (0.5, 0.99)
        )


def _write_alone(place: Room, found: Measured, seconds: float) -> None:
    folder, servers = place.stage.folder, frozenset([min(place.cores.servers)])
    command = (*ALONE, str(folder), str(place.poll_id), str(seconds))
    with running(command, folder, "alone", servers) as program:
        found.grouped_votes_per_s = float(program.hear("grouped")[0])
        found.batched_votes_per_s = float(program.hear("batched")[0])
        found.single_votes_per_s = float(program.hear("single")[0])
    found.grouped_to_batched = times(found.grouped_votes_per_s, found.batched_votes_per_s)
    found.grouped_to_single = times(found.grouped_votes_per_s, found.single_votes_per_s)


def _sealed(stage: Stage) -> int:
    with closing(sqlite3.connect(stage.folder / "conference.sqlite")) as database:
        return int(database.execute("SELECT count(*) FROM sealed").fetchone()[0])
