"""Those that push to readers: ours, the limit, and rivals. All are asked for one broadcast at a
time, in their own way."""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from math import lcm
from pathlib import Path
from typing import Protocol

import httpx

from conference.bench.live.measured import CannotMeasure
from conference.bench.live.programs import Program, running
from conference.bench.live.readers import Address
from conference.bench.live.stage import Stage

SERVE = (sys.executable, "-c", "from conference.cli import main; main()", "serve", "--port", "0")
RIVALS = (sys.executable, "-m", "conference.bench.live.rivals")
COOKIE = "conference"
SOCKETS = re.compile(r"^conference_sockets (\S+)$", re.MULTILINE)
REGION = re.compile('data-region="([^"]+)"')
SAYS = "Serving"


class Server(Protocol):
    @property
    def program(self) -> Program: ...

    @property
    def address(self) -> Address: ...

    def push(self) -> None:
        """Once to all readers; returns when it is asked for, not when it has come."""


@dataclass
class Ours:
    """`push`: one person upvotes a question, on the real route, and each time it is another one, of
    both; when all have, they take it back in the same order."""

    program: Program
    address: Address
    stage: Stage
    client: httpx.Client
    voted: int = 0

    def push(self) -> None:
        answer = self.client.send(self.upvote(self.voted))
        self.voted += 1
        if answer.is_error:
            raise CannotMeasure(f"An upvote was answered with {answer.status_code}.")

    def upvote(self, number: int) -> httpx.Request:
        questions = self.stage.question_ids
        voters = self.stage.tokens[: -len(questions)]
        rounds = number // lcm(len(questions), len(voters))
        path = f"/questions/{questions[number % len(questions)]}/upvote"
        method = {"_method": "delete" if rounds % 2 else "put"}
        return self._request("POST", path, voters[number % len(voters)], params=method)

    def page(self, number: int) -> httpx.Request:
        return self.get(f"/sessions/{self.stage.session_id}", number)

    def sockets(self) -> int:
        """How many it holds, as it says itself."""
        (count,) = SOCKETS.findall(self.client.get("/metrics").text)
        return int(float(count))

    def regions(self) -> str:
        """What a page that has missed something fetches: the first of its regions, which holds
        all others."""
        found = REGION.search(self.client.send(self.page(0)).text)
        if found is None:
            raise CannotMeasure("The page of the session has no live region.")
        return found[1]

    def get(self, path: str, number: int) -> httpx.Request:
        return self._request("GET", path, self.stage.tokens[number])

    def _request(
        self, method: str, path: str, token: str, params: Mapping[str, str] | None = None
    ) -> httpx.Request:
        """The first visit takes whole pages, a click what htmx does."""
        headers = {"cookie": cookie_of(token)} | ({"hx-request": "true"} if params else {})
        return self.client.build_request(method, path, params=params, headers=headers)


@dataclass(frozen=True)
class Limit:
    """`length`: of the frame, with its head."""

    program: Program
    address: Address
    length: int

    def push(self) -> None:
        self.program.tell(f"send {self.length}")


@dataclass(frozen=True)
class Rival:
    program: Program
    address: Address
    texts: Iterator[str]
    client: httpx.Client

    def push(self) -> None:
        to = f"http://127.0.0.1:{self.address.port}/push"
        self.client.post(to, content=next(self.texts).encode()).raise_for_status()


def cookie_of(token: str) -> str:
    return f"{COOKIE}={token}"


@contextmanager
def serving(stage: Stage, cores: frozenset[int]) -> Iterator[Ours]:
    with running(SERVE, stage.folder, "server", cores, stage.variables) as program:
        (root_url,) = program.hear(SAYS)
        port = int(root_url.rpartition(":")[2])
        headers = {"origin": root_url, "accept-language": "en"}
        with httpx.Client(base_url=root_url, headers=headers, trust_env=False) as client:
            yield Ours(program, Address(port, f"/sessions/{stage.session_id}/live"), stage, client)


@contextmanager
def serving_limit(program: Path, length: int, cores: frozenset[int]) -> Iterator[Limit]:
    with running([program], program.parent, "limit", cores) as process:
        (port,) = process.hear(SAYS)
        yield Limit(process, Address(int(port), "/live"), length)


@contextmanager
def serving_rival(
    kind: str, texts: Sequence[str], folder: Path, cores: frozenset[int], *, compressed: bool
) -> Iterator[Rival]:
    """`texts`: pushed one after the other, and again."""
    how: Sequence[str] = (kind, "compressed" if compressed else "plain")
    with running((*RIVALS, *how), folder, kind, cores) as process:
        (port,) = process.hear(SAYS)
        with httpx.Client(trust_env=False) as client:
            yield Rival(process, Address(int(port), "/live"), cycle(texts), client)
