"""Cookies of random tokens, of which the database keeps only a hash: the sign-in, and who asked
for a one-time link. And where who asked wants to go once signed in."""

import hashlib
import re
import secrets
from urllib.parse import quote, unquote

from litestar.datastructures import Cookie

from conference.settings import Settings
from conference.web import own_path
from conference.web.cookies import read_cookie

TOKEN_BYTES = 32
TOKEN = re.compile(r"[\w-]{43}", re.ASCII)


def cookie_name(settings: Settings) -> str:
    """`__Host-` needs HTTPS; on plain HTTP, which is loopback only, not every browser takes it."""
    return "__Host-conference" if settings.is_secure else "conference"


def asked_name(settings: Settings) -> str:
    return f"{cookie_name(settings)}-asked"


def next_name(settings: Settings) -> str:
    return f"{cookie_name(settings)}-next"


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def sign_in_cookie(settings: Settings, token: str, max_age_s: int) -> Cookie:
    return _cookie(cookie_name(settings), settings, token, max_age_s)


def asked_cookie(settings: Settings, token: str, max_age_s: int) -> Cookie:
    """Marks the browser that asked for a one-time link. It signs nobody in."""
    return _cookie(asked_name(settings), settings, token, max_age_s)


def next_cookie(settings: Settings, path: str, max_age_s: int) -> Cookie:
    """`path`: one of ours (see `own_path`)."""
    return _cookie(next_name(settings), settings, quote(path), max_age_s)


def read_token(header: str, settings: Settings) -> str:
    return read_cookie(header, cookie_name(settings))


def read_asked(header: str, settings: Settings) -> str:
    """ "" for anything but a token of ours."""
    value = read_cookie(header, asked_name(settings))
    return value if TOKEN.fullmatch(value) else ""


def read_next(header: str, settings: Settings) -> str:
    """ "" for anything but a path of ours."""
    return own_path(unquote(read_cookie(header, next_name(settings))), "")


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
