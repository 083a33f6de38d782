"""A question typed before its browser might ask: kept in that browser and nowhere else.

As a row it would lead from an anonymous question to who asked it: through the text, in logs and
copies of the database, or through the transaction that deletes it when the question is sent.
"""

import base64
import binascii
import json
from dataclasses import dataclass

from litestar.datastructures import Cookie

from conference.settings import Settings
from conference.web import AnyRequest
from conference.web.cookies import read_cookie
from conference.web.headers import header

NAME = "draft"
KEPT_S = 14 * 86_400


@dataclass(frozen=True)
class Draft:
    text: str = ""
    is_anonymous: bool = True


NO_DRAFT = Draft()


def draft_cookie(settings: Settings, session_id: int, draft: Draft) -> Cookie:
    """Of a session's pages. A text that may be asked fits into it."""
    kept = json.dumps([draft.text, draft.is_anonymous], ensure_ascii=False)
    return _cookie(settings, session_id, base64.urlsafe_b64encode(kept.encode()).decode(), KEPT_S)


def no_draft(settings: Settings, session_id: int) -> Cookie:
    return _cookie(settings, session_id, "", 0)


def read_draft(request: AnyRequest) -> Draft:
    """An empty one for whatever else a browser sends."""
    value = read_cookie(header(request.scope, b"cookie"), NAME)
    if not value:
        return NO_DRAFT
    try:
        kept = json.loads(base64.urlsafe_b64decode(value))
    except (binascii.Error, ValueError, RecursionError):
        return NO_DRAFT
    match kept:
        case [str(text), bool(is_anonymous)]:
            return Draft(text.encode("utf-8", "replace").decode(), is_anonymous)
    return NO_DRAFT


def _cookie(settings: Settings, session_id: int, value: str, max_age_s: int) -> Cookie:
    return Cookie(
        key=NAME,
        value=value,
        path=f"/sessions/{session_id}",
        max_age=max_age_s,
        httponly=True,
        secure=settings.is_secure,
        samesite="lax",
    )
