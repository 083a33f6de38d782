"""Writes of moderators: make, change, open, close, show, archive and repeat a poll.

What is asked, how, and until when is fixed as a poll opens, since a ballot may be cast from then
on. Ballots are `votes`; a poll closes there, too, in the transaction that forms its figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from conference import clock
from conference.agenda.models import Session
from conference.db import Change, announce
from conference.errors import Conflict, NotFound
from conference.i18n import Translated, _
from conference.partners.queries import frame
from conference.polls.models import Choice, Poll, PollKind, PollState, ResultsShown
from conference.polls.registered import companies_at
from conference.polls.typed import Draft
from conference.privacy import KeyFolder, ScopeKind
from conference.privacy.plan import Plan, Statistic, Unit
from conference.privacy.scopes import begin_closing, open_scope

# privacy.md §3.3: live figures move in batches, and a small room would see one batch or none.
LIVE_LEAST = 50
CHANGED = _(
    "Someone else has just worked on this poll. Please look again; "
    "what you wrote is still in the fields."
)
OPENED = _(
    "This poll has been opened, so its wording stays as it is. "
    "Close it and run it again to ask something else."
)


@dataclass(frozen=True)
class PollChanged(Change):
    session_id: int
    poll_id: int


async def create_poll(db: AsyncSession, session_id: int, draft: Draft) -> int:
    """A draft, which its moderators alone see. The poll's id."""
    poll = Poll(session_id=session_id, state=PollState.DRAFT, choices=[])
    _write(poll, draft)
    db.add(poll)
    await db.flush()
    announce(db, PollChanged(session_id, poll.id))
    return poll.id


async def edit_poll(db: AsyncSession, poll_id: int, draft: Draft, *, version: int) -> None:
    """Raises Conflict if it has been opened, or changed since `version`."""
    poll = await _draft(db, poll_id, version)
    _write(poll, draft)
    _touch(db, poll)


async def delete_poll(db: AsyncSession, poll_id: int) -> None:
    """Drafts only; what was opened is archived."""
    poll = await _locked(db, poll_id)
    if poll.state != PollState.DRAFT:
        raise Conflict(_("This poll has been opened, so it cannot be deleted. Archive it instead."))
    announce(db, PollChanged(poll.session_id, poll.id))
    await db.delete(poll)


async def open_poll(db: AsyncSession, keys: KeyFolder, poll_id: int, *, version: int) -> None:
    """With its privacy scope, in one transaction. Opening an open one again changes nothing.

    Raises Conflict if it has been open before, was changed since `version`, or is to be shown
    live to fewer than 50 companies.
    """
    poll = await _locked(db, poll_id)
    if poll.state == PollState.OPEN:
        return
    poll = await _draft(db, poll_id, version)
    await _check_live(db, poll)
    opened_at = clock.now()
    closes_at = opened_at + timedelta(minutes=poll.minutes)
    plan, units = plan_of(poll), await frame(db, "", await _event_of(db, poll))
    await open_scope(db, keys, ScopeKind.POLL, poll.id, closes_at, plan=plan, units=units)
    poll.state, poll.opened_at, poll.closes_at = PollState.OPEN, opened_at, closes_at
    _touch(db, poll)


async def close_poll(db: AsyncSession, poll_id: int) -> None:
    """No ballot is taken from now on; `votes` follows within moments. For good."""
    # Before the poll, as whatever closes by itself does: else each could wait for the other.
    await begin_closing(db, ScopeKind.POLL, poll_id)
    poll = await _locked(db, poll_id)
    if poll.state == PollState.DRAFT:
        raise Conflict(_("This poll has not been opened yet."))
    if poll.state == PollState.OPEN:
        _touch(db, poll)


async def show_result(db: AsyncSession, poll_id: int, *, is_shown: bool) -> None:
    """To the room, once closed."""
    poll = await _closed(db, poll_id)
    poll.is_result_shown = is_shown
    _touch(db, poll)


async def archive_poll(db: AsyncSession, poll_id: int) -> None:
    """Takes it off the session's pages."""
    poll = await _locked(db, poll_id)
    if poll.state != PollState.ARCHIVED:
        poll = await _closed(db, poll_id)
        poll.state = PollState.ARCHIVED
        _touch(db, poll)


async def repeat_poll(db: AsyncSession, poll_id: int) -> int:
    """The same questions as a new draft, since a closed poll does not open again. Its id."""
    poll = await _locked(db, poll_id)
    return await create_poll(db, poll.session_id, draft_of(poll))


def draft_of(poll: Poll) -> Draft:
    """`choices` must be loaded."""
    return Draft(
        kind=poll.kind,
        wording=poll.wording,
        choices=tuple(choice.wording for choice in poll.choices),
        least=poll.least,
        most=poll.most,
        minutes=poll.minutes,
        shown=poll.shown,
    )


def plan_of(poll: Poll) -> Plan:
    """Of persons, and of the total alone (privacy.md §4.7)."""
    is_scale = poll.kind == PollKind.SCALE
    return Plan(
        unit=Unit.PERSON,
        statistic=Statistic.LEVELS if is_scale else Statistic.CHOICES,
        choices=tuple(str(choice.id) for choice in poll.choices),
        picks=(poll.least, poll.most),
        is_live=poll.shown == ResultsShown.LIVE,
    )


def _write(poll: Poll, draft: Draft) -> None:
    poll.kind, poll.wording = draft.kind, draft.wording
    poll.least, poll.most, poll.minutes = draft.least, draft.most, draft.minutes
    poll.shown, poll.choices = draft.shown, _choices(draft.choices)


def _choices(wordings: Sequence[Translated]) -> list[Choice]:
    return [Choice(place=place, wording=wording) for place, wording in enumerate(wordings)]


async def _locked(db: AsyncSession, poll_id: int) -> Poll:
    """Raises NotFound."""
    query = select(Poll).where(Poll.id == poll_id).options(selectinload(Poll.choices))
    poll = await db.scalar(query.with_for_update().execution_options(populate_existing=True))
    if poll is None:
        raise NotFound
    return poll


async def _draft(db: AsyncSession, poll_id: int, version: int) -> Poll:
    poll = await _locked(db, poll_id)
    if poll.state != PollState.DRAFT:
        raise Conflict(OPENED)
    if poll.version != version:
        raise Conflict(CHANGED)
    return poll


async def _closed(db: AsyncSession, poll_id: int) -> Poll:
    poll = await _locked(db, poll_id)
    if poll.state == PollState.ARCHIVED:
        raise Conflict(_("This poll is archived."))
    if poll.state != PollState.CLOSED:
        raise Conflict(_("This poll is not closed yet, so there is no result to show."))
    return poll


async def _check_live(db: AsyncSession, poll: Poll) -> None:
    if poll.shown != ResultsShown.LIVE:
        return
    if await companies_at(db, await _event_of(db, poll)) < LIVE_LEAST:
        raise Conflict(
            _(
                "A live result needs %(least)d registered companies, or it would show nothing. "
                "Please edit the poll so that its result comes when it closes.",
                least=LIVE_LEAST,
            )
        )


async def _event_of(db: AsyncSession, poll: Poll) -> int:
    return (await db.get_one(Session, poll.session_id)).event_id


def _touch(db: AsyncSession, poll: Poll) -> None:
    poll.version += 1
    announce(db, PollChanged(poll.session_id, poll.id))
