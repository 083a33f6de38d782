"""The channel team's form of one company: its labels, reading it, and filling it in again."""

from conference.i18n import Text, _
from conference.partners.countries import country_codes
from conference.partners.directory import Facts
from conference.partners.domains import read_domains, readable
from conference.partners.models import CompanySize, PartnerType, Standing
from conference.web import Form

LABELS: dict[str, Text] = {
    "number": _("Partner number"),
    "name": _("Name"),
    "country": _("Country"),
    "region": _("Region"),
    "size": _("People in the company"),
    "type": _("Type of partner"),
    "types": _("Types of partner"),
    "domains": _("Domains of its addresses"),
    "standing": _("Standing"),
}
# Whoever has more is no company, and a page could not show them.
MOST_DOMAINS = 50


def read_facts(form: Form) -> Facts:
    """Raises Invalid with a sentence for each field that cannot be taken."""
    facts = Facts(
        number=form.text("number", most=60, required=False) or None,
        name=form.text("name", most=200),
        country=form.one_of("country", country_codes()),
        region=form.text("region", most=60, required=False),
        size=form.choice("size", CompanySize) if form.entered.get("size") else None,
        types=_types(form),
        domains=_domains(form),
        standing=Standing.LISTED,
    )
    form.finish()
    return facts


def entered(facts: Facts) -> dict[str, str]:
    """The form as it would have to be filled in for these facts."""
    return {
        "number": facts.number or "",
        "name": facts.name,
        "country": facts.country,
        "region": facts.region,
        "size": facts.size or "",
        "type": next(iter(facts.types), PartnerType.UNKNOWN),
        "domains": "\n".join(readable(domain) for domain in facts.domains),
    } | {f"also-{type_}": "yes" for type_ in facts.types[1:]}


def _types(form: Form) -> tuple[PartnerType, ...]:
    """The main one first."""
    main = form.choice("type", PartnerType)
    return (main, *(t for t in PartnerType if t != main and form.checked(f"also-{t}")))


def _domains(form: Form) -> tuple[str, ...]:
    domains, faults = read_domains(form.entered.get("domains", ""))
    if faults:
        form.fault("domains", faults[0])
    if len(domains) > MOST_DOMAINS:
        form.fault("domains", _("At most %(most)d domains, please.", most=MOST_DOMAINS))
    return domains
