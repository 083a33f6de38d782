"""The role links: of the demo on loopback, and of nothing else."""

from dataclasses import replace

import pytest

from conference.accounts.models import Reach
from conference.db import Database
from conference.demo.links import DemoRole, resolve, role_token
from conference.settings import Settings


@pytest.mark.parametrize(
    ("role", "name", "reach"),
    [
        (DemoRole.ATTENDEE, "Jana Vogt", Reach.ATTENDEE),
        (DemoRole.MODERATOR, "Mirko Feldhoff", Reach.FULL),
        (DemoRole.ORGANISER, "Katrin Sommerau", Reach.FULL),
        (DemoRole.CHANNEL_STAFF, "Leonie Brandis", Reach.FULL),
    ],
)
async def test_a_token_offers_its_role(
    role: DemoRole, name: str, reach: Reach, planted_database: Database, planted: Settings
) -> None:
    async with planted_database.reading() as db:
        offer = await resolve(db, planted, role_token(planted.secret, role))

    assert offer is not None
    assert (offer.name, offer.reach, offer.event_id) == (name, reach, 1)


@pytest.mark.parametrize(
    "changed",
    [
        {"demo": False},
        {"root_url": "https://conference.example"},
        {"secret": b"another secret, of another server"},
    ],
)
async def test_a_token_opens_nothing_elsewhere(
    changed: dict[str, object], planted_database: Database, planted: Settings
) -> None:
    token = role_token(planted.secret, DemoRole.ORGANISER)
    elsewhere = replace(planted, **changed)  # type: ignore[arg-type]

    async with planted_database.reading() as db:
        here, there = [await resolve(db, s, token) for s in (planted, elsewhere)]

    assert (here is None, there) == (False, None)


@pytest.mark.parametrize("token", ["", "demo-", "demo-ü", "x" * 5000])
async def test_what_is_no_token_opens_nothing(
    token: str, planted_database: Database, planted: Settings
) -> None:
    async with planted_database.reading() as db:
        assert await resolve(db, planted, token) is None
