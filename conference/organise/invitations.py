"""The people of an event: who has which role, who may be invited, and who must stay."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.actions import find_or_add_person
from conference.accounts.models import Person, Role, RoleKind
from conference.accounts.queries import CALLED
from conference.accounts.roles import WORDS
from conference.agenda.models import Event, Session
from conference.errors import Conflict, Invalid, NotFound
from conference.i18n import LOCALES, Text, Translated, _
from conference.organise import roles
from conference.partners.regions import spelled
from conference.web import Form

KINDS = (RoleKind.ORGANISER, RoleKind.MODERATOR, RoleKind.SPEAKER, RoleKind.CHANNEL_STAFF)
ONE_SESSION = frozenset({RoleKind.SPEAKER})
OTHERS_ONLY = _("Nobody can make themselves channel staff. Another organiser can.")
SESSIONS = frozenset({RoleKind.SPEAKER, RoleKind.MODERATOR})


@dataclass(frozen=True)
class Invitation:
    """`session_id`: None for the whole event. `regions`: those that channel staff are limited to,
    spelled as in the partner list; empty for all. `language`: of the mail, for who has none yet."""

    kind: RoleKind
    email: str
    name: str
    session_id: int | None
    regions: tuple[str, ...]
    language: str


@dataclass(frozen=True)
class RoleView:
    """What it is for: without a session and without regions, for the whole event."""

    id: int
    session: Translated | None
    regions: tuple[str, ...]
    given_at: datetime


@dataclass(frozen=True)
class Holder:
    """Somebody with one kind of role, for as many sessions as `roles`."""

    kind: RoleKind
    name: str
    email: str
    roles: tuple[RoleView, ...]

    @property
    def word(self) -> Text:
        return WORDS[self.kind]


def read_invitation(
    form: Form, sessions: Mapping[int, Translated], regions: Sequence[str]
) -> Invitation:
    """`sessions`: those of the event; `regions`: those of the partner list. Raises Invalid with a
    sentence for each field."""
    kind = RoleKind(form.one_of("kind", KINDS))
    email = form.email("email")
    invitation = Invitation(
        kind=kind,
        email=email,
        name=form.text("name", most=120, required=False) or email.partition("@")[0],
        session_id=_session(form, kind, sessions),
        regions=_regions(form, kind, regions),
        language=form.one_of("language", LOCALES),
    )
    form.finish()
    return invitation


async def invite(db: AsyncSession, event: Event, invitation: Invitation, *, by: int) -> None:
    """They get a mail. Channel staff may be invited again for other regions. Raises Invalid if
    they have that role already, and for who would let themselves see what partners say."""
    person_id = await find_or_add_person(
        db, name=invitation.name, email=invitation.email, language=invitation.language
    )
    if invitation.kind == RoleKind.CHANNEL_STAFF and person_id == by:
        raise Invalid({"email": OTHERS_ONLY})
    is_given = await roles.give_to(
        db,
        event,
        invitation.kind,
        person_id,
        invitation.name,
        by=by,
        session_id=invitation.session_id,
        regions=invitation.regions,
    )
    if not is_given:
        raise Invalid({"email": _("This person has that role already.")})


async def dismiss(db: AsyncSession, event: Event, role_id: int, *, by: int) -> None:
    """Raises NotFound, and Conflict for the last organiser."""
    # So that two organisers do not dismiss each other at the same moment.
    ours = select(Role).where(Role.event_id == event.id).with_for_update()
    held = {role.id: role for role in await db.scalars(ours)}
    if role_id not in held:
        raise NotFound
    organisers = [id_ for id_, role in held.items() if role.kind == RoleKind.ORGANISER]
    if organisers == [role_id]:
        raise Conflict(_("Without an organiser nobody could change the event any more."))
    await roles.take(db, event, role_id, by=by, session_id=held[role_id].session_id)


async def people(db: AsyncSession, event_id: int) -> list[Holder]:
    """By kind of role, in the order of `KINDS`, then by name; roles as they were given."""
    rows = await db.execute(
        select(Role, CALLED, Person.email, Session.title)
        .join(Person, Person.id == Role.person_id)
        .outerjoin(Session, Session.id == Role.session_id)
        .where(Role.event_id == event_id)
        .order_by(Role.id)
    )
    names: dict[str, str] = {}
    held: defaultdict[tuple[RoleKind, str], list[RoleView]] = defaultdict(list)
    for role, name, email, session in rows:
        names.setdefault(email, name)
        view = RoleView(role.id, session, tuple(role.regions.splitlines()), role.given_at)
        held[role.kind, email].append(view)
    holders = [Holder(kind, names[to], to, tuple(roles)) for (kind, to), roles in held.items()]
    return sorted(holders, key=lambda each: (KINDS.index(each.kind), each.name, each.email))


def _session(form: Form, kind: RoleKind, sessions: Mapping[int, Translated]) -> int | None:
    """Of roles for the whole event, what was chosen says nothing."""
    chosen = form.number("session")
    if kind not in SESSIONS:
        return None
    if chosen in sessions:
        return chosen
    if kind in ONE_SESSION or form.entered.get("session"):
        form.fault("session", _("Please choose the session."))
    return None


def _regions(form: Form, kind: RoleKind, known: Sequence[str]) -> tuple[str, ...]:
    """Each once, in the order of the list; of other roles they say nothing."""
    if kind != RoleKind.CHANNEL_STAFF:
        return ()
    lines = form.text("regions", most=2000, required=False, lines=True).splitlines()
    found, unknown = spelled(lines, known)
    if unknown:
        sentence = _("Not a region of the partner list: %(regions)s.", regions=", ".join(unknown))
        form.fault("regions", sentence)
    return found
