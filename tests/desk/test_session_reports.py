"""Polls and feedback by session, as the channel team sees them."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.models import Session
from conference.app import App
from conference.desk.broadcasts import event_topic, session_topic
from conference.i18n import Translated
from conference.polls.actions import PollChanged
from conference.polls.models import Choice, Poll, PollKind, PollState, ResultsShown
from conference.privacy import ScopeKind
from conference.privacy.figures import Cell, End, Figures, Share, Value
from conference.privacy.plan import Plan, Statistic, Unit
from conference.sentiment.actions import FeedbackReleased
from tests.desk import releases
from tests.desk.barometer import Barometer, barometer
from tests.live.watching import Watcher
from tests.security.knocking import knock
from tests.support.statements import statements

__all__ = ["barometer"]

SESSIONS = "/desk/events/offen-gesagt/sessions"
# The event, feedback, its comments, polls, their choices, the newest release of
# each. The agenda is kept.
STATEMENTS = 6


def reports(html: str) -> list[str]:
    page = BeautifulSoup(html, "html5lib")
    return [" ".join(report.get_text(" ").split()) for report in page.select(".report")]


async def session_ids(db: AsyncSession, event_id: int) -> list[int]:
    query = select(Session.id).where(Session.event_id == event_id).order_by(Session.id)
    return list(await db.scalars(query))


async def a_poll(db: AsyncSession, session_id: int, state: PollState = PollState.CLOSED) -> Poll:
    is_draft = state == PollState.DRAFT
    poll = Poll(
        session_id=session_id,
        kind=PollKind.SINGLE,
        wording=Translated(de="Was trifft Sie?", en="What hits you?"),
        shown=ResultsShown.CLOSED,
        state=state,
        opened_at=None if is_draft else releases.NOW - timedelta(minutes=5),
        closes_at=None if is_draft else releases.NOW,
        choices=[
            Choice(place=0, wording=Translated(de="Die Schwelle", en="The threshold")),
            Choice(place=1, wording=Translated(de="Die Frist", en="The date")),
        ],
    )
    db.add(poll)
    await db.flush()
    return poll


async def a_result(db: AsyncSession, poll: Poll, points: float = 56) -> int:
    first, second = (str(choice.id) for choice in poll.choices)
    shares = (releases.a_share(first, points), Share(second, Value(5, End.UNDER, 0, 8)))
    shown = Figures((Cell((), 105, 240, None, shares),))
    plan = Plan(Unit.PERSON, Statistic.CHOICES, choices=(first, second))
    return await releases.release(
        db, ScopeKind.POLL, poll.id, [(releases.NOW, shown)], is_final=True, plan=plan
    )


async def rate(db: AsyncSession, app: App, session_id: int, mean: float = 3.1) -> int:
    shown = [(releases.NOW, releases.figures(mean, 120))]
    scope_id = await releases.release(db, ScopeKind.FEEDBACK, session_id, shown)
    app.keys.create(scope_id)
    return scope_id


async def test_a_session_is_reported_with_its_feedback_comments_and_polls(
    barometer: Barometer,
) -> None:
    async with barometer.app.database.writing() as db:
        keynote, *_, later = await session_ids(db, barometer.event_id)
        scope_id = await rate(db, barometer.app, keynote)
        await releases.comment(db, scope_id, "Straight talk at last.", level="high")
        await a_result(db, await a_poll(db, keynote))
        await a_poll(db, later, PollState.DRAFT)

    english, german = [reports(await barometer.get(SESSIONS, lang)) for lang in ("en", "de")]

    assert english[0] == (
        "Frankly speaking: what is going to change Thursday, 17 September, 09:30 "
        "Feedback 3.1 3.0 to 3.2 1 or 2, bad 28% 24 to 32% 3, mixed 30% 26 to 34% "
        "4 or 5, good 42% 38 to 46% 120 companies. "
        "1 very bad to 5 very good; new figures come in steps of at least 10 companies. "
        "Comments Straight talk at last. Answer: 4 or 5 "
        "Poll What hits you? The threshold 56% 52 to 60% The date under 5% 0 to 8% "
        "240 answers from 105 companies. Line: 95% interval."
    )
    assert "Was trifft Sie? Die Schwelle 56" in german[0]
    assert (len(english), len(german)) == (1, 1)


async def test_an_open_poll_says_only_that_it_is_open(barometer: Barometer) -> None:
    async with barometer.app.database.writing() as db:
        keynote, *_ = await session_ids(db, barometer.event_id)
        await a_result(db, await a_poll(db, keynote, PollState.OPEN))

    (report,) = reports(await barometer.get(SESSIONS))

    assert report.endswith("Poll What hits you? Open until 11:21")


async def test_a_poll_of_too_few_says_so(barometer: Barometer) -> None:
    async with barometer.app.database.writing() as db:
        keynote, *_ = await session_ids(db, barometer.event_id)
        poll = await a_poll(db, keynote)
        last = [(releases.NOW, Figures())]
        await releases.release(db, ScopeKind.POLL, poll.id, last, is_final=True)

    (report,) = reports(await barometer.get(SESSIONS))

    assert report.endswith(
        "Fewer than 10 companies have answered. Nothing is shown, and the answers are deleted."
    )


async def test_feedback_that_waits_for_a_release_shows_nowhere(barometer: Barometer) -> None:
    before = await barometer.get(SESSIONS)
    async with barometer.app.database.writing() as db:
        keynote, *_ = await session_ids(db, barometer.event_id)
        scope_id = await releases.release(db, ScopeKind.FEEDBACK, keynote, [])
        barometer.app.keys.create(scope_id)

    assert await barometer.get(SESSIONS) == before
    assert "There is nothing to report from any session yet." in before


async def test_statements_do_not_grow_with_sessions(barometer: Barometer) -> None:
    async with barometer.app.database.writing() as db:
        ids = await session_ids(db, barometer.event_id)
    await barometer.get(SESSIONS)

    for rated in (ids[:1], ids[1:3]):
        async with barometer.app.database.writing() as db:
            for session_id in rated:
                scope_id = await rate(db, barometer.app, session_id)
                await releases.comment(db, scope_id, "Said.")
                await a_result(db, await a_poll(db, session_id))
        with statements(barometer.app.database) as sent:
            await barometer.get(SESSIONS)
        asked = [each for each in sent if each.startswith("SELECT")]
        assert len(asked) == STATEMENTS, "\n".join(asked)


@pytest.mark.parametrize("locale", ["de", "en"])
async def test_push_equals_page_after_feedback_and_polls(barometer: Barometer, locale: str) -> None:
    async with barometer.app.database.writing() as db:
        keynote, talk, *_ = await session_ids(db, barometer.event_id)
    watchers = [
        Watcher(barometer.app, barometer.mara, topic, locale, (f"{SESSIONS}/reports",))
        for topic in (event_topic(barometer.event_id), session_topic(talk))
    ]
    for watcher in watchers:
        await watcher.start()

    async with barometer.app.database.writing() as db:
        await rate(db, barometer.app, keynote)
    barometer.app.live.publish({FeedbackReleased(barometer.event_id, keynote)})
    await watchers[0].assert_right()
    async with barometer.app.database.writing() as db:
        poll = await a_poll(db, talk)
        await a_result(db, poll)
        await rate(db, barometer.app, talk)
    barometer.app.live.publish({PollChanged(talk, poll.id)})
    await watchers[1].assert_right()

    assert len(reports(str(watchers[1].page))) == 2


async def test_the_socket_is_for_the_channel_team_alone(barometer: Barometer) -> None:
    (cookie,) = barometer.mara.cookies.jar
    path = "/desk/events/offen-gesagt/live"

    assert await knock(barometer.app, path, f"{cookie.name}={cookie.value}") == 101
    assert await knock(barometer.app, path, "") == 403
    elsewhere = path.replace("gesagt", "gesagt-2025")
    assert await knock(barometer.app, elsewhere, f"{cookie.name}={cookie.value}") == 403
