"""How files of our own are known, and what they say in words that others understand as well.

A cancelled session has its title after a mark, as in the files of others; the mark is taken off
again only where the file is our own, so that nothing is lost on the way out and back. What the
title itself says then decides nothing. Sessions without an address of their own carry that of
their page, since version 1 of schedule.json asks for one; it is not read back.
"""

import re
from typing import Any

from conference.agenda.formats.shapes import mapping
from conference.agenda.formats.texts import slug

GENERATOR = "conference"
CANCELLED = "CANCELLED: "
PAGE = "{base_url}sessions/{id}"


def is_own(generator: object) -> bool:
    """`generator`: what the file says of its maker, an object or a name."""
    return bool(mapping(generator).get("name", generator) == GENERATOR)


def own_source(conference: dict[str, Any], acronym: str) -> str:
    """What schedule.json forbids its acronym stands under "meta"; schedule.xml had it filled up."""
    named = mapping(conference.get("meta")).get("source")
    return slug(named if isinstance(named, str) else acronym.rstrip("_"))


def own_fields(fields: dict[str, Any], base_url: str | None) -> dict[str, Any]:
    """A session of our own file, put as it is stored. Its `is_cancelled` is a bool."""
    title = str(fields.get("title") or "")
    address = re.escape(PAGE.format(base_url=base_url or "", id="")) + "[0-9]+"
    is_page = bool(re.fullmatch(address, str(fields.get("url"))))
    return fields | {
        "title": title.removeprefix(CANCELLED),
        "is_cancelled": title.startswith(CANCELLED),
        "url": None if is_page else fields.get("url"),
    }
