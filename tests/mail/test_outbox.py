"""The outbox against a real SMTP server: each mail once, and none lost."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from conference.db import Database
from conference.mail import NOBODY, Outbox, queue, waiting
from conference.settings import Settings, SettingsError
from tests.mail.conftest import COMPOSERS, MINUTE, SABINE, Inbox, owe, rows, smtp_outbox
from tests.support.times import Later
from tests.support.waiting import PATIENCE_S


async def test_a_mail_is_sent_once_and_marked(
    database: Database, settings: Settings, inbox: Inbox, serve: Callable[..., int]
) -> None:
    outbox = smtp_outbox(database, settings, f"smtp://127.0.0.1:{serve()}")
    await owe(database)

    await outbox.flush()
    await outbox.flush()

    assert inbox.recipients == ["sabine@alpenrand.example"]
    (row,) = await rows(database)
    assert (row.attempts, row.sent_at is not None, row.given_up_at) == (1, True, None)


async def test_a_mail_is_written_in_the_locale_it_was_queued_with(
    database: Database, settings: Settings, inbox: Inbox, serve: Callable[..., int]
) -> None:
    outbox = smtp_outbox(database, settings, f"smtp://127.0.0.1:{serve()}")
    await owe(database, locale="de")
    await owe(database, locale="en")

    await outbox.flush()

    subjects = {message["Content-Language"]: message["Subject"] for message in inbox.messages}
    assert subjects == {"de": "Grüße", "en": "Greetings"}


async def test_more_mails_than_one_claim_holds_are_all_sent(
    database: Database, settings: Settings, inbox: Inbox, serve: Callable[..., int]
) -> None:
    outbox = smtp_outbox(database, settings, f"smtp://127.0.0.1:{serve()}")
    for number in range(20):
        await owe(database, f"guest{number}")

    await outbox.flush()

    assert sorted(inbox.recipients) == sorted(f"guest{n}@alpenrand.example" for n in range(20))


async def test_two_workers_send_each_mail_once(
    database: Database, settings: Settings, inbox: Inbox, serve: Callable[..., int]
) -> None:
    url = f"smtp://127.0.0.1:{serve()}"
    first, second = (smtp_outbox(database, settings, url) for _ in range(2))
    for number in range(12):
        await owe(database, f"guest{number}")

    await asyncio.gather(first.flush(), second.flush())

    assert sorted(inbox.recipients) == sorted(f"guest{n}@alpenrand.example" for n in range(12))


async def test_a_crash_between_claim_and_mark_repeats_the_mail_with_the_same_id(
    database: Database, settings: Settings, inbox: Inbox, serve: Callable[..., int], later: Later
) -> None:
    inbox.answering.clear()
    url = f"smtp://127.0.0.1:{serve()}"
    await owe(database)
    sending = asyncio.create_task(smtp_outbox(database, settings, url).flush())
    assert await asyncio.to_thread(inbox.received.wait, PATIENCE_S)
    sending.cancel()
    with suppress(asyncio.CancelledError):
        await sending
    (claimed,) = await rows(database)
    assert (claimed.sent_at, claimed.next_at - claimed.queued_at >= MINUTE) == (None, True)
    inbox.answering.set()

    restarted = smtp_outbox(database, settings, url)
    await restarted.flush()
    assert len(inbox.messages) == 1
    later(MINUTE)
    await restarted.flush()

    first, second = (message["Message-ID"] for message in inbox.messages)
    assert first == second


async def test_what_is_no_longer_due_is_removed_and_not_sent(
    database: Database, settings: Settings, inbox: Inbox, serve: Callable[..., int]
) -> None:
    outbox = smtp_outbox(database, settings, f"smtp://127.0.0.1:{serve()}")
    await owe(database, "gone")
    await owe(database, "sabine")

    await outbox.flush()

    assert inbox.recipients == ["sabine@alpenrand.example"]
    assert [row.ids for row in await rows(database)] == [{"who": "sabine"}]


async def test_a_mail_to_nobody_is_removed_without_asking_its_composer(
    database: Database, settings: Settings
) -> None:
    outbox = Outbox(database, {}, settings)
    async with database.writing() as db:
        await queue(db, "greeting", NOBODY, {}, "en")

    await outbox.flush()

    assert await rows(database) == []


async def test_a_mail_that_cannot_be_marked_keeps_no_other_back(
    database: Database, settings: Settings, inbox: Inbox, serve: Callable[..., int]
) -> None:
    outbox = smtp_outbox(database, settings, f"smtp://127.0.0.1:{serve()}")
    await owe(database, "gone")
    await owe(database, "sabine")
    async with database.writing() as db:
        await db.execute(text("CREATE TABLE held (mail_id INTEGER REFERENCES outbox_mail (id))"))
        await db.execute(text("INSERT INTO held SELECT min(id) FROM outbox_mail"))

    with capture_logs() as logs:
        await outbox.flush()

    assert inbox.recipients == ["sabine@alpenrand.example"]
    assert [row.sent_at is not None for row in await rows(database)] == [False, True]
    assert [(log["event"], log["log_level"]) for log in logs] == [("mail not settled", "error")]


async def test_with_nothing_due_it_waits_for_no_writer(
    database: Database, settings: Settings
) -> None:
    outbox = Outbox(database, COMPOSERS, settings)

    async with database.writing(), asyncio.timeout(10):
        await outbox.flush()


async def test_a_composer_that_fails_is_logged_and_tried_again(
    database: Database, settings: Settings
) -> None:
    outbox = Outbox(database, COMPOSERS, settings)
    async with database.writing() as db:
        await queue(db, "greeting", SABINE, {}, "en")

    with capture_logs() as logs:
        await outbox.flush()

    (row,) = await rows(database)
    assert (row.attempts, row.sent_at, row.given_up_at) == (1, None, None)
    assert [(log["event"], log["log_level"]) for log in logs] == [
        ("mail not composed", "error"),
        ("mail postponed", "info"),
    ]


async def test_without_a_transport_mails_wait(database: Database, settings: Settings) -> None:
    outbox = smtp_outbox(database, settings, "")
    await owe(database)

    await outbox.flush()

    async with database.reading() as db:
        assert (outbox.can_send, await waiting(db)) == (False, 1)


async def test_a_committed_mail_wakes_the_worker(
    database: Database, settings: Settings, inbox: Inbox, serve: Callable[..., int]
) -> None:
    outbox = smtp_outbox(database, settings, f"smtp://127.0.0.1:{serve()}")
    database.on_commit = outbox.hear
    async with outbox.running():
        await asyncio.sleep(0.1)
        await owe(database)

        assert await asyncio.to_thread(inbox.received.wait, PATIENCE_S)


async def test_the_worker_goes_on_when_the_database_was_away(
    database: Database, settings: Settings, inbox: Inbox, serve: Callable[..., int]
) -> None:
    outbox = smtp_outbox(database, settings, f"smtp://127.0.0.1:{serve()}")
    await owe(database)
    async with database.writing() as db:
        await db.execute(text("ALTER TABLE outbox_mail RENAME TO away"))

    with capture_logs() as logs:
        async with outbox.running():
            async with asyncio.timeout(PATIENCE_S):
                while not logs:  # noqa: ASYNC110 - a log tells nobody
                    await asyncio.sleep(0.01)
            async with database.writing() as db:
                await db.execute(text("ALTER TABLE away RENAME TO outbox_mail"))
            outbox.wake()
            assert await asyncio.to_thread(inbox.received.wait, PATIENCE_S)

    assert [(log["event"], log["log_level"]) for log in logs] == [
        ("background", "error"),
        ("background goes on", "info"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"smtp_url": "http://relay.example"},
        {"smtp_url": "smtp://"},
        {"smtp_url": "smtp://relay.example:99999"},
        {"mail_from": "nobody at all"},
    ],
)
def test_settings_that_cannot_work_are_refused_at_once(
    settings: Settings, wrong: dict[str, str]
) -> None:
    changed: Settings = replace(settings, mail_folder=None, **wrong)  # type: ignore[arg-type]

    with pytest.raises(SettingsError):
        Outbox(Database(settings.database), COMPOSERS, changed)
