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
BEGINNINGS = {
    RoleKind.CHANNEL_STAFF: "/desk",
    RoleKind.ORGANISER: "/manage",
    RoleKind.ADMIN: "/manage",
}


@dataclass(frozen=True)
class RoleView:
    """`href`: the part of the account page with the role's sessions, or where the event begins."""

    word: Text
    href: str


def roles_in_words(grants: Iterable[Grant]) -> list[RoleView]:
    """Each kind once, in a steady order: wide roles first."""
    bound = {grant.kind: grant.session_id is not None for grant in grants}
    return [
        RoleView(WORDS[kind], "#own-sessions" if bound[kind] else BEGINNINGS.get(kind, "/"))
        for kind in reversed(RoleKind)
        if kind in bound
    ]
