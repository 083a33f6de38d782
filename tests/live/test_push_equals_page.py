"""Push equals page: after any sequence of writes, for every topic and locale."""

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from conference import clock
from conference.accounts.models import Reach
from conference.agenda.actions import agenda_changed
from conference.agenda.announcements import (
    AnnouncementChanged,
    all_announcements,
    announce_to,
    take_back,
)
from conference.agenda.models import Session, SessionState, Slot
from conference.agenda.models_beside import Announcement
from conference.agenda.scheduling import put_off, set_session_state
from conference.agenda.topics import agenda_topic, everybody
from conference.app import App
from conference.db import announce
from conference.errors import Refused
from conference.i18n import Translated
from conference.live import Topic
from conference.live.presence import write_presence
from conference.polls.models import Poll
from conference.qa import actions, moderation
from conference.qa.models import Question
from conference.qa.moderation import Wording
from conference.qa.queries import SHOWN
from conference.qa.upvotes import Cast, cast_upvotes
from tests import factories
from tests.live.watching import Watcher, watch
from tests.polls.writing import Polling

STEPS = 60
MODERATED = ("moderation/questions", "moderation/polls/all")
Write = Callable[[], Awaitable[None]]


class Stage:
    """Every write that a session's pages show, on random questions by random people."""

    def __init__(
        self, app: App, dice: random.Random, event_id: int, session_id: int, people: list[int]
    ) -> None:
        self.app, self.dice, self.people = app, dice, people
        self.event_id, self.session_id = event_id, session_id
        self.asked = 0

    async def ask(self) -> None:
        self.asked += 1
        asking = actions.Asking(
            self.session_id,
            self.dice.choice(self.people),
            f"Question <{self.asked}> & “{self.dice.random()}”",
            self.dice.choice(["de", "en"]),
            self.dice.random() < 0.5,
            "Weserbogen IT",
        )
        async with self.app.database.writing() as db:
            try:
                await actions.ask_question(db, self.app.keys, asking)
            except Refused:
                return

    async def upvote(self) -> None:
        question_id = await self.any_question(shown=True)
        if question_id:
            cast = Cast(
                question_id, self.dice.choice(self.people), self.dice.random() < 0.7, self.app.keys
            )
            await self.app.database.grouped(cast_upvotes, cast)

    async def decide(self) -> None:
        question_id = await self.any_question()
        if question_id is None:
            return
        async with self.app.database.writing() as db:
            question = await db.get_one(Question, question_id)
            decision = self.dice.choice(["approve", "decline", "stage", "off", "answered", "words"])
            is_shown = question.state in SHOWN
            match decision:
                case "approve":
                    await moderation.approve(db, question_id)
                case "decline":
                    await moderation.decline(db, question_id, "Asked already & answered")
                case "stage" if is_shown:
                    await moderation.put_on_stage(db, question_id)
                case "off":
                    await moderation.take_off_stage(db, question_id)
                case "answered" if is_shown:
                    await moderation.mark_answered(db, question_id)
                case "words" if is_shown:
                    wording = Wording(f"Yes. {self.dice.random()}", self.people[0], "Tobias Kranz")
                    await moderation.answer(db, question_id, wording, version=question.version)

    async def switch(self) -> None:
        async with self.app.database.writing() as db:
            if self.dice.random() < 0.5:
                await moderation.set_open(db, self.session_id, is_open=self.dice.random() < 0.8)
            else:
                moderated = self.dice.random() < 0.5
                await moderation.set_moderated(db, self.session_id, is_moderated=moderated)

    async def schedule(self) -> None:
        """A session that is on, or comes next, or is over: the agenda shows it, or no more."""
        starts_at = clock.now() + timedelta(minutes=self.dice.choice([-300, -20, 5, 300]))
        async with self.app.database.writing() as db:
            await factories.a_session(
                db, self.event_id, title=f"Talk {self.dice.random()}", starts_at=starts_at
            )

    async def move(self) -> None:
        """The session itself: it has not begun, it is on, it is over, or it is cancelled."""
        starts_at = clock.now() + timedelta(minutes=self.dice.choice([-300, -20, 300]))
        state = self.dice.choice(list(SessionState))
        async with self.app.database.writing() as db:
            slot = await db.get_one(Slot, self.session_id)
            slot.starts_at, slot.ends_at = starts_at, starts_at + timedelta(hours=1)
            (await db.get_one(Session, self.session_id)).state = state
            await agenda_changed(db, self.event_id, [self.session_id])

    async def announce(self) -> None:
        """To all or to the room; or what was said is taken back, or out of date."""
        what = self.dice.choice(["all", "room", "back", "over"])
        async with self.app.database.writing() as db:
            said = await all_announcements(db, self.event_id)
            if what in ("back", "over") and said:
                chosen = self.dice.choice(said)
                if what == "back":
                    await take_back(db, self.event_id, chosen.id)
                    return
                row = await db.get_one(Announcement, chosen.id)
                row.expires_at = clock.now()
                announce(db, AnnouncementChanged(self.event_id, row.session_id))
                return
            text = Translated(de=f"Raum {self.dice.random()} & <Tür>")
            where = self.session_id if what == "room" else None
            await announce_to(db, self.event_id, where, text, timedelta(hours=1))

    async def happen(self) -> None:
        """What organisers do to the session on the day, as far as it can be done now."""
        what = self.dice.choice(["put off", *SessionState])
        delay = timedelta(minutes=self.dice.choice([5, 30, 400]))
        async with self.app.database.writing() as db:
            session = await db.get_one(Session, self.session_id)
            ids, version = (self.event_id, self.session_id), session.version
            try:
                if what == "put off":
                    await put_off(db, *ids, delay, version=version, with_following=True)
                else:
                    await set_session_state(db, *ids, SessionState(what), version=version)
            except Refused:
                return

    async def come_and_go(self) -> None:
        few, many = self.dice.randrange(120), self.dice.randrange(2000)
        counts = {Topic(f"session/{self.session_id}"): self.dice.choice([few, many])}
        await self.app.database.grouped(write_presence, counts)

    async def any_question(self, *, shown: bool = False) -> int | None:
        query = select(Question.id).where(Question.session_id == self.session_id)
        if shown:
            query = query.where(Question.state == "live")
        async with self.app.database.reading() as db:
            ids = list(await db.scalars(query.order_by(Question.id)))
        return self.dice.choice(ids) if ids else None


@pytest.mark.parametrize("seed", range(3))
async def test_what_is_pushed_is_what_the_page_shows(app: App, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a repeatable sequence
    async with app.database.writing() as db:
        event_id = await factories.an_event(db)
        session_id = await factories.a_session(db, event_id)
        names = [f"Attendee {number}" for number in range(12)]
        people = [await factories.an_attendee(db, event_id, name) for name in names]
        # Has nothing of their own there, which is pushed to nobody.
        reader_id = await factories.an_attendee(db, event_id, "Reader")
        jonas_id = await factories.a_moderator(db, event_id, session_id)
    stage = Stage(app, dice, event_id, session_id, people)
    polling = Polling(app, dice, session_id, people)
    path = f"/sessions/{session_id}"
    async with (
        await factories.signed_in(app, reader_id) as reader,
        await factories.signed_in(app, jonas_id, Reach.FULL) as moderator,
    ):
        room = Topic(f"session/{session_id}")
        watchers = [
            Watcher(app, client, topic, locale, regions, also)
            for locale in ("de", "en")
            for client, topic, regions, also in (
                (reader, room, (f"{path}/regions",), (everybody(event_id),)),
                (
                    moderator,
                    Topic(f"{room}/moderators"),
                    tuple(f"{path}/{name}" for name in MODERATED),
                    (),
                ),
                (reader, agenda_topic(event_id), ("/events/offen-gesagt/agenda/now",), ()),
                (reader, everybody(event_id), ("/events/offen-gesagt/announcements",), ()),
            )
        ]
        await watch(*watchers)
        writes: list[Write] = [
            stage.ask,
            stage.ask,
            stage.upvote,
            stage.decide,
            stage.decide,
            stage.switch,
            stage.schedule,
            stage.move,
            stage.happen,
            stage.announce,
            stage.come_and_go,
            polling.prepare,
            polling.prepare,
            polling.decide,
            polling.decide,
            polling.decide,
            polling.answer,
        ]
        for step in range(STEPS):
            await dice.choice(writes)()
            if step % 10 == 9:
                for watcher in watchers:
                    await watcher.assert_right()
    async with app.database.reading() as db:
        assert (await db.scalars(select(Question.id))).all(), "nothing to compare"
        assert (await db.scalars(select(Poll.id))).all(), "nothing to compare"
