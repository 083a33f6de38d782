"""Which stored session each session of a file is."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from conference.agenda.formats.model import ImportedSession


@dataclass(frozen=True)
class StoredSession:
    """A session as it is stored, put as a file would say it. `source`: where it came from.

    The times of one that is not scheduled say nothing.
    """

    id: int
    source: str | None
    session: ImportedSession
    uid: str = ""
    is_scheduled: bool = True
    is_withdrawn: bool = False

    @property
    def key(self) -> str:
        return str(self.id)

    @property
    def is_shown(self) -> bool:
        return self.is_scheduled and not self.is_withdrawn


# Where several share a guid, the likest find each other first; what is left pairs up in the
# order of its starts, so that a repeat which moved is moved, not gone and new.
LIKENESSES: tuple[Callable[[ImportedSession], Hashable], ...] = (
    lambda session: session,
    lambda session: (session.guid, session.starts_at, session.room),
    lambda session: (session.guid, session.starts_at),
    lambda session: session.guid,
)


def partners(
    stored: Sequence[StoredSession], sessions: Sequence[ImportedSession]
) -> list[StoredSession | None]:
    """One for each of `sessions`, in their order; first of all one that is in the programme."""
    free = sorted(stored, key=lambda kept: (not kept.is_shown, kept.session.starts_at))
    order = sorted(range(len(sessions)), key=lambda at: sessions[at].starts_at)
    found: dict[int, StoredSession] = {}
    for likeness in LIKENESSES:
        waiting: defaultdict[Hashable, deque[StoredSession]] = defaultdict(deque)
        for kept in free:
            waiting[likeness(kept.session)].append(kept)
        for at in order:
            if at not in found and (alike := waiting[likeness(sessions[at])]):
                found[at] = alike.popleft()
        free = [kept for alike in waiting.values() for kept in alike]
    return [found.get(at) for at in range(len(sessions))]
