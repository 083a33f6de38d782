"""The page of a session, made once for all to whom it is the same, and what of it is live.

It depends on what the room was told, which is read once for all, and on how a viewer stands to it
(`Standing`), which is read for each, with all who come at the same moment.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Self

from litestar.types import ASGIApp

from conference.accounts.guards import Viewer
from conference.agenda.mastheads import Masthead
from conference.agenda.streams import sources
from conference.agenda.topics import agenda_topic
from conference.agenda.visibility import require_visible
from conference.db import Database
from conference.live import Live
from conference.privacy import KeyFolder
from conference.qa import parts as qa
from conference.qa.drafts import NO_DRAFT, Draft, read_draft
from conference.registration.admission import require_admitted
from conference.registration.rooms import event_of
from conference.settings import Settings
from conference.stage import parts, queries
from conference.stage.queries import Common
from conference.stage.standing import Asking, Standing, standings
from conference.web import AnyRequest, page
from conference.web import fragments as pieces
from conference.web.headers import content_policy
from conference.web.packed import Packed
from conference.web.pages import Onlooker, page_for

TEMPLATE = "stage/session.html"
PARTS = ("database", "live", "keys", "settings")
REGIONS = "regions"
# Of one session in one language; some are of one viewer alone.
MOST = 500


@dataclass(frozen=True)
class SessionPages:
    """As one viewer sees them."""

    database: Database
    live: Live
    keys: KeyFolder
    settings: Settings
    viewer: Viewer | None

    @classmethod
    def seen_by(cls, request: AnyRequest) -> Self:
        """For the route that is asked for most: what Litestar provides itself costs as much as a
        read."""
        state: Any = request.scope["state"]
        database, live, keys, settings = map(state["parts"].get, PARTS)
        return cls(database, live, keys, settings, state.get("viewer"))

    async def shown(self, request: AnyRequest, session_id: int) -> Packed:
        """Raises NotFound."""
        viewer, event_id = self.viewer, await event_of(self.database, self.live, session_id)
        # Before anything is read: so what is read is never older than it says.
        seen = self.live.seen(queries.topics(session_id, event_id))
        common, made = await self._kept(session_id, event_id)
        require_visible(common.event, viewer)
        standing = await self._standing(common)
        draft = read_draft(request)
        if request.scope["query_string"] or draft != NO_DRAFT:
            return self._page_of_one(request, common, standing, seen, draft)
        onlooker = _onlooker(viewer, common.event)
        shown = seen, standing, common.votes.counting(standing.voter), onlooker
        packed = made.get(shown)
        if packed is None:
            packed = self._page_of_all(common, standing, seen, onlooker)
            if len(made) < MOST:
                made[shown] = packed
        return packed

    async def regions(self, request: AnyRequest, session_id: int) -> ASGIApp:
        """As they would be pushed, and the viewer's own behind them: most people's are different,
        and a whole page for each is slow to make. Raises NotFound, SignInNeeded."""
        event_id = await event_of(self.database, self.live, session_id)
        common, made = await self._kept(session_id, event_id)
        standing = await self._standing(common)
        if not standing.is_admitted:
            async with self.database.reading() as db:
                await require_admitted(db, self.viewer, event_id)
        packed = made.get(REGIONS)
        if packed is None:
            packed = made[REGIONS] = Packed(pieces.html(parts.for_room(common)).encode())
        return packed.answer_with(request, qa.own(session_id, standing.own).html().encode())

    async def _kept(self, session_id: int, event_id: int) -> tuple[Common, dict[Hashable, Packed]]:
        topics = (*queries.topics(session_id, event_id), agenda_topic(event_id))
        return await self.live.kept.get(
            topics, ("stage", session_id), lambda: self._common(session_id)
        )

    async def _common(self, session_id: int) -> tuple[Common, dict[Hashable, Packed]]:
        """With what is made of it: the regions, and pages by what else they show."""
        async with self.database.reading() as db:
            return await queries.common(db, session_id), {}

    async def _standing(self, common: Common) -> Standing:
        if self.viewer is None:
            return Standing()
        asking = Asking(common.session.id, common.event.id, self.viewer, self.keys)
        return await self.database.gathered(standings, asking)

    def _page_of_all(
        self, common: Common, standing: Standing, seen: str, onlooker: Onlooker | None
    ) -> Packed:
        event, root_url = common.event, self.settings.root_url
        path, stage = f"/sessions/{common.session.id}", queries.stage(common, standing, seen)
        text = page_for(
            onlooker, root_url, path, TEMPLATE, event=event, stage=stage, draft=NO_DRAFT
        )
        return Packed(text.encode(), self._headers(event))

    def _page_of_one(
        self, request: AnyRequest, common: Common, standing: Standing, seen: str, draft: Draft
    ) -> Packed:
        """With what has just been done, or typed before."""
        said = str(request.query_params.get("said", ""))
        stage = queries.stage(common, standing, seen, said)
        shown = page(request, TEMPLATE, event=common.event, stage=stage, draft=draft)
        return Packed(shown.content.encode(), self._headers(common.event))

    def _headers(self, event: Masthead) -> dict[str, str]:
        return {"content-security-policy": content_policy(sources(self.settings, event))}


def _onlooker(viewer: Viewer | None, event: Masthead) -> Onlooker | None:
    if viewer is None:
        return None
    return Onlooker(viewer.is_confirmed, viewer.event_id, viewer.organises(event.id))
