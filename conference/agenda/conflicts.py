"""What cannot be as it is scheduled, or should not be: found, and put into a sentence. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conference.agenda.clashes import overlapping
from conference.i18n import Text, Translated, _


class ConflictKind(StrEnum):
    ROOM = "room"
    SPEAKER = "speaker"
    OUTSIDE = "outside"
    NO_STREAM = "no-stream"
    REFUSED_STREAM = "refused-stream"
    NO_MODERATOR = "no-moderator"


GAPS = (ConflictKind.NO_STREAM, ConflictKind.REFUSED_STREAM, ConflictKind.NO_MODERATOR)


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A session that is to take place, as far as it can be in conflict with anything. `speakers`:
    names by id. A break needs neither stream nor moderator. `refused_source`: see `streams`."""

    id: int
    title: Translated
    starts_at: datetime
    ends_at: datetime
    room_id: int | None = None
    room: str = ""
    speakers: Mapping[int, str]
    is_break: bool = False
    has_stream: bool = True
    refused_source: str = ""
    is_moderated: bool = True


@dataclass(frozen=True)
class ScheduleConflict:
    """`sessions`: the ids of one session, or of the two that are in each other's way."""

    kind: ConflictKind
    sessions: tuple[int, ...]
    sentence: Text

    @property
    def is_error(self) -> bool:
        """It cannot be; all others may be meant, or are still to be done."""
        return self.kind == ConflictKind.ROOM

    @property
    def is_gap(self) -> bool:
        """Nothing is in its way, but something is still missing."""
        return self.kind in GAPS


def conflicts(
    sessions: Iterable[Planned], begins_at: datetime, ends_at: datetime
) -> tuple[ScheduleConflict, ...]:
    """In the order of their kinds, then of the sessions. The moments: of the whole event.

    Where more than a few are in one room at once, or one speaker is in more than a few sessions,
    not every pair of them is named, but each of them is.
    """
    ordered = sorted(sessions, key=lambda each: (each.starts_at, each.id))
    found = [
        *_in_one_room(ordered),
        *_of_one_speaker(ordered),
        *_outside(ordered, begins_at, ends_at),
        *_unready(ordered),
    ]
    place = {kind: at for at, kind in enumerate(ConflictKind)}
    return tuple(sorted(found, key=lambda each: place[each.kind]))


def _in_one_room(sessions: Sequence[Planned]) -> Iterator[ScheduleConflict]:
    by_room: defaultdict[int | None, list[Planned]] = defaultdict(list)
    for each in sessions:
        by_room[each.room_id].append(each)
    by_room.pop(None, None)
    for held in by_room.values():
        for one, other in overlapping(held):
            sentence = _(
                "“%(one)s” and “%(other)s” are in %(room)s at the same time. Move one of them, "
                "or end the first earlier.",
                one=one.title,
                other=other.title,
                room=one.room,
            )
            yield ScheduleConflict(ConflictKind.ROOM, (one.id, other.id), sentence)


def _of_one_speaker(sessions: Sequence[Planned]) -> Iterator[ScheduleConflict]:
    by_speaker: defaultdict[int, list[Planned]] = defaultdict(list)
    for each in sessions:
        for speaker_id in each.speakers:
            by_speaker[speaker_id].append(each)
    for speaker_id, held in by_speaker.items():
        for one, other in overlapping(held):
            sentence = _(
                "%(name)s speaks in “%(one)s” and in “%(other)s” at the same time. Move one of "
                "them, or ask somebody else.",
                name=one.speakers[speaker_id],
                one=one.title,
                other=other.title,
            )
            yield ScheduleConflict(ConflictKind.SPEAKER, (one.id, other.id), sentence)


def _outside(
    sessions: Iterable[Planned], begins_at: datetime, ends_at: datetime
) -> Iterator[ScheduleConflict]:
    for each in sessions:
        if each.starts_at < begins_at or each.ends_at > ends_at:
            sentence = _(
                "“%(title)s” is outside the days of the event. Move it, or change the event's "
                "first or last day.",
                title=each.title,
            )
            yield ScheduleConflict(ConflictKind.OUTSIDE, (each.id,), sentence)


def _unready(sessions: Iterable[Planned]) -> Iterator[ScheduleConflict]:
    for each in sessions:
        if not (each.is_break or each.has_stream):
            sentence = _(
                "“%(title)s” has no stream. Enter its address with the session.", title=each.title
            )
            yield ScheduleConflict(ConflictKind.NO_STREAM, (each.id,), sentence)
        if each.refused_source:
            sentence = _(
                "“%(title)s” has its stream at %(origin)s, from where browsers do not play it. Add "
                "that to the settings of the event.",
                title=each.title,
                origin=each.refused_source,
            )
            yield ScheduleConflict(ConflictKind.REFUSED_STREAM, (each.id,), sentence)
        if not (each.is_break or each.is_moderated):
            sentence = _(
                "“%(title)s” has no moderator, so nobody looks at its questions. Name one with "
                "the session.",
                title=each.title,
            )
            yield ScheduleConflict(ConflictKind.NO_MODERATOR, (each.id,), sentence)
