"""The outbox where a server refuses a mail, or is away."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from conference.db import Database
from conference.mail.outbox import pause
from conference.settings import Settings
from tests.mail.conftest import MINUTE, Inbox, free_port, owe, rows, serving, smtp_outbox
from tests.support.times import Later


async def test_a_refused_recipient_ends_the_matter(
    database: Database, settings: Settings, inbox: Inbox, serve: Callable[..., int], later: Later
) -> None:
    inbox.refusals["sabine@alpenrand.example"] = "550 sabine@alpenrand.example: no such user"
    outbox = smtp_outbox(database, settings, f"smtp://127.0.0.1:{serve()}")
    await owe(database)

    with capture_logs() as logs:
        await outbox.flush()

    (row,) = await rows(database)
    assert (row.sent_at, row.given_up_at is not None) == (None, True)
    assert [(log["event"], log["log_level"]) for log in logs] == [("mail refused", "info")]
    assert "sabine" not in str(logs)


async def test_a_recipient_refused_for_now_is_tried_again(
    database: Database, settings: Settings, inbox: Inbox, serve: Callable[..., int], later: Later
) -> None:
    inbox.refusals["sabine@alpenrand.example"] = "450 sabine@alpenrand.example: come back"
    outbox = smtp_outbox(database, settings, f"smtp://127.0.0.1:{serve()}")
    await owe(database)
    with capture_logs() as logs:
        await outbox.flush()

    inbox.refusals.clear()
    later(MINUTE)
    await outbox.flush()

    assert inbox.recipients == ["sabine@alpenrand.example"]
    assert [log["event"] for log in logs] == ["mail postponed"]
    assert "sabine" not in str(logs)


async def test_one_refused_recipient_keeps_no_other_mail_back(
    database: Database, settings: Settings, inbox: Inbox, serve: Callable[..., int]
) -> None:
    inbox.refusals["wrong@alpenrand.example"] = "550 no such user"
    outbox = smtp_outbox(database, settings, f"smtp://127.0.0.1:{serve()}")
    await owe(database, "wrong")
    await owe(database, "sabine")

    await outbox.flush()

    assert inbox.recipients == ["sabine@alpenrand.example"]


async def test_mails_wait_while_the_server_is_away(
    database: Database, settings: Settings, inbox: Inbox, later: Later
) -> None:
    port = free_port()
    outbox = smtp_outbox(database, settings, f"smtp://127.0.0.1:{port}")
    await owe(database)
    await outbox.flush()
    (row,) = await rows(database)
    assert (row.attempts, row.sent_at, row.given_up_at) == (1, None, None)

    with serving(inbox, "127.0.0.1", port):
        await outbox.flush()
        assert inbox.recipients == []
        later(MINUTE)
        await outbox.flush()

    assert inbox.recipients == ["sabine@alpenrand.example"]


async def test_after_three_days_it_is_given_up_with_an_error(
    database: Database, settings: Settings, later: Later
) -> None:
    outbox = smtp_outbox(database, settings, f"smtp://127.0.0.1:{free_port()}")
    await owe(database)

    with capture_logs() as logs:
        await outbox.flush()
        later(timedelta(days=3))
        await outbox.flush()
        later(timedelta(hours=2))
        await outbox.flush()

    (row,) = await rows(database)
    assert row.given_up_at is not None
    assert [(log["event"], log["log_level"]) for log in logs] == [
        ("mail postponed", "info"),
        ("mail given up", "error"),
    ]
    assert "sabine" not in str(logs)


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 60), (70, 60)]
)
def test_pauses_grow_to_an_hour(attempts: int, minutes: int) -> None:
    assert pause(attempts) == timedelta(minutes=minutes)
