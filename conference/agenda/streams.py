"""Where the stream of a session may come from: this server, and origins that it or the event
names. The page's policy lets browsers fetch from nowhere else. Pure."""

from collections.abc import Collection
from urllib.parse import urlsplit

from conference.agenda.mastheads import Masthead
from conference.settings import Settings

USUAL_PORTS = {"https": ":443", "http": ":80"}


def sources(settings: Settings, event: Masthead) -> tuple[str, ...]:
    """Beside the server itself."""
    return (*settings.stream_hosts, *event.stream_hosts)


def refused_source(video: str, allowed: Collection[str]) -> str:
    """The origin of a stream that is none of those, or ""."""
    if not urlsplit(video).netloc:
        return ""
    origin = _origin(video)
    return "" if origin in map(_origin, allowed) else origin


def _origin(address: str) -> str:
    parts = urlsplit(address.lower())
    return f"{parts.scheme}://{parts.netloc.removesuffix(USUAL_PORTS.get(parts.scheme, ''))}"
