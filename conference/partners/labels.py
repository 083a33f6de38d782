"""The partner facts in words: for the registration form, the channel team's pages and figures."""

from conference.i18n import Text, _
from conference.partners.countries import country_name
from conference.partners.models import CompanySize, PartnerType, Standing

PARTNER_TYPES = (
    (PartnerType.INDIRECT_RESELLER, _("Indirect reseller")),
    (PartnerType.DIRECT_BILLING, _("Direct-billing provider")),
    (PartnerType.INDIRECT_PROVIDER, _("Indirect provider")),
    (PartnerType.SOFTWARE_HOUSE, _("Software house")),
    (PartnerType.INTEGRATOR, _("Integrator")),
    (PartnerType.UNKNOWN, _("I do not know")),
)
COMPANY_SIZES = (
    (CompanySize.UNDER_10, _("under 10")),
    (CompanySize.FROM_10, _("10 to 49")),
    (CompanySize.FROM_50, _("50 to 249")),
    (CompanySize.FROM_250, _("250 and more")),
)
STANDINGS = (
    (Standing.LISTED, _("On the list")),
    (Standing.DOMAIN, _("Found by its address")),
)
# As others say it of a company; in the form, people say it of themselves.
UNKNOWN_TYPE = _("Type not known")
TYPES_OF_OTHERS = (*PARTNER_TYPES[:-1], (PartnerType.UNKNOWN, UNKNOWN_TYPE))

# A category of the dimension "region" that is a whole country, since none of its regions is known.
COUNTRY = "country:"


def category_label(dimension: str, category: str) -> str:
    """What a category of `queries.frame` is called in the locale in force."""
    if dimension == "type":
        words = dict[str, Text](TYPES_OF_OTHERS)
        return str(words.get(category, UNKNOWN_TYPE))
    if category.startswith(COUNTRY):
        return country_name(category.removeprefix(COUNTRY))
    return category
