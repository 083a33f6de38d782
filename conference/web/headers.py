"""Headers: one of a request, and the security headers of every response (OWASP ASVS 5.0, V3)."""

from collections.abc import Iterable
from typing import Any

from conference.settings import Settings

POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# `no-referrer` turns Origin into null and refuses every form; `same-origin` writes sign-in
# tokens into our own log.
COMMON = {
    "referrer-policy": "strict-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
PRIVATE = "private, no-store"


def header(scope: Any, name: bytes) -> str:
    """Of an ASGI scope, where names are in lower case; "" if it is not there. Litestar's own way
    reads them all."""
    value = next((value for key, value in scope["headers"] if key == name), b"")
    return str(value, "latin-1")


def security_headers(settings: Settings, stream_hosts: Iterable[str] = ()) -> dict[str, str]:
    """`stream_hosts`: origins this page may fetch video from."""
    headers = COMMON | {"content-security-policy": content_policy(stream_hosts)}
    if settings.is_secure:
        headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return headers


def content_policy(stream_hosts: Iterable[str] = ()) -> str:
    origins = " ".join(stream_hosts)
    if not origins:
        return POLICY
    return f"{POLICY}; media-src 'self' {origins}; connect-src 'self' {origins}"
