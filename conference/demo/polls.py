"""The demo's polls, and how their rooms voted."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from conference.demo.answers import Circle, give, one_of, some
from conference.demo.chance import chance
from conference.demo.editions import Edition
from conference.demo.shift import bring_to
from conference.i18n import Translated
from conference.polls.actions import create_poll, open_poll
from conference.polls.models import PollKind, ResultsShown
from conference.polls.queries import PollView
from conference.polls.queries import poll as poll_view
from conference.polls.typed import Draft
from conference.polls.votes import OWNER, ballot
from conference.privacy import ScopeKind
from conference.privacy.planting import close_now
from conference.privacy.scopes import find_open


async def plant_polls(db: AsyncSession, edition: Edition, circle: Circle) -> None:
    """`at`: in which minute of the first keynote it was opened. What is closed ran its time."""
    for row in edition.seed("polls"):
        poll_id = await create_poll(db, edition.sessions[row["session"]], _draft(row))
        if row["state"] == "draft":
            continue
        await bring_to(db, edition.folder, timedelta(minutes=row["at"]))
        await open_poll(db, circle.keys, poll_id, version=1)
        await _vote(db, circle, poll_id, row)
        if row["state"] == "closed":
            lasted = timedelta(minutes=row["at"] + row["minutes"], seconds=-1)
            await bring_to(db, edition.folder, lasted)
            if scope := await find_open(db, ScopeKind.POLL, poll_id):
                await close_now(db, circle.keys, scope, OWNER)


async def _vote(db: AsyncSession, circle: Circle, poll_id: int, row: Mapping[str, Any]) -> None:
    rng, view = chance(), await poll_view(db, poll_id)
    weights = row.get("weights") or [choice["weight"] for choice in row["choices"]]
    contents = {}
    for person_id in some(rng, list(circle.people), row["of_hundred"]):
        picks = rng.randint(view.least, view.most)
        contents[person_id] = ballot(view, _picked(rng, view, weights, picks))
    await give(db, circle, (ScopeKind.POLL, poll_id), contents)


def _picked(rng: Random, view: PollView, weights: Sequence[int], picks: int) -> list[str]:
    values = [option.value for option in view.options]
    found: set[str] = set()
    while len(found) < picks:
        found.add(one_of(rng, weights, values))
    return sorted(found)


def _draft(row: Mapping[str, Any]) -> Draft:
    return Draft(
        kind=PollKind(row["kind"]),
        wording=Translated(row["wording"]),
        choices=tuple(Translated(choice["wording"]) for choice in row["choices"]),
        least=row.get("least", 1),
        most=row.get("most", 1),
        minutes=row["minutes"],
        shown=ResultsShown(row.get("shown", ResultsShown.CLOSED)),
    )
