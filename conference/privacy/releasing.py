"""The release job: the only one that opens boxes. It shows what `disclosure` lets it show.

What is shown lies in `released`, a sealed copy that all figures are formed from; a wave replaces
it for those who move. Answers go on while a wave is formed, and wait only while it is written.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter

import structlog
from sqlalchemy import Row, Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.db import Database, insert_into
from conference.privacy.answers import box_size
from conference.privacy.boxes import NONCE_BYTES, BoxKey, box_key, close_box, open_box, size_for
from conference.privacy.disclosure import EMPTY, Ledger, read_ledger
from conference.privacy.frames import freeze, half_day, units_of, with_newcomers
from conference.privacy.keys import KeyFolder
from conference.privacy.models import Comment, Release, Scope, ScopeKind, ScopeState, Sealed
from conference.privacy.plan import read_plan
from conference.privacy.scopes import Owner
from conference.privacy.voices import NOTHING, Opened, Shown, Wave, next_wave, shown_size

logger = structlog.get_logger("conference.privacy")

# What the ledger's box is bound to: no person's mark.
LEDGER = bytes(16)


@dataclass(frozen=True, repr=False)
class Stock:
    """A scope as it lies there, unopened. `number`: of its newest release, 0 if there is none;
    `units`: those that count in the next one."""

    scope: Scope
    number: int
    units: Mapping[int, str]
    rows: tuple[Row[bytes, bytes, bytes | None], ...]


@dataclass(frozen=True, repr=False)
class Formed:
    """A release, ready to be written. `copies`: rows of `Sealed` of whom something is out; their
    box is an empty one, for who has withdrawn since. `gone`: of whom nothing is out any more."""

    stock: Stock
    wave: Wave
    ledger: bytes
    copies: tuple[dict[str, int | bytes], ...]
    gone: tuple[Opened, ...]


class Releaser:
    """Looks at all open live votes; at one where nothing was sent since the last look, only at
    its boxes' random parts. What it remembers says nothing, and is in no file."""

    def __init__(
        self, database: Database, keys: KeyFolder, owners: Mapping[ScopeKind, Owner]
    ) -> None:
        self._database, self._keys, self._owners = database, keys, owners
        self._seen: dict[int, bytes] = {}

    async def release_due(self) -> None:
        scopes = await self._live()
        self._seen = {scope.id: self._seen.get(scope.id, b"") for scope in scopes}
        for scope in scopes:
            try:
                await self._look_at(scope)
            except Exception as error:
                # One that cannot be shown must not keep the others from it.
                logger.exception("releasing", scope=scope.id, exc_info=error)

    async def _live(self) -> list[Scope]:
        query = select(Scope).where(
            Scope.state == ScopeState.OPEN,
            Scope.closes_at > clock.now(),
            Scope.frame_id.is_not(None),
        )
        async with self._database.reading() as db:
            return [scope for scope in await db.scalars(query) if read_plan(scope.plan).is_live]

    async def _look_at(self, scope: Scope) -> None:
        now = await self._fingerprint(scope)
        key = self._keys.read(scope.id)
        if key is None or now == self._seen[scope.id]:
            return
        async with self._database.reading() as db:
            stock = await take_stock(db, scope.id, self._owners[scope.kind])
        formed = await asyncio.to_thread(form, stock, key)
        if formed is None or await self.write(formed):
            self._seen[scope.id] = now

    async def write(self, formed: Formed) -> bool:
        """Nothing, and False, if the vote has closed or another process was faster."""
        before = formed.stock
        async with self._database.writing() as db:
            scope = await db.get_one(Scope, before.scope.id, with_for_update=True)
            last = await db.scalar(_newest(scope.id))
            if scope.state != ScopeState.OPEN or (last.number if last else 0) != before.number:
                return False
            await write_wave(db, scope, formed, self._owners[scope.kind])
        return True

    async def _fingerprint(self, scope: Scope) -> bytes:
        """Another one after each answer, and in each half-day, when companies may join."""
        nonces = select(func.substr(Sealed.box, 1, NONCE_BYTES)).where(Sealed.scope_id == scope.id)
        async with self._database.reading() as db:
            found = sorted(await db.scalars(nonces))
        return hashlib.sha256(b"".join([half_day(clock.now()).encode(), *found])).digest()


async def take_stock(db: AsyncSession, scope_id: int, owner: Owner) -> Stock:
    """The newest release comes first: what is written after it is then seen as such."""
    last = await db.scalar(_newest(scope_id))
    scope = await db.get_one(Scope, scope_id)
    units = await units_of(db, scope.frame_id)
    before = last.at if last else scope.opens_at
    if owner.units and half_day(before) != half_day(clock.now()):
        units = with_newcomers(units, await owner.units(db, scope), scope.k)
    rows = await db.execute(
        select(Sealed.who, Sealed.box, Sealed.released).where(Sealed.scope_id == scope_id)
    )
    return Stock(
        scope=scope,
        number=last.number if last else 0,
        units=units,
        rows=tuple(rows.all()),
    )


def form(stock: Stock, key: bytes, *, is_final: bool = False) -> Formed | None:
    """Slow, for a thread. None: nothing may be shown now."""
    boxes = box_key(key, stock.scope.id)
    wave = next_wave(
        read_plan(stock.scope.plan),
        stock.units,
        [_opened(boxes, row) for row in stock.rows],
        _ledger(boxes, stock.scope),
        number=stock.number + 1,
        is_final=is_final,
    )
    if wave is None:
        return None
    return Formed(
        stock=stock,
        wave=wave,
        ledger=_sealed_ledger(boxes, wave),
        copies=tuple(
            _copy(boxes, stock.scope, each) for each in wave.changed if each.shown != NOTHING
        ),
        gone=tuple(each for each in wave.changed if each.shown == NOTHING),
    )


async def write_wave(db: AsyncSession, scope: Scope, formed: Formed, owner: Owner) -> None:
    """`scope` is locked, and open."""
    await _write_copies(db, formed)
    scope.ledger = formed.ledger
    await write_release(db, scope, formed, owner)


async def write_release(db: AsyncSession, scope: Scope, formed: Formed, owner: Owner) -> None:
    """Figures and comments, for everybody to see. `scope` is locked."""
    release = Release(
        scope_id=scope.id,
        number=formed.stock.number + 1,
        at=clock.now().replace(second=0),
        is_final=scope.state != ScopeState.OPEN,
        figures=formed.wave.figures.as_json(),
    )
    db.add(release)
    scope.frame_id = await freeze(db, formed.stock.units)
    await _write_comments(db, scope.id, formed.wave)
    await db.flush()
    await owner.released(db, scope)


async def _write_copies(db: AsyncSession, formed: Formed) -> None:
    """Who has answered anew since stock was taken keeps that answer for the next wave; who has
    withdrawn gets an empty box, and is taken out by it."""
    if formed.copies:
        upsert = insert_into(db, Sealed)
        upsert = upsert.on_conflict_do_update(
            index_elements=[Sealed.scope_id, Sealed.who],
            set_={"released": upsert.excluded.released},
        )
        await db.execute(upsert, sorted(formed.copies, key=lambda row: row["who"]))
    for each in formed.gone:
        own = Sealed.scope_id == formed.stock.scope.id, Sealed.who == each.who
        if each.answer is None:
            await db.execute(delete(Sealed).where(*own, Sealed.box == each.box))
        await db.execute(update(Sealed).where(*own).values(released=None))


async def _write_comments(db: AsyncSession, scope_id: int, wave: Wave) -> None:
    """Under random ids, so that neither the order of coming nor that of the boxes is kept."""
    rows = [
        {
            "id": secrets.token_bytes(16),
            "scope_id": scope_id,
            "topic": text.topic,
            "level": text.level,
            "text": text.text,
            "language": text.language,
        }
        for text in wave.texts
    ]
    if rows:
        await db.execute(insert(Comment), sorted(rows, key=itemgetter("id")))


def _newest(scope_id: int) -> Select[Release]:
    of_scope = select(Release).where(Release.scope_id == scope_id)
    return of_scope.order_by(Release.number.desc()).limit(1)


def _opened(key: BoxKey, row: Row[bytes, bytes, bytes | None]) -> Opened:
    content = open_box(key, row.who, row.box)
    shown = Shown(**open_box(key, row.who, row.released)) if row.released else NOTHING
    return Opened(row.who, row.box, content["company"], content["answer"], shown)


def _copy(key: BoxKey, scope: Scope, each: Opened) -> dict[str, int | bytes]:
    empty = {"company": each.company, "answer": None}
    shown = close_box(key, each.who, each.shown.as_json(), shown_size(read_plan(scope.plan)))
    box = close_box(key, each.who, empty, box_size(scope))
    return {"scope_id": scope.id, "who": each.who, "box": box, "released": shown}


def _ledger(key: BoxKey, scope: Scope) -> Ledger:
    return read_ledger(open_box(key, LEDGER, scope.ledger)) if scope.ledger else EMPTY


def _sealed_ledger(key: BoxKey, wave: Wave) -> bytes:
    content = wave.ledger.as_json()
    return close_box(key, LEDGER, content, size_for(content))
