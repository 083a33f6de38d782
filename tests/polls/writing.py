"""Every write of polls, on random polls of one session: for the test that pushes equal pages."""

import random
from collections.abc import Sequence

from sqlalchemy import select

from conference.app import App
from conference.errors import Refused
from conference.i18n import Translated
from conference.polls import actions
from conference.polls.models import Poll, PollKind, ResultsShown
from conference.polls.queries import poll as poll_view
from conference.polls.typed import Draft
from conference.polls.votes import ballot
from conference.privacy import ScopeKind
from conference.privacy.answers import Answering, seal_answers

DECISIONS = ["open", "open", "edit", "delete", "close", "show", "hide", "archive", "repeat"]


class Polling:
    def __init__(
        self, app: App, dice: random.Random, session_id: int, people: Sequence[int]
    ) -> None:
        self.app, self.dice, self.session_id, self.people = app, dice, session_id, people

    async def prepare(self) -> None:
        async with self.app.database.writing() as db:
            await actions.create_poll(db, self.session_id, self._draft())

    async def decide(self) -> None:
        """On any poll, whatever its state: what cannot be is refused."""
        poll_id = await self._any()
        if poll_id is None:
            return
        try:
            await self._decide(poll_id)
        except Refused:
            return

    async def answer(self) -> None:
        poll_id = await self._any()
        if poll_id is None:
            return
        person_id = self.dice.choice(self.people)
        try:
            async with self.app.database.reading() as db:
                view = await poll_view(db, poll_id)
            chosen = [self.dice.choice(view.options).value]
            content = ballot(view, chosen) if self.dice.random() < 0.8 else None
            answering = Answering(ScopeKind.POLL, poll_id, person_id, None, content, self.app.keys)
            await self.app.database.grouped(seal_answers, answering)
        except Refused:
            return

    async def _decide(self, poll_id: int) -> None:
        async with self.app.database.writing() as db:
            version = (await db.get_one(Poll, poll_id)).version
            match self.dice.choice(DECISIONS):
                case "open":
                    await actions.open_poll(db, self.app.keys, poll_id, version=version)
                case "edit":
                    await actions.edit_poll(db, poll_id, self._draft(), version=version)
                case "delete":
                    await actions.delete_poll(db, poll_id)
                case "close":
                    await actions.close_poll(db, poll_id)
                case "show":
                    await actions.show_result(db, poll_id, is_shown=True)
                case "hide":
                    await actions.show_result(db, poll_id, is_shown=False)
                case "archive":
                    await actions.archive_poll(db, poll_id)
                case "repeat":
                    await actions.repeat_poll(db, poll_id)

    def _draft(self) -> Draft:
        kind = self.dice.choice(list(PollKind))
        choices = tuple(Translated(de=f"Wahl & {n}", en=f"Choice <{n}>") for n in range(3))
        return Draft(
            kind=kind,
            wording=Translated(en=f"Poll <{self.dice.random()}> & “more”"),
            choices=() if kind == PollKind.SCALE else choices,
            least=1,
            most=2 if kind == PollKind.MULTIPLE else 1,
            minutes=5,
            shown=self.dice.choice([ResultsShown.CLOSED, ResultsShown.LATER]),
        )

    async def _any(self) -> int | None:
        query = select(Poll.id).where(Poll.session_id == self.session_id).order_by(Poll.id)
        async with self.app.database.reading() as db:
            ids = list(await db.scalars(query))
        return self.dice.choice(ids) if ids else None
