"""Who asks, and whether they may: looked up once a request, asked at every route and socket."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from conference.accounts.models import Reach, RoleKind
from conference.errors import Forbidden, NotFound, SignInNeeded
from conference.i18n import _
from conference.web import read_unsent

UNCONFIRMED = _("Please open the link in the mail we have sent you; then this is open.")


# Of the partner list, however their case is written; None: not limited to any.
Regions = frozenset[str] | None


@dataclass(frozen=True)
class Grant:
    """`regions`: those that channel staff are limited to; empty for all. A grant is the same one
    whatever they are."""

    kind: RoleKind
    event_id: int | None
    session_id: int | None = None
    regions: frozenset[str] = field(default=frozenset(), compare=False)


@dataclass(frozen=True)
class Viewer:
    """A signed-in browser. `person_id` and `name` are empty while it waits for the mailed link."""

    sign_in_id: int
    reach: Reach
    person_id: int | None
    name: str
    event_id: int | None
    grants: frozenset[Grant] = frozenset()

    def __hash__(self) -> int:
        """Of what nearly always tells two apart: every request asks about its viewer."""
        return hash(self.sign_in_id)

    @property
    def is_confirmed(self) -> bool:
        return self.person_id is not None

    @property
    def person(self) -> int:
        """The person's id. Raises Forbidden while the mailed link was not opened."""
        if self.person_id is None:
            raise Forbidden(UNCONFIRMED)
        return self.person_id

    @property
    def owners(self) -> tuple[str, ...]:
        """What the rights of this browser's sockets hang on (`live.recheck`), the widest last."""
        this = sign_in_owner(self.sign_in_id)
        return (this, person_owner(self.person_id)) if self.person_id else (this,)

    def has(self, kind: RoleKind, event_id: int, session_id: int | None = None) -> bool:
        """Roles count only where the sign-in was made for them: the attendee's link gives none.

        An organiser of the event may do what its moderators may; an admin what organisers may.
        """
        if self.reach != Reach.FULL:
            return False
        wanted = {Grant(kind, event_id, session_id), Grant(kind, event_id)}
        if kind in (RoleKind.MODERATOR, RoleKind.ORGANISER):
            wanted |= {Grant(RoleKind.ORGANISER, event_id), Grant(RoleKind.ADMIN, None)}
        return bool(wanted & self.grants)

    def organises(self, event_id: int) -> bool:
        return self.has(RoleKind.ORGANISER, event_id)

    def has_role_at(self, event_id: int) -> bool:
        """Any at all: who has one helps to prepare the event."""
        return any(grant.event_id in (None, event_id) for grant in self.grants)

    def has_anywhere(self, kind: RoleKind) -> bool:
        """Of any event, for what belongs to none."""
        return self.reach == Reach.FULL and any(grant.kind == kind for grant in self.grants)

    def regions(self, event_id: int) -> Regions:
        """Those the event's channel staff may see companies and people of. Who is none of them
        sees no region at all."""
        return _together(grant for grant in self._staffing if grant.event_id == event_id)

    def regions_anywhere(self) -> Regions:
        """Of all events of which they are channel staff, for what belongs to none.

        Whoever is limited in one event is limited here: no event's organisers can lift what
        another's have set.
        """
        limited = [grant for grant in self._staffing if grant.regions]
        return _together(limited or self._staffing)

    @property
    def _staffing(self) -> list[Grant]:
        return [grant for grant in self.grants if grant.kind == RoleKind.CHANNEL_STAFF]


def sign_in_owner(sign_in_id: int) -> str:
    return f"sign-in/{sign_in_id}"


def person_owner(person_id: int) -> str:
    return f"person/{person_id}"


def require(
    viewer: Viewer | None, kind: RoleKind, event_id: int, session_id: int | None = None
) -> Viewer:
    """Raises NotFound to those who need not know that the thing exists."""
    if viewer is None or not viewer.has(kind, event_id, session_id):
        raise NotFound
    return viewer


def require_anywhere(viewer: Viewer | None, kind: RoleKind) -> Viewer:
    """As `require`, for what belongs to no event."""
    if viewer is None or not viewer.has_anywhere(kind):
        raise NotFound
    return viewer


async def signed_in_only(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """A guard for what is open to roles only. It stands before all that is looked up, so that who
    is not signed in is answered the same whether it is there or not; and as signing in may have
    expired, what they entered is not lost."""
    if connection.scope["state"].get("viewer") is None:
        unsent = await read_unsent(connection) if isinstance(connection, Request) else None
        raise SignInNeeded(_("Please sign in first."), unsent)


def require_confirmed(viewer: Viewer | None) -> Viewer:
    """For asking, upvoting, answering: they open with the mailed link."""
    if viewer is None:
        raise SignInNeeded(_("Please register first, or open the link we have mailed to you."))
    if not viewer.is_confirmed:
        raise Forbidden(UNCONFIRMED)
    return viewer


def _together(grants: Iterable[Grant]) -> Regions:
    """Whom one of them does not limit is not limited."""
    limits = [grant.regions for grant in grants]
    return frozenset().union(*limits) if all(limits) else None
