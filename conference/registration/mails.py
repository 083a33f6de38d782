"""Mails to attendees: the welcome, and the personal link again. Links are made here, each time."""

from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.models import Person
from conference.agenda.calendars import days_calendar
from conference.agenda.editions import masthead
from conference.agenda.formats.write_ical import MEDIA_TYPE
from conference.agenda.models import Event
from conference.i18n import Text, _
from conference.mail import Attachment, Composer, Letter, Link, MailContext
from conference.registration.links import personal_token
from conference.registration.models import Registration
from conference.registration.queries import registrations_of
from conference.settings import Settings

WHAT_HAPPENS = _(
    "The link opens a page with your name. Press “Continue” there, and this browser stays signed "
    "in for two weeks: you can watch, ask and agree with questions of others."
)
WHEN_IT_WORKS = _(
    "It works before, during and after the conference, on every device, as often as you like. "
    "It is yours alone: whoever has it comes in under your name."
)
DAYS = _(
    "The days are attached for your calendar. Your link is not in there, since calendars are often "
    "shared."
)
IN_YOUR_MAIL = _("Your personal link is in the mail that brought this entry.")
NOT_YOU = _(
    "You get this mail because this address was entered on our registration form. If that was "
    "not you, there is nothing to do: without the link nobody comes in under your name."
)
ASKED_FOR = _(
    "You get this mail because somebody, most likely you, asked for it with this address. If it "
    "was not you, there is nothing to do."
)


async def compose_welcome(db: AsyncSession, context: MailContext) -> Letter | None:
    """Not due any more if the registration has gone."""
    registration = await db.get(Registration, context.ids["registration"])
    if registration is None:
        return None
    person = await db.get_one(Person, registration.person_id)
    event = await db.get_one(Event, registration.event_id)
    return Letter(
        to=person.email,
        name=person.name,
        subject=_("Your link to %(event)s", event=event_name(event)),
        preview=_("It works before, during and after the conference, on every device."),
        parts=[
            _(
                "You are registered for %(event)s, %(dates)s. There is a seat for you.",
                event=event_name(event),
                dates=masthead(event).dates,
            ),
            Link(_("Come in"), personal_url(context.settings, registration), main=True),
            WHAT_HAPPENS,
            WHEN_IT_WORKS,
            Link(_("Agenda"), f"{context.settings.root_url}/events/{event.slug}/agenda"),
            DAYS,
        ],
        reason=NOT_YOU,
        event_id=event.id,
        attachments=(await _days(db, context, registration, event),),
    )


async def compose_links(db: AsyncSession, context: MailContext) -> Letter | None:
    """The links of all the person's registrations; not due if there are none."""
    person = await db.get(Person, context.person_id)
    registrations = await registrations_of(db, context.person_id)
    if person is None or not registrations:
        return None
    links = [
        part
        for registration, event in registrations
        for part in (_heading(event), _way_in(context.settings, registration))
    ]
    events = {event.id for _registration, event in registrations}
    return Letter(
        to=person.email,
        name=person.name,
        subject=_("Your personal link", "Your %(n)d personal links", n=len(registrations)),
        preview=_("It works before, during and after the conference, on every device."),
        parts=[*links, WHAT_HAPPENS, WHEN_IT_WORKS],
        reason=ASKED_FOR,
        event_id=events.pop() if len(events) == 1 else None,
    )


COMPOSERS: dict[str, Composer] = {"registration": compose_welcome, "personal-link": compose_links}


def personal_url(settings: Settings, registration: Registration) -> str:
    token = personal_token(settings.secret, registration.id, registration.link_version)
    return f"{settings.root_url}/sign-in/{token}"


def event_name(event: Event) -> str:
    """The title in the locale in force; an imported event may have but a motto."""
    return str(event.title) or str(event.motto)


async def _days(
    db: AsyncSession, context: MailContext, registration: Registration, event: Event
) -> Attachment:
    """The same at every attempt."""
    content = await days_calendar(
        db,
        event,
        context.locale,
        context.settings,
        at=registration.registered_at,
        note=str(IN_YOUR_MAIL),
    )
    method = {"charset": "utf-8", "method": "PUBLISH"}
    return Attachment(f"{event.slug}.ics", MEDIA_TYPE, content, method)


def _heading(event: Event) -> Text:
    return _(
        "Here is your link to %(event)s, %(dates)s:",
        event=event_name(event),
        dates=masthead(event).dates,
    )


def _way_in(settings: Settings, registration: Registration) -> Link:
    return Link(_("Come in"), personal_url(settings, registration), main=True)
