"""Who sees a draft or a rehearsal: those with a role in it, who prepare it, and the people who were
invented for a rehearsal. For others it is not there."""

from conference.accounts.guards import Viewer
from conference.agenda.mastheads import Masthead
from conference.agenda.models import SHOWN, Event, EventState
from conference.errors import NotFound


def is_visible(event: Event | Masthead, viewer: Viewer | None) -> bool:
    if event.state in SHOWN:
        return True
    if viewer is None:
        return False
    takes_part = event.state == EventState.REHEARSAL and viewer.event_id == event.id
    return takes_part or viewer.has_role_at(event.id)


def require_visible(event: Event | Masthead, viewer: Viewer | None) -> None:
    """Raises NotFound."""
    if not is_visible(event, viewer):
        raise NotFound
