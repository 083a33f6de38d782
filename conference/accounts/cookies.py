"""Cookies of random tokens, of which the database keeps only a hash: the sign-in, and who asked
for a one-time link."""

import hashlib
import re
import secrets

from litestar.datastructures import Cookie

from conference.settings import Settings
from conference.web.cookies import read_cookie

TOKEN_BYTES = 32
TOKEN = re.compile(r"[\w-]{43}", re.ASCII)


def cookie_name(settings: Settings) -> str:
    """`__Host-` needs HTTPS; on plain HTTP, which is loopback only, not every browser takes it."""
    return "__Host-conference" if settings.is_secure else "conference"


def asked_name(settings: Settings) -> str:
    return f"{cookie_name(settings)}-asked"


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def sign_in_cookie(settings: Settings, token: str, max_age_s: int) -> Cookie:
    return _cookie(cookie_name(settings), settings, token, max_age_s)


def asked_cookie(settings: Settings, token: str, max_age_s: int) -> Cookie:
    """Marks the browser that asked for a one-time link. It signs nobody in."""
    return _cookie(asked_name(settings), settings, token, max_age_s)


def read_token(header: str, settings: Settings) -> str:
    return read_cookie(header, cookie_name(settings))


def read_asked(header: str, settings: Settings) -> str:
    """ "" for anything but a token of ours."""
    value = read_cookie(header, asked_name(settings))
    return value if TOKEN.fullmatch(value) else ""


def _cookie(name: str, settings: Settings, token: str, max_age_s: int) -> Cookie:
    return Cookie(
        key=name,
        value=token,
        max_age=max_age_s,
        path="/",
        httponly=True,
        secure=settings.is_secure,
        samesite="lax",
    )
