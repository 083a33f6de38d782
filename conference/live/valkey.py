"""The bus over the publish and subscribe of Valkey (or Redis).

While it is away, what is announced here waits, equal changes once; whoever is back tells its own
sockets to fetch again, for what others announced meanwhile.
"""

import asyncio
import random
import uuid
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from conference.background import Loop
from conference.db import Change
from conference.live.wire import Unpacker, pack, signed, verified

logger = structlog.get_logger("conference.live")

# A server that says nothing for so many times so long is away.
LISTEN_S = 1.0
SILENT_MOST = 3
ANSWER_S = 2.0
PAUSE_LEAST_S, PAUSE_MOST_S = 0.25, 4.0
SEND_AGAIN_S = 1.0
# Whoever was away for longer than these many changes finds out by fetching.
WAITING_MOST = 10_000

AWAY = (RedisError, OSError, TimeoutError)


def connect(url: str) -> Redis:
    """It tries once: what to do when the server is away is for its users to say."""
    return Redis.from_url(
        url,
        socket_timeout=ANSWER_S,
        socket_connect_timeout=ANSWER_S,
        retry=Retry(NoBackoff(), 0),
    )


class ValkeyBus:
    def __init__(
        self,
        url: str,
        channel: str,
        key: bytes,
        hear: Callable[[Iterable[Change]], None],
        on_return: Callable[[], None],
    ) -> None:
        self._url, self._channel, self._key = url, channel, key
        self._hear, self._on_return = hear, on_return
        self._name = uuid.uuid4().hex
        self._unpacker = Unpacker()
        self._waiting: dict[Change, None] = {}
        self._sending = Loop(self._send, SEND_AGAIN_S)
        self._listens = asyncio.Event()
        self._is_told_away = self._is_told_strange = False
        self._can_send = True
        self._client: Redis | None = None

    @property
    def is_up(self) -> bool:
        return self._listens.is_set() and self._can_send

    def publish(self, changes: Iterable[Change]) -> None:
        self._waiting.update(dict.fromkeys(changes))
        for oldest in list(self._waiting)[:-WAITING_MOST]:
            del self._waiting[oldest]
        self._sending.wake()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """From when it listens on, if the server is there at all."""
        self._client = connect(self._url)
        listening = asyncio.create_task(self._listen(self._client))
        try:
            async with self._sending.running():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._listens.wait(), ANSWER_S)
                yield
            await self._send()
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await self._client.aclose()

    async def _listen(self, client: Redis) -> None:
        """Until it is cancelled. Many processes lose the server at once, so each comes back at a
        moment of its own."""
        pause_s = PAUSE_LEAST_S
        while True:
            try:
                async with client.pubsub() as subscribed:
                    await self._follow(subscribed)
            except AWAY as error:
                pause_s = PAUSE_LEAST_S if self._listens.is_set() else pause_s * 2
                self._lose(error)
            await asyncio.sleep(random.uniform(0, min(pause_s, PAUSE_MOST_S)))  # noqa: S311

    async def _follow(self, subscribed: PubSub) -> None:
        """Until it breaks, which raises one of AWAY."""
        await subscribed.subscribe(self._channel)
        silent = 0
        while silent < SILENT_MOST:
            message = await subscribed.get_message(timeout=LISTEN_S)
            if message is None:
                silent += 1
                await subscribed.ping()
                continue
            silent = 0
            if message["type"] == "subscribe":
                self._find()
            elif message["type"] == "message":
                self._take(message["data"])
        raise TimeoutError

    def _take(self, data: bytes) -> None:
        try:
            sender, changes = self._unpacker.unpack(verified(self._key, data))
        except ValueError:
            self._tell_strange()
            return
        if sender != self._name and changes:
            self._hear(changes)

    def _tell_strange(self) -> None:
        """Once: whoever says much could fill the log."""
        if not self._is_told_strange:
            logger.info("bus says what is no change of ours")
        self._is_told_strange = True

    def _find(self) -> None:
        if self._is_told_away:
            logger.info("bus is back")
        self._is_told_away = False
        self._listens.set()
        self._sending.wake()
        self._on_return()

    def _lose(self, error: BaseException) -> None:
        if not self._is_told_away:
            logger.error("bus is away", error=type(error).__name__)
        self._is_told_away = True
        self._listens.clear()

    async def _send(self) -> None:
        """All that waits; what cannot be sent goes on waiting. Twice does no harm."""
        while self._waiting and self._listens.is_set() and self._client is not None:
            sent, self._waiting = self._waiting, {}
            try:
                await self._client.publish(self._channel, signed(self._key, pack(self._name, sent)))
                self._can_send = True
            except AWAY:
                self._can_send = False
                self._waiting = sent | self._waiting
                return
