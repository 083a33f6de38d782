"""Roles in words, for the person who has them."""

from collections.abc import Iterable
from dataclasses import dataclass

from conference.accounts.guards import Grant
from conference.accounts.models import RoleKind
from conference.i18n import Text, _

WORDS: dict[RoleKind, Text] = {
    RoleKind.SPEAKER: _("Speaker"),
    RoleKind.MODERATOR: _("Moderator"),
    RoleKind.ORGANISER: _("Organiser"),
    RoleKind.CHANNEL_STAFF: _("Channel staff"),
    RoleKind.ADMIN: _("Administrator"),
}


@dataclass(frozen=True)
class RoleView:
    """`href`: the session the role is for, or where the conference begins."""

    word: Text
    href: str


def roles_in_words(grants: Iterable[Grant]) -> list[RoleView]:
    """In a steady order: wide roles first, then by session."""
    kinds = list(reversed(RoleKind))
    ordered = sorted(grants, key=lambda grant: (kinds.index(grant.kind), grant.session_id or 0))
    return [
        RoleView(WORDS[grant.kind], f"/sessions/{grant.session_id}" if grant.session_id else "/")
        for grant in ordered
    ]
