"""The bus: what it carries, who hears it, and what becomes of it while the server is away."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import pytest

from conference.agenda.announcements import AnnouncementChanged
from conference.app import create_app
from conference.bench.live.valkey import Valkey, valkey
from conference.db import Change
from conference.live import PresenceChanged, Topic
from conference.live.bus import MemoryBus, bus_of
from conference.live.lines import NOT_ALLOWED
from conference.live.sockets import REFETCH
from conference.live.valkey import ValkeyBus, connect
from conference.live.wire import Unpacker, kinds, pack, signed
from conference.qa.actions import QuestionChanged
from conference.settings import Settings, sqlite_url
from tests.live.test_sockets import a_subscriber

PATIENCE_S = 30


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not is_so():  # noqa: ASYNC110 - buses tell in no other way
            await asyncio.sleep(0.01)


def test_every_kind_of_change_arrives_as_it_was_sent(tmp_path: Path) -> None:
    create_app(settings_in(tmp_path))  # which imports them all
    ours = [kind for kind in kinds(Change) if kind.__module__.startswith("conference.")]
    changes = [kind(**dict.fromkeys([f.name for f in fields(kind)], 7)) for kind in ours]
    special = [AnnouncementChanged(1, None), PresenceChanged(Topic("session/7"))]

    sent = Unpacker().unpack(pack("one", [*changes, *special]))

    assert sent == ("one", [*changes, *special])
    assert len({kind.__name__ for kind in ours}) == len(ours) > 10


def test_what_another_version_says_is_left_out_and_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    packed = [["Invented", {"id": 1}], ["QuestionChanged", {"session_id": 1}]]
    packed.append(["PresenceChanged", {"topic": ["no", "id"]}])
    known = ["QuestionChanged", {"session_id": 1, "question_id": 2}]
    unpacker = Unpacker()

    for _ in range(2):
        heard = unpacker.unpack(json.dumps(["one", [*packed, known]]))
        assert heard == ("one", [QuestionChanged(1, 2)])

    assert caplog.text.count("change of another version") == 3


@pytest.mark.parametrize("said", ["", "[]", "7", '["one", 7]', '["one", [["A", 7, 7]]]', "\xff"])
def test_what_is_no_change_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=r"no changes|Expecting|not enough|too many"):
        Unpacker().unpack(said)


@dataclass
class Hearing:
    bus: ValkeyBus
    heard: list[Change] = field(default_factory=list)
    returns: int = 0


@asynccontextmanager
async def hearing(settings: Settings) -> AsyncIterator[Hearing]:
    def hear(changes: Iterable[Change]) -> None:
        one.heard += changes

    def note() -> None:
        one.returns += 1

    bus = bus_of(settings, hear, note)
    assert isinstance(bus, ValkeyBus)
    one = Hearing(bus)
    async with bus.running():
        yield one


def settings_in(folder: Path, bus: str = "") -> Settings:
    url = sqlite_url(folder / "none.sqlite")
    return Settings(database=url, data=folder, secret=b"a secret", bus=bus)


async def test_other_processes_hear_a_change_and_other_installations_do_not(
    valkey_server: Valkey, tmp_path: Path
) -> None:
    settings = settings_in(tmp_path, valkey_server.url)
    changes = [QuestionChanged(1, number) for number in range(3)]
    async with (
        hearing(settings) as one,
        hearing(settings) as two,
        hearing(replace(settings, secret=b"another")) as other,
    ):
        one.bus.publish(changes[:2])
        one.bus.publish(changes[1:2])
        await until(lambda: len(two.heard) == 2)
        two.bus.publish(changes[2:])
        await until(lambda: bool(one.heard))

    assert (two.heard, one.heard, other.heard) == (changes[:2], changes[2:], [])


async def test_what_others_say_on_the_bus_is_not_heard_and_harms_nobody(
    valkey_server: Valkey, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = settings_in(tmp_path, valkey_server.url)
    foreign = pack("foreign", [QuestionChanged(1, 1)])
    said = [foreign.encode(), signed(b"another key", foreign), b"", b"[" * 100_000]
    async with hearing(settings) as one, hearing(settings) as two, connect(settings.bus) as hostile:
        for channel in await hostile.pubsub_channels("conference:*"):
            for each in said:
                await hostile.publish(channel, each)
        one.bus.publish([QuestionChanged(1, 2)])
        await until(lambda: bool(two.heard))

    assert two.heard == [QuestionChanged(1, 2)]
    assert caplog.text.count("bus says what is no change of ours") == 2


async def test_a_bus_that_was_away_is_found_again_and_nothing_is_lost(tmp_path: Path) -> None:
    with valkey() as server:
        settings = settings_in(tmp_path, server.url)
        async with hearing(settings) as one, hearing(settings) as two:
            assert (one.bus.is_up, one.returns) == (True, 1)
            server.kill()
            await until(lambda: not one.bus.is_up and not two.bus.is_up)
            one.bus.publish([QuestionChanged(1, 2), QuestionChanged(1, 2)])
            server.start()
            await until(lambda: one.bus.is_up and two.bus.is_up)
            await until(lambda: (one.returns, two.returns) == (2, 2))
            one.bus.publish([QuestionChanged(1, 3)])
            await until(lambda: QuestionChanged(1, 3) in two.heard)

    # The first was sent as its sender came back: then the other heard it, or fetched after it.
    assert [each for each in two.heard if each != QuestionChanged(1, 2)] == [QuestionChanged(1, 3)]


async def test_a_bus_that_says_nothing_any_more_is_away(tmp_path: Path) -> None:
    with valkey() as server:
        async with hearing(settings_in(tmp_path, server.url)) as one:
            with server.hanging():
                await until(lambda: not one.bus.is_up)
            await until(lambda: one.bus.is_up)


async def test_a_process_that_is_alone_has_nobody_to_tell(tmp_path: Path) -> None:
    bus = bus_of(settings_in(tmp_path), lambda changes: None, lambda: None)

    async with bus.running():
        bus.publish([QuestionChanged(1, 2)])

    assert isinstance(bus, MemoryBus)
    assert bus.is_up


async def test_after_an_absence_all_are_asked_again_and_fetch_again(settings: Settings) -> None:
    app = create_app(settings)
    stays, line = a_subscriber()
    goes, _ = a_subscriber()

    async def none(holders: object) -> list[bool]:
        return [False]

    goes.topics, goes.are_allowed = frozenset({Topic("session/2")}), none
    async with app.running():
        for subscriber in (stays, goes):
            app.live.hub.join(subscriber)
        app.live.catch_up()
        await until(lambda: goes.code == NOT_ALLOWED)
        told = await line.frames.get()
        for subscriber in (stays, goes):
            app.live.hub.leave(subscriber)

    assert (told, stays.code) == (REFETCH, None)
