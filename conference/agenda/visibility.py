"""Who sees a draft: those with a role in its event, who prepare it. For others it is not there."""

from conference.accounts.guards import Viewer
from conference.agenda.mastheads import Masthead
from conference.agenda.models import Event, EventState
from conference.errors import NotFound


def is_visible(event: Event | Masthead, viewer: Viewer | None) -> bool:
    if event.state != EventState.DRAFT:
        return True
    return viewer is not None and viewer.has_role_at(event.id)


def require_visible(event: Event | Masthead, viewer: Viewer | None) -> None:
    """Raises NotFound."""
    if not is_visible(event, viewer):
        raise NotFound
