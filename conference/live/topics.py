"""Topics: what is looked at, and by whom. Decided on the server; no browser names one."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, NewType

from sqlalchemy.ext.asyncio import AsyncSession

from conference.db import Change
from conference.web import Fragment

Topic = NewType("Topic", str)


@dataclass(frozen=True)
class Broadcast:
    """What one kind of change means for one audience.

    `topic` gives the audience of a change, or None where it means nothing to anybody; `fragments`
    queries the state now and says what of it is shown. It must not write, and must give the same
    for every viewer of the topic.
    """

    change: type[Change]
    topic: Callable[[Any], Topic | None]
    fragments: Callable[[AsyncSession, Any], Awaitable[Sequence[Fragment]]]
