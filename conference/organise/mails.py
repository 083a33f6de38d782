"""The mail to who was given a role."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.models import Person, Role, RoleKind
from conference.accounts.roles import WORDS
from conference.agenda.models import Event, Session
from conference.i18n import Text, _
from conference.mail import Composer, Letter, Link, MailContext

WHAT_TO_DO: dict[RoleKind, Text] = {
    RoleKind.ORGANISER: _(
        "You can enter and change everything of the event: its programme, its people, its texts."
    ),
    RoleKind.MODERATOR: _(
        "You decide which questions everybody sees, put them on the stage, and open polls."
    ),
    RoleKind.SPEAKER: _("You can come in before it begins, and see what is asked in your session."),
    RoleKind.CHANNEL_STAFF: _(
        "You see who has registered and come, and how the mood is; never what one company said."
    ),
}
HOW = _(
    "To sign in, enter this address there; we then mail you a link that works once. You need no "
    "password."
)
WHY = _(
    "You get this mail because an organiser of the event has entered your address. If you know "
    "nothing of it, there is nothing to do."
)


async def compose_invitation(db: AsyncSession, context: MailContext) -> Letter | None:
    """Not due any more if the role was taken away again."""
    query = (
        select(Role, Person, Event, Session.title)
        .join(Person, Person.id == Role.person_id)
        .join(Event, Event.id == Role.event_id)
        .outerjoin(Session, Session.id == Role.session_id)
        .where(Role.id == context.ids["role"], Person.id == context.person_id)
    )
    row = (await db.execute(query)).one_or_none()
    if row is None:
        return None
    role, person, event, session = row
    name = str(event.title) or str(event.motto)
    regions = ", ".join(role.regions.splitlines())
    for_session = _("For the session “%(session)s”.", session=session) if session else None
    return Letter(
        to=person.email,
        name=person.name,
        subject=_("%(event)s: you are asked to take part", event=name),
        preview=_("Your role: %(role)s.", role=WORDS[role.kind]),
        parts=[
            _("You have a role at %(event)s: %(role)s.", event=name, role=WORDS[role.kind]),
            *([for_session] if for_session else []),
            WHAT_TO_DO[role.kind],
            *(
                [_("You look after companies in these regions: %(regions)s.", regions=regions)]
                if regions
                else []
            ),
            Link(_("Sign in"), f"{context.settings.root_url}/sign-in", main=True),
            HOW,
        ],
        reason=WHY,
        event_id=event.id,
    )


COMPOSERS: dict[str, Composer] = {"invitation": compose_invitation}
