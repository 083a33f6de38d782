"""A company's facts in words: for pages, the export, and what an import would change. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from conference.i18n import Text, _
from conference.partners.countries import country_name
from conference.partners.directory import Facts
from conference.partners.domains import readable
from conference.partners.entry import LABELS
from conference.partners.labels import COMPANY_SIZES, STANDINGS, TYPES_OF_OTHERS
from conference.partners.plan import Match

NOTHING = _("nothing")
WORDS: dict[str, Callable[[Any], Text | str]] = {
    "country": country_name,
    "size": lambda size: dict(COMPANY_SIZES)[size],
    "standing": lambda standing: dict(STANDINGS)[standing],
    "types": lambda types: ", ".join(str(dict(TYPES_OF_OTHERS)[type_]) for type_ in types),
    "domains": lambda domains: ", ".join(readable(domain) for domain in domains),
}


def said(facts: Facts, field: str) -> str:
    """What it says in one of its fields, "" for nothing; an import reads it again."""
    return _said(field, getattr(facts, field))


def facts_in_words(facts: Facts) -> Sequence[tuple[Text, str]]:
    """Label and value of each field but the name."""
    names = [each.name for each in fields(facts) if each.name != "name"]
    return [(LABELS[name], said(facts, name)) for name in names]


def changes_in_words(match: Match) -> Sequence[tuple[Text, Text | str, Text | str]]:
    """Label, before, after."""
    return [
        (LABELS[d.field], _said(d.field, d.before) or NOTHING, _said(d.field, d.after) or NOTHING)
        for d in match.differences
    ]


def _said(field: str, value: Any) -> str:
    return str(WORDS.get(field, str)(value)) if value else ""
