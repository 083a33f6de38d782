"""Whether an unsafe request comes from our own pages, and whether it is meant for us.

Answered by `Sec-Fetch-Site`, else by `Origin` against the root URL; never by `Host`, which the
sender chooses. There is no token, so fragments hold nothing per person.
"""

from collections.abc import Mapping

from conference.settings import Settings

SAFE = {"GET", "HEAD", "OPTIONS"}
# What is asked below of a request.
ASKED = ("host", "origin", "sec-fetch-site")
# Load balancers ask these by address; they tell nothing.
ANY_HOST = {"/healthz", "/readyz", "/metrics"}


def is_own(headers: Mapping[str, str], root_url: str) -> bool:
    """Header names in lower case. `none`, `same-site`, `null` and nothing at all are foreign."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return headers.get("origin") == root_url


def is_own_socket(headers: Mapping[str, str], root_url: str) -> bool:
    """Browsers always send `Origin` with a WebSocket."""
    return headers.get("origin") == root_url


def is_for_us(path: str, headers: Mapping[str, str], settings: Settings) -> bool:
    return path in ANY_HOST or headers.get("host") == settings.host
