"""The form of an event: its labels, reading it, and filling it in again."""

from collections.abc import Mapping
from datetime import time

from conference.agenda.actions import check_event
from conference.agenda.events import EventFacts
from conference.errors import Invalid
from conference.i18n import LOCALES, Text, _
from conference.organise.reading import (
    labels_of,
    read_colour,
    read_date,
    read_hosts,
    read_time,
    read_translated,
    typed_translated,
)
from conference.web import Form

LABELS: dict[str, Text] = {
    "title": _("Name of the event"),
    "motto": _("Motto"),
    "summary": _("In a sentence or two"),
    "slug": _("Short name in addresses"),
    "starts_on": _("First day"),
    "ends_on": _("Last day"),
    "timezone": _("Time zone"),
    "day_change": _("A day ends at"),
    "languages": _("Languages of the event"),
    "accent": _("Colour"),
    "stream_hosts": _("Where its videos come from"),
    "contact": _("Whom attendees can ask"),
    "privacy": _("What attendees should know about their data here"),
    "is_registration_open": _("Registration is open"),
}
# Where an event's page would be, there is another (/manage/events/new).
RESERVED = {"new"}
TEXTS = {"title": 200, "motto": 120, "summary": 500}
LONG_TEXTS = {"contact": 2000, "privacy": 10_000}
NEW: Mapping[str, str] = {
    "timezone": "Europe/Berlin",
    "day_change": "04:00",
    "language_de": "yes",
    "language_en": "yes",
    "is_registration_open": "yes",
}


def labels() -> dict[str, str]:
    """By field: of texts, one for each language."""
    found = {name: str(label) for name, label in LABELS.items()}
    for name in (*TEXTS, *LONG_TEXTS):
        found |= labels_of(name, LABELS[name])
    return found


def read_event(form: Form) -> EventFacts:
    """Raises Invalid with a sentence for each field that cannot be taken."""
    texts = {
        name: read_translated(form, name, most=most, required=name != "summary")
        for name, most in TEXTS.items()
    }
    long_texts = {
        name: read_translated(form, name, most=most, required=False, lines=True)
        for name, most in LONG_TEXTS.items()
    }
    facts = EventFacts(
        **texts,
        **long_texts,
        slug=form.text("slug", most=60).lower(),
        starts_on=read_date(form, "starts_on"),
        ends_on=read_date(form, "ends_on"),
        timezone=form.text("timezone", most=60),
        day_change=_day_change(form),
        languages=_languages(form),
        accent=read_colour(form, "accent"),
        stream_hosts=read_hosts(form, "stream_hosts"),
        is_registration_open=form.checked("is_registration_open"),
    )
    if facts.slug in RESERVED:
        form.fault("slug", _("This name is taken by a page of its own. Please choose another."))
    _check(form, facts)
    form.finish()
    return facts


def typed(facts: EventFacts) -> dict[str, str]:
    """The form as it would have to be filled in for these facts."""
    texts = {"title": facts.title, "motto": facts.motto, "summary": facts.summary}
    texts |= {"contact": facts.contact, "privacy": facts.privacy}
    fields = {
        "slug": facts.slug,
        "starts_on": facts.starts_on.isoformat(),
        "ends_on": facts.ends_on.isoformat(),
        "timezone": facts.timezone,
        "day_change": facts.day_change.isoformat("minutes"),
        "accent": facts.accent,
        "stream_hosts": "\n".join(facts.stream_hosts.split()),
        "is_registration_open": "yes" if facts.is_registration_open else "",
    }
    for name, text in texts.items():
        fields |= typed_translated(name, text)
    return fields | {f"language_{code}": "yes" for code in facts.languages.split(",")}


def _check(form: Form, facts: EventFacts) -> None:
    """What no event can be, said together with all that could not be read."""
    try:
        check_event(facts.slug, facts.starts_on, facts.ends_on, facts.timezone)
    except Invalid as refusal:
        for name, sentence in refusal.fields.items():
            # What is said of the last day says nothing where the first could not be read.
            if name != "ends_on" or "starts_on" not in form.faults:
                form.fault(name, sentence)


def _languages(form: Form) -> str:
    spoken = [code for code in LOCALES if form.checked(f"language_{code}")]
    if not spoken:
        form.fault("languages", _("Please tick one language at least."))
    return ",".join(spoken)


def _day_change(form: Form) -> time:
    found = read_time(form, "day_change")
    if found > time(12):
        form.fault("day_change", _("A day ends between midnight and noon of the next."))
    return found
