"""What sessions of an event may still lack, as conditions: for its overview and for the list."""

from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists

from conference.accounts.models import Role, RoleKind
from conference.agenda.models import Session, SessionKind, SessionState, Slot
from conference.i18n import Text, _


class Gap(StrEnum):
    """A break needs neither a stream nor a moderator."""

    TIME = "unscheduled"
    STREAM = "streamless"
    MODERATOR = "unmoderated"


WORDS: dict[Gap, Text] = {
    Gap.TIME: _("without a time"),
    Gap.STREAM: _("without a stream"),
    Gap.MODERATOR: _("without a moderator"),
}


def takes_place(event_id: int) -> ColumnElement[bool]:
    """Of a session: it belongs to the event and was neither cancelled nor withdrawn."""
    return and_(Session.event_id == event_id, Session.state == SessionState.CONFIRMED)


def lacks(gap: Gap, event_id: int) -> ColumnElement[bool]:
    """Of a session that takes place."""
    is_held = Session.kind != SessionKind.BREAK
    match gap:
        case Gap.TIME:
            lacking = ~exists().where(Slot.session_id == Session.id).correlate(Session)
        case Gap.STREAM:
            lacking = is_held & (Session.video == "")
        case Gap.MODERATOR:
            is_moderated = (
                exists()
                .where(
                    Role.event_id == event_id,
                    Role.kind == RoleKind.MODERATOR,
                    (Role.session_id == Session.id) | Role.session_id.is_(None),
                )
                .correlate(Session)
            )
            lacking = is_held & ~is_moderated
    return takes_place(event_id) & lacking
