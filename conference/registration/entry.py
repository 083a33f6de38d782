"""What the registration form asks: its choices in words, and reading what was entered."""

from dataclasses import dataclass

from conference.i18n import LOCALES, Text, _
from conference.partners.countries import country_codes
from conference.partners.models import CompanySize, PartnerType
from conference.registration.consents import ConsentText, consent_text, read_consent
from conference.registration.models import Job
from conference.web import Form

JOBS = (
    (Job.MANAGEMENT, _("Management")),
    (Job.SALES, _("Sales")),
    (Job.TECHNOLOGY, _("Technology")),
    (Job.MARKETING, _("Marketing")),
    (Job.OTHER, _("Something else")),
)
LABELS: dict[str, Text] = {
    "name": _("Your name"),
    "email": _("E-mail address"),
    "company": _("Company"),
    "country": _("Country"),
    "job": _("Your work"),
    "partner_type": _("Type of partner"),
    "company_size": _("People in the company"),
    "language": _("Language of our mails"),
    "consent": _("Consent"),
}
NO_CONSENT = _("Without your consent we cannot register you.")
OLD_CONSENT = _("This text has changed since you opened the page. Please read and agree once more.")


@dataclass(frozen=True)
class Entry:
    """What a person registers with, all of it checked."""

    name: str
    email: str
    company: str
    country: str
    job: Job
    partner_type: PartnerType
    company_size: CompanySize
    language: str
    consent: ConsentText


def read_entry(form: Form) -> Entry:
    """Raises Invalid with a sentence for each field that cannot be taken."""
    entry = Entry(
        name=form.text("name", most=120),
        email=form.email("email"),
        company=form.text("company", most=200),
        country=form.one_of("country", country_codes()),
        job=form.choice("job", Job),
        partner_type=form.choice("partner_type", PartnerType),
        company_size=form.choice("company_size", CompanySize),
        language=form.one_of("language", LOCALES),
        consent=_consent(form),
    )
    form.finish()
    return entry


def _consent(form: Form) -> ConsentText:
    key = form.entered.get("consent", "")
    consent = read_consent(key)
    if consent is None:
        form.fault("consent", OLD_CONSENT if key else NO_CONSENT)
    return consent or consent_text()
