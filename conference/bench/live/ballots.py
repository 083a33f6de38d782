"""Those who answer a poll over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from conference.bench.live.asking import Askers, Way, asking
from conference.bench.live.machine import Cores
from conference.bench.live.readers import Address
from conference.bench.live.servers import cookie_of
from conference.bench.live.stage import Stage

FIELDS = (
    "Host: 127.0.0.1:{port}",
    "Origin: http://127.0.0.1:{port}",
    "Sec-Fetch-Site: same-origin",
    "HX-Request: true",
    "Accept-Language: en",
    "User-Agent: conference-bench",
    "Content-Type: application/x-www-form-urlencoded",
)
VALUES = 5


@dataclass(frozen=True)
class Room:
    stage: Stage
    poll_id: int
    cores: Cores
    way: Way


@contextmanager
def voting(room: Room, address: Address) -> Iterator[Askers]:
    """All the people of the stage."""
    path = f"POST /polls/{room.poll_id}/ballot?_method=put HTTP/1.1"
    people = (
        (cookie_of(token), f"choice={1 + number % VALUES}")
        for number, token in enumerate(room.stage.tokens)
    )
    with asking(room.way, address, (path, *FIELDS), people) as askers:
        yield askers
