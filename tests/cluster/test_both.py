"""Two workers are one server: what happens at one is seen, counted and forbidden at the other, and
`kill -9` of a part loses nothing. One file, as its tests share what is slow to begin."""

import shutil
from collections import Counter

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from conference.bench.live.cluster import measure
from conference.bench.live.crash import survive
from conference.bench.live.machine import COMPILERS, cores
from conference.live.lines import NOT_ALLOWED
from tests.cluster.conftest import Cluster
from tests.cluster.surviving import ROUNDS, assert_survived
from tests.cluster.workers import Door, doors, until

pytestmark = pytest.mark.slow

PARTS = ("worker", "valkey", "postgres")


def test_what_is_asked_at_one_is_pushed_at_the_other_and_a_role_is_taken_at_both(
    cluster: Cluster,
) -> None:
    stage, root_url = cluster.place.stage, cluster.place.root_url
    path = f"/sessions/{stage.session_id}"
    asker, text = stage.tokens[0], "Does this reach the other worker?"
    with (
        doors(root_url) as (here, there),
        there.socket(f"{path}/moderation/live", cluster.moderator) as socket,
    ):
        asked = here.ask("POST", f"{path}/questions", asker, text=text)
        while text not in (pushed := str(socket.recv(30))):
            pass
        role = f"/manage/events/bench/people/{cluster.moderating}"
        taken = here.ask("DELETE", role, cluster.organiser)
        code = closed_with(socket)

    assert (asked.status_code, taken.status_code, code) == (200, 303, NOT_ALLOWED)
    assert "<hx-partial" in pushed


def closed_with(socket: ClientConnection) -> int | None:
    try:
        while socket.recv(30):
            pass
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None
    return None


def test_limits_count_what_happens_at_both(cluster: Cluster) -> None:
    stage = cluster.place.stage
    path, token = f"/polls/{stage.poll_id}/ballot?_method=put", stage.tokens[1]
    with doors(cluster.place.root_url) as both:
        statuses = [both[turn % 2].ask("POST", path, token, choice="4") for turn in range(36)]

    counted = Counter(answer.status_code for answer in statuses)
    # Thirty a minute; where one ends meanwhile, what it had goes out of view bit by bit.
    assert (counted[200] + counted[429], counted[200] in range(30, 34)) == (36, True)


def test_those_present_are_the_sum_of_both(cluster: Cluster) -> None:
    stage = cluster.place.stage
    live, regions = (f"/sessions/{stage.session_id}/{name}" for name in ("live", "regions"))
    with (
        doors(cluster.place.root_url) as (here, there),
        here.socket(live, stage.tokens[2]),
        there.socket(live, stage.tokens[3]),
    ):
        until(
            lambda: all(
                ">2</output>" in door.ask("GET", regions, stage.tokens[2]).text
                for door in (here, there)
            )
        )


def test_each_notices_that_the_bus_is_away_and_returns(cluster: Cluster) -> None:
    valkey = cluster.place.valkey
    assert valkey

    def is_away(door: Door) -> bool:
        answer = door.client.get("/readyz")
        return answer.status_code == 503 and answer.text.endswith("bus: away")

    with doors(cluster.place.root_url) as both:
        valkey.kill()
        until(lambda: all(map(is_away, both)))
        up = [door.metric("conference_bus_up") for door in both]
        page = both[0].client.get("/")
        valkey.start()
        until(lambda: all(door.metric("conference_bus_up") == 1 for door in both))

    assert (up, page.status_code) == ([0, 0], 200)


def test_without_the_database_pages_and_clicks_are_refused_and_sockets_stay(
    cluster: Cluster,
) -> None:
    stage, postgres = cluster.place.stage, cluster.place.postgres
    assert postgres
    question_id = stage.question_ids[1]
    click = f"/questions/{question_id}/upvote?_method=put"
    with (
        doors(cluster.place.root_url) as (here, there),
        there.socket(f"/sessions/{stage.session_id}/live", stage.tokens[4]) as socket,
    ):
        postgres.kill()
        until(lambda: "database: not reachable" in here.client.get("/readyz").text)
        page = here.client.get("/")
        region = here.ask("GET", f"/sessions/{stage.session_id}/regions", stage.tokens[4])
        refused = here.ask("POST", click, stage.tokens[4])
        health, kept = here.client.get("/healthz"), there.sockets
        postgres.start()
        answers = [door.ask("POST", click, stage.tokens[4]) for door in (here, there)]
        while f"question-{question_id}" not in str(socket.recv(30)):
            pass

    assert (page.status_code, page.headers["retry-after"]) == (503, "2")
    assert "This page cannot be shown just now." in page.text
    # Nothing but a notice, so the region stays as it is.
    assert (region.status_code, "may be out of date" in region.text) == (503, True)
    assert "question-" not in region.text
    assert (refused.status_code, "could not be saved just now" in refused.text) == (503, True)
    assert (health.status_code, kept) == (200, 1)
    # Not with a line of the pool that had ended.
    assert [answer.status_code for answer in answers] == [200, 200]


def test_every_upvote_of_the_bench_reaches_the_readers_of_both(cluster: Cluster) -> None:
    if not any(map(shutil.which, COMPILERS)):
        pytest.skip("There is no C compiler here, so no readers.")

    found = measure(cluster.place, cores(), sockets=20, seconds=0, ticks=5)

    assert (found.scenario, found.workers, found.ticks) == ("cluster", 2, 5)
    assert found.deliveries == found.messages == 20 * 5
    assert (found.deliveries_per_cpu_s or 0) > 0


@pytest.mark.parametrize("part", PARTS)
def test_what_was_acknowledged_survives_the_death_of_a_part(part: str, cluster: Cluster) -> None:
    first = PARTS.index(part) * ROUNDS

    assert_survived(survive(cluster.place, part, ROUNDS, first=first))
