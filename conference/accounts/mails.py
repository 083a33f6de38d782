"""The mail with the one-time link for roles."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.links import role_url
from conference.accounts.models import Person, SignInLink
from conference.i18n import _
from conference.mail import Composer, Letter, Link, MailContext

WHY = _(
    "You get this mail because somebody, most likely you, asked for a link on our sign-in page. If "
    "it was not you, there is nothing to do: without that browser the link opens nothing."
)


async def compose_role_link(db: AsyncSession, context: MailContext) -> Letter | None:
    """None once the link was used or has expired."""
    row = (
        await db.execute(
            select(SignInLink, Person.name, Person.email)
            .join(Person, Person.id == SignInLink.person_id)
            .where(
                SignInLink.id == context.ids["link"],
                SignInLink.person_id == context.person_id,
                SignInLink.used_at.is_(None),
                SignInLink.expires_at > clock.now(),
            )
        )
    ).one_or_none()
    if row is None:
        return None
    return Letter(
        to=row.email,
        name=row.name,
        subject=_("Your link for signing in"),
        preview=_("It works once, for 15 minutes, in the browser in which you asked for it."),
        parts=[
            _("With this link you can sign in as moderator, organiser or staff."),
            Link(_("Sign in"), role_url(context.settings, row.SignInLink), main=True),
            _("It works once, for 15 minutes, and only in the browser in which you asked for it."),
        ],
        reason=WHY,
    )


COMPOSERS: dict[str, Composer] = {"role-link": compose_role_link}
