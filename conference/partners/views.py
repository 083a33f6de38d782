"""What the channel team's partner pages show beside the companies: the form, the list's filters."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from conference.errors import Invalid, Refused
from conference.i18n import Text, _
from conference.partners.countries import countries
from conference.partners.directory import Company
from conference.partners.entry import LABELS
from conference.partners.labels import COMPANY_SIZES, STANDINGS, TYPES_OF_OTHERS
from conference.partners.listing import ORDERS, ListView

PATH = "/desk/partners"
Choices = tuple[tuple[str, Text | str], ...]


@dataclass(frozen=True)
class FormView:
    """`company`: the one that is changed, as it is now; None for a new one. `version`: the one
    that what was entered is written over."""

    entered: Mapping[str, str]
    company: Company | None = None
    version: int = 0
    errors: Mapping[str, Text] = field(default_factory=dict)
    notice: Text | None = None

    labels = LABELS
    types = TYPES_OF_OTHERS
    sizes = COMPANY_SIZES

    @property
    def countries(self) -> tuple[tuple[str, str], ...]:
        return countries()

    @property
    def at(self) -> str:
        """The form's own page."""
        return f"{PATH}/{self.company.id}/edit" if self.company else f"{PATH}/new"

    def value(self, name: str, otherwise: str = "") -> str:
        return self.entered.get(name, otherwise)


@dataclass(frozen=True)
class Filter:
    """`unset`: what the list shows without it."""

    name: str
    label: Text
    value: str
    choices: Choices
    unset: Text


def form_view(
    entered: Mapping[str, str],
    refusal: Refused | None = None,
    *,
    company: Company | None = None,
    version: int | None = None,
) -> FormView:
    current = company.version if company else 0
    if isinstance(refusal, Invalid):
        errors, notice = refusal.fields, None
    else:
        errors, notice = {}, refusal.sentence if refusal else None
    return FormView(entered, company, current if version is None else version, errors, notice)


def filters(view: ListView) -> tuple[Filter, ...]:
    wanted = view.wanted
    return (
        Filter("standing", LABELS["standing"], wanted.standing, STANDINGS, _("All standings")),
        Filter("type", LABELS["type"], wanted.type, TYPES_OF_OTHERS, _("All types")),
        Filter("country", LABELS["country"], wanted.country, view.countries, _("All countries")),
        Filter(
            "sort",
            _("Order"),
            "" if wanted.order == "name" else wanted.order,
            ORDERS[1:],
            ORDERS[0][1],
        ),
    )
