"""Ballots: checked here, sealed in `privacy`; and what a poll does as its vote is released."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.guards import Viewer
from conference.db import announce
from conference.errors import Conflict, Invalid, NotFound
from conference.i18n import Text, _
from conference.polls import queries
from conference.polls.actions import PollChanged
from conference.polls.models import Poll, PollKind, PollState, ResultsShown
from conference.polls.queries import PollView
from conference.privacy import Scope
from conference.privacy.scopes import Owner
from conference.registration.voting import Voter, voters

JUST_CLOSED = _("This poll has just closed. Your last answer counts.")


@dataclass(frozen=True)
class Paper:
    """A poll as it is put before one person."""

    poll: PollView
    voter: Voter


async def papers(
    db: AsyncSession, asked: Sequence[tuple[int, Viewer | None]]
) -> list[Paper | NotFound]:
    """For `gathered`: of polls, each before a viewer. NotFound as `queries.poll` raises it."""
    views = await queries.polls(db, {poll_id for poll_id, _ in asked})
    known = [(views[poll_id], viewer) for poll_id, viewer in asked if poll_id in views]
    found = iter(await voters(db, [(viewer, view.event_id) for view, viewer in known]))
    return [
        Paper(views[poll_id], next(found)) if poll_id in views else NotFound()
        for poll_id, _ in asked
    ]


def ballot(poll: PollView, chosen: Sequence[str]) -> dict[str, Any]:
    """What is sealed of `chosen`, the values sent. Raises Invalid for what the poll does not
    offer, and Conflict where it is not open."""
    if not poll.is_open:
        raise Conflict(JUST_CLOSED)
    if not chosen:
        raise Invalid({"choice": _("Please choose first. Nothing was sent.")})
    offered = [option.value for option in poll.options]
    if len(set(chosen)) < len(chosen) or not set(chosen) <= set(offered):
        raise Invalid({"choice": _("Please choose from what this poll offers.")})
    if not poll.least <= len(chosen) <= poll.most:
        raise Invalid({"choice": how_many(poll)})
    if poll.kind == PollKind.SCALE:
        return {"value": int(chosen[0])}
    return {"choices": [value for value in offered if value in chosen]}


def how_many(poll: PollView) -> Text:
    if poll.least == poll.most:
        return _("Please choose exactly one.", "Please choose exactly %(n)d.", n=poll.most)
    return _(
        "Please choose at least %(least)d and at most %(most)d.", least=poll.least, most=poll.most
    )


async def note_release(db: AsyncSession, scope: Scope) -> None:
    poll = await db.get(Poll, scope.subject_id)
    if poll is not None:
        announce(db, PollChanged(poll.session_id, poll.id))


async def note_closing(db: AsyncSession, scope: Scope) -> None:
    """In the transaction that forms the last figures and deletes the ballots. Its session may have
    been deleted meanwhile, and the poll with it."""
    poll = await db.get(Poll, scope.subject_id, with_for_update=True)
    if poll is None:
        return
    poll.state, poll.closed_at = PollState.CLOSED, clock.now()
    poll.is_result_shown = poll.shown != ResultsShown.LATER
    poll.version += 1
    announce(db, PollChanged(poll.session_id, poll.id))


OWNER = Owner(released=note_release, closed=note_closing)
