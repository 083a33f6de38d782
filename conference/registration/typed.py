"""What was typed into the form, kept for a while in this browser and nowhere else.

So a mistyped address can be corrected without typing all again, and no row of ours knows that two
registrations came from one hand.
"""

import base64
import binascii
import json
from collections.abc import Mapping

from litestar.datastructures import Cookie

from conference.settings import Settings

NAME = "typed"
KEPT_S = 1800
# Browsers take cookies up to 4096 bytes, name and attributes included.
MOST = 3800
# Not the consent: whoever corrects an entry agrees to the corrected one.
FIELDS = (
    "name",
    "email",
    "company",
    "country",
    "job",
    "partner_type",
    "company_size",
    "language",
)


def typed_cookie(settings: Settings, path: str, entered: Mapping[str, str]) -> Cookie:
    """An empty cookie if it would be too long for a browser."""
    kept = {name: entered[name] for name in FIELDS if name in entered}
    value = base64.urlsafe_b64encode(
        json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace")
    ).decode("ascii")
    return Cookie(
        key=NAME,
        value=value if len(value) <= MOST else "",
        path=path,
        max_age=KEPT_S,
        httponly=True,
        secure=settings.is_secure,
        samesite="lax",
    )


def read_typed(cookies: Mapping[str, str]) -> dict[str, str]:
    """Whatever a browser sends: only our fields, only texts."""
    try:
        kept = json.loads(base64.urlsafe_b64decode(cookies.get(NAME, "")))
    except (binascii.Error, ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {name: _shown(kept[name]) for name in FIELDS if isinstance(kept.get(name), str)}


def _shown(text: str) -> str:
    """JSON can name half a character, which no page can show."""
    return text.encode("utf-8", "replace").decode()
