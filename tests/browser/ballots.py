"""Polls for browsers: drawn up, opened, and answered by many at once."""

from collections.abc import Mapping, Sequence
from itertools import cycle

from sqlalchemy.ext.asyncio import AsyncSession

from conference.i18n import Translated
from conference.polls.actions import create_poll, open_poll
from conference.polls.models import PollKind, ResultsShown
from conference.polls.queries import poll as poll_view
from conference.polls.typed import Draft
from conference.polls.votes import ballot
from conference.privacy import KeyFolder, ScopeKind
from conference.privacy.answers import Answering, seal_answers

# By the person's id the company's.
Members = Mapping[int, int]


def a_draft(kind: PollKind = PollKind.SINGLE, shown: ResultsShown = ResultsShown.CLOSED) -> Draft:
    choices = (Translated(de="Ja", en="Yes"), Translated(de="Nein", en="No"))
    return Draft(
        kind=kind,
        wording=Translated(de="Erreichen Sie die Schwelle?", en="Do you reach the threshold?"),
        choices=() if kind == PollKind.SCALE else (*choices, Translated(en="Not yet")),
        least=1,
        most=2 if kind == PollKind.MULTIPLE else 1,
        minutes=60,
        shown=shown,
    )


async def an_open_poll(
    db: AsyncSession, keys: KeyFolder, session_id: int, draft: Draft, members: Members
) -> int:
    """Answered by the `members`."""
    poll_id = await create_poll(db, session_id, draft)
    await open_poll(db, keys, poll_id, version=1)
    await answer_poll(db, keys, poll_id, members)
    return poll_id


async def answer_poll(
    db: AsyncSession,
    keys: KeyFolder,
    poll_id: int,
    members: Members,
    places: Sequence[int] = (0, 0, 1),
) -> None:
    """`places`: of the options that they choose, in turn."""
    view, turns = await poll_view(db, poll_id), cycle(places)
    contents = [ballot(view, [view.options[next(turns)].value]) for _ in members]
    await seal(
        db,
        *(
            Answering(ScopeKind.POLL, poll_id, person_id, company_id, content, keys)
            for (person_id, company_id), content in zip(members.items(), contents, strict=True)
        ),
    )


async def seal(db: AsyncSession, *answerings: Answering) -> None:
    for refused in await seal_answers(db, answerings):
        assert refused is None
