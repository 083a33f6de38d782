"""Around the answers: what is announced, what the logs hold, and votes that are over or lost."""

import io
from datetime import timedelta

from conference import clock
from conference.app import OWNERS
from conference.db import Change
from conference.db.changes import announced
from conference.privacy import ScopeKind
from conference.privacy.closing import close_due, tidy
from conference.privacy.figures import Figures
from conference.privacy.models import ScopeState
from conference.sentiment.actions import FeedbackReleased, MoodReleased
from conference.web import log
from tests.desk.releases import add_releases, figures
from tests.security.tables import everything
from tests.sentiment.conftest import MOOD, Conference, words
from tests.support.logs import printed
from tests.support.times import Later

__all__ = ["printed"]

TEXT = "Only Sabine would say that"
FULL = {"value": "2", "text": TEXT}


async def answered(conference: Conference) -> None:
    for path in (MOOD, conference.feedback):
        await conference.sabine.post(f"{path}?_method=put", data=FULL)


async def test_releases_and_closings_are_announced_to_whoever_shows_them(
    conference: Conference,
) -> None:
    await answered(conference)
    expected = {
        ScopeKind.MOOD: MoodReleased(conference.event_id),
        ScopeKind.FEEDBACK: FeedbackReleased(conference.event_id, conference.session_id),
    }

    for scope in await conference.scopes():
        async with conference.app.database.writing() as db:
            await add_releases(db, scope.id, [(clock.now(), figures(3.5, 20))])
        for act in (OWNERS[scope.kind].released, OWNERS[scope.kind].closed):
            async with conference.app.database.writing() as db:
                await act(db, scope)
                assert announced(db) == {expected[scope.kind]}


async def test_closing_what_too_few_have_answered_announces_nothing(conference: Conference) -> None:
    """A push would tell that there were answers."""
    await answered(conference)

    for scope in await conference.scopes():
        async with conference.app.database.writing() as db:
            await add_releases(db, scope.id, [(clock.now(), Figures())], is_final=True)
            await OWNERS[scope.kind].released(db, scope)
            await OWNERS[scope.kind].closed(db, scope)
            assert announced(db) == frozenset()


async def test_an_answer_announces_nothing(conference: Conference) -> None:
    heard: list[Change] = []
    conference.app.database.on_commit = heard.extend

    await answered(conference)

    assert heard == []


async def test_once_closed_nothing_can_be_sent_and_no_second_vote_opens(
    conference: Conference, later: Later
) -> None:
    await answered(conference)
    later(timedelta(days=12))
    await close_due(conference.app.database, conference.app.keys, OWNERS)
    later(timedelta(days=-12))

    answers = [
        await conference.anna.post(f"{path}?_method={method}", data=FULL)
        for path in (MOOD, conference.feedback)
        for method in ("put", "delete")
    ]

    assert [answer.status_code for answer in answers] == [409] * 4
    assert all("This has closed." in words(answer) for answer in answers)
    scopes = await conference.scopes()
    assert [scope.state for scope in scopes] == [ScopeState.CLOSED] * 2
    assert await conference.sealed(ScopeKind.MOOD) == 0


async def test_answers_lost_with_their_key_are_asked_for_again(conference: Conference) -> None:
    await answered(conference)
    for scope in await conference.scopes():
        conference.app.keys.destroy(scope.id)
    await tidy(conference.app.database, conference.app.keys, OWNERS)

    page = await conference.sabine.get(MOOD)
    answer = await conference.sabine.post(f"{MOOD}?_method=put", data=FULL)

    assert "The answers given so far were lost" in words(page)
    assert answer.status_code == 303
    assert await conference.sealed(ScopeKind.MOOD) == 1


async def test_the_logs_name_nobody_beside_an_answer(
    conference: Conference, printed: io.StringIO
) -> None:
    await answered(conference)
    for path in (MOOD, conference.feedback):
        await conference.sabine.get(path, params={"said": "mood"})
        await conference.sabine.post(f"{path}?_method=put", data={"text": TEXT})
        await conference.sabine.post(f"{path}?_method=delete")
    log.write_counted()

    lines = printed.getvalue()
    assert "/events/{slug}/mood" in lines
    assert "/sessions/{session_id}/feedback" in lines
    for secret in ("person", "request_id", TEXT, "Sabine", "offen-gesagt", "said"):
        assert secret not in lines


async def test_no_table_holds_an_answer_in_the_clear(conference: Conference) -> None:
    await answered(conference)

    tables = await everything(conference.app.database)

    assert len(tables["sealed"]) == 2
    assert TEXT not in repr(tables)
    assert TEXT.encode().hex() not in repr(tables)
