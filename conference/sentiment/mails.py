"""The mail with the channel team's answer to feedback sent by name."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.models import Person
from conference.agenda.models import Session
from conference.i18n import Text, _
from conference.mail import Composer, Letter, Link, MailContext, Quote
from conference.mail.letters import unlinked
from conference.sentiment.models import NamedFeedback

WHY = _(
    "You get this mail because you have sent feedback with your name and asked to hear back. What "
    "you have sent, and this answer, also stand in your account."
)


async def compose_reply(db: AsyncSession, context: MailContext) -> Letter | None:
    """Not due any more if the message has gone."""
    query = (
        select(NamedFeedback, Session, Person)
        .join(Session, Session.id == NamedFeedback.session_id)
        .join(Person, Person.id == NamedFeedback.person_id)
        .where(NamedFeedback.id == context.ids["feedback"])
    )
    row = (await db.execute(query)).one_or_none()
    if row is None or not row.NamedFeedback.reply:
        return None
    feedback, session, person = row
    title = session.title
    return Letter(
        to=person.email,
        name=person.name,
        subject=_("Answer to your feedback: %(session)s", session=title),
        preview=_("The channel team has answered you."),
        parts=[
            _("The channel team has answered your feedback on “%(session)s”:", session=title),
            *_lines(feedback.reply),
            _("You had written:"),
            Quote(unlinked(feedback.text)),
            Link(_("Your account"), f"{context.settings.root_url}/account"),
        ],
        reason=WHY,
        event_id=session.event_id,
    )


COMPOSERS: dict[str, Composer] = {"feedback-reply": compose_reply}


def _lines(text: str) -> list[str | Text]:
    return [line for line in text.splitlines() if line.strip()]
