"""What features above tell accounts about signing in; `app.py` registers it.

A link that signs in is read by whoever mailed it; accounts shows the page and opens the sign-in.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.accounts.models import Reach
from conference.settings import Settings


@dataclass(frozen=True)
class SignInOffer:
    """What a link opens once its reader has agreed. `on_used` runs in the transaction of the new
    sign-in, and may refuse. `next_path` holds no token."""

    person_id: int
    name: str
    reach: Reach
    event_id: int | None
    next_path: str
    on_used: Callable[[AsyncSession], Awaitable[None]] | None = None


# Must not write: it is asked for GET, too. None: not one of its tokens, or no longer valid.
Resolver = Callable[[AsyncSession, Settings, str], Awaitable[SignInOffer | None]]
# A part of the account page; None where the viewer has no such thing.
AccountSection = Callable[[AsyncSession, Viewer], Awaitable[Markup | None]]


@dataclass(frozen=True)
class Signing:
    """Injected into routes as `signing`."""

    resolvers: tuple[Resolver, ...] = ()
    sections: tuple[AccountSection, ...] = ()
