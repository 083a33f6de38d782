"""The worker that sends what the outbox owes, in as many processes as there are.

A row is claimed by moving its next attempt ahead before it is sent: a crash in between means
another attempt, with the same Message-ID. Logs name rows and templates, never an address.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock, i18n
from conference.background import Loop
from conference.db import Change, Database
from conference.mail.brands import Brand
from conference.mail.letters import Letter, write_letter
from conference.mail.messages import (
    Mail,
    MailContext,
    Unwritable,
    message_of,
    sender,
)
from conference.mail.models import OWED, OutboxMail
from conference.mail.queued import NOBODY, MailQueued
from conference.mail.transports import Transport, Undeliverable, transport_of
from conference.settings import Settings

logger = structlog.get_logger("conference.mail")

EVERY_S = 5.0
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
GIVE_UP_AFTER = timedelta(days=3)
# All of a claim are sent at once and within this time, so well before any is due again.
AT_ONCE = 8
SEND_S = 30.0


# Called in the person's locale, with a reading session. None: the mail is no longer due.
Composer = Callable[[AsyncSession, MailContext], Awaitable[Letter | None]]
# How the mails of an event look, in the same locale; without an event, those of none in particular.
Branding = Callable[[AsyncSession, int | None], Awaitable[Brand]]


async def plain(db: AsyncSession, event_id: int | None) -> Brand:
    return Brand()


class Outbox:
    """`composers` by template. Raises SettingsError for mail settings that cannot work."""

    def __init__(
        self,
        database: Database,
        composers: Mapping[str, Composer],
        settings: Settings,
        branding: Branding = plain,
    ) -> None:
        self._database, self._composers, self._settings = database, composers, settings
        self._branding = branding
        self._transport = transport_of(settings)
        self._sending = Loop(self.flush, EVERY_S)
        sender(settings)

    @property
    def can_send(self) -> bool:
        """Whether there is a transport; without one, mails wait."""
        return self._transport is not None

    def hear(self, changes: Iterable[Change]) -> None:
        """For the database's listener."""
        if MailQueued() in changes:
            self.wake()

    def wake(self) -> None:
        self._sending.wake()

    def running(self) -> AbstractAsyncContextManager[None]:
        return self._sending.running()

    async def flush(self) -> None:
        """Send all that is due now."""
        while self._transport is not None and (rows := await self._claim()):
            async with asyncio.TaskGroup() as group:
                for row in rows:
                    group.create_task(self._deliver(row, self._transport))

    async def _claim(self) -> Sequence[OutboxMail]:
        now = clock.now()
        due = (
            select(OutboxMail)
            .where(OWED, OutboxMail.next_at <= now)
            .order_by(OutboxMail.next_at, OutboxMail.id)
            .limit(AT_ONCE)
        )
        # Looked at first: a look takes no turn of the only writer, and mostly nothing is due.
        async with self._database.reading() as db:
            if await db.scalar(due) is None:
                return ()
        async with self._database.writing() as db:
            rows = (await db.scalars(due.with_for_update(skip_locked=True))).all()
            for row in rows:
                row.attempts += 1
                row.next_at = now + pause(row.attempts)
        return rows

    async def _deliver(self, row: OutboxMail, transport: Transport) -> None:
        """Raises nothing: the others of the group would be cancelled, and sent twice."""
        try:
            await self._attempt(row, transport)
        except Exception as error:
            logger.exception("mail not settled", **_facts(row), exc_info=error)

    async def _attempt(self, row: OutboxMail, transport: Transport) -> None:
        try:
            async with asyncio.timeout(SEND_S):
                mail = await self._compose(row)
                if mail is not None:
                    message = message_of(mail, row, self._settings)
                    await transport.send(message, f"{row.id:06}-{row.template}")
        except (Undeliverable, Unwritable):
            logger.info("mail refused", **_facts(row))
            await self._settle(row, given_up_at=clock.now())
        except Exception as error:
            await self._postpone(row, error)
        else:
            await (self._settle(row, sent_at=clock.now()) if mail else self._forget(row))

    async def _compose(self, row: OutboxMail) -> Mail | None:
        if row.person_id == NOBODY:
            return None
        context = MailContext(row.person_id, row.ids, row.locale, self._settings)
        try:
            with i18n.in_locale(row.locale):
                async with self._database.reading() as db:
                    letter = await self._composers[row.template](db, context)
                    if letter is None:
                        return None
                    brand = await self._branding(db, letter.event_id)
                return write_letter(letter, brand, context)
        except Exception:
            logger.exception("mail not composed", **_facts(row))
            raise

    async def _postpone(self, row: OutboxMail, error: Exception) -> None:
        """Only the kind of the error is logged: what servers say repeats the address."""
        facts = {**_facts(row), "error": type(error).__name__}
        if clock.now() < row.queued_at + GIVE_UP_AFTER:
            logger.info("mail postponed", **facts)
            return
        logger.error("mail given up", **facts)
        await self._settle(row, given_up_at=clock.now())

    async def _settle(self, row: OutboxMail, **ended: datetime) -> None:
        async with self._database.writing() as db:
            await db.execute(update(OutboxMail).where(OutboxMail.id == row.id).values(**ended))

    async def _forget(self, row: OutboxMail) -> None:
        async with self._database.writing() as db:
            await db.execute(delete(OutboxMail).where(OutboxMail.id == row.id))


def pause(attempts: int) -> timedelta:
    """How long to wait for the next attempt after so many."""
    return PAUSES[min(attempts, len(PAUSES)) - 1]


def _facts(row: OutboxMail) -> dict[str, int | str]:
    return {"mail": row.id, "template": row.template, "attempt": row.attempts}
