"""What the registration pages show: the form with what was typed, and a person's own data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from conference import i18n
from conference.agenda.editions import masthead
from conference.agenda.mastheads import Masthead
from conference.agenda.models import Event
from conference.errors import Invalid, Refused
from conference.i18n import Text
from conference.partners.countries import countries, country_name
from conference.partners.labels import COMPANY_SIZES, PARTNER_TYPES
from conference.registration import entry
from conference.registration.consents import ConsentText, consent_text
from conference.registration.models import Registration


@dataclass(frozen=True)
class FormView:
    """`entered`: what was typed, kept as it was. `notice`: a refusal that is about no field.
    `is_open`: whether the event takes registrations now."""

    action: str
    entered: Mapping[str, str]
    is_open: bool = True
    errors: Mapping[str, Text] = field(default_factory=dict)
    notice: Text | None = None

    labels = entry.LABELS
    jobs = entry.JOBS
    partner_types = PARTNER_TYPES
    company_sizes = COMPANY_SIZES

    @property
    def countries(self) -> tuple[tuple[str, str], ...]:
        return countries()

    @property
    def consent(self) -> ConsentText:
        return consent_text()

    def value(self, name: str) -> str:
        return self.entered.get(name, "")

    @property
    def language(self) -> str:
        """Whoever has chosen none reads this page in theirs."""
        return self.entered.get("language", i18n.locale())


def form_view(event: Event, entered: Mapping[str, str], refusal: Refused | None = None) -> FormView:
    action, is_open = f"/events/{event.slug}/registration", event.takes_registrations
    if isinstance(refusal, Invalid):
        return FormView(action, entered, is_open, refusal.fields)
    return FormView(action, entered, is_open, notice=refusal.sentence if refusal else None)


@dataclass(frozen=True)
class OwnRegistration:
    """What its owner sees of a registration: all that is stored."""

    id: int
    event: Masthead
    facts: tuple[tuple[Text, object], ...]
    is_link_replaced: bool


def own_registration_view(registration: Registration, event: Event) -> OwnRegistration:
    facts = {
        "company": registration.company,
        "country": country_name(registration.country),
        "job": dict(entry.JOBS)[registration.job],
        "partner_type": dict(PARTNER_TYPES)[registration.partner_type],
        "company_size": dict(COMPANY_SIZES)[registration.company_size],
    }
    return OwnRegistration(
        id=registration.id,
        event=masthead(event),
        facts=tuple((entry.LABELS[name], value) for name, value in facts.items()),
        is_link_replaced=registration.link_version > 1,
    )
