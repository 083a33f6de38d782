"""The page of one session for organisers: its form, what can be done on the day, its moderators.

Every form on it comes back there when it is refused, with what was typed and the sentence why.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from litestar import Response
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock, i18n
from conference.agenda import levels
from conference.agenda.dates import day_and_month, weekday
from conference.agenda.days import conference_day
from conference.agenda.editions import masthead
from conference.agenda.models import Event, Session
from conference.agenda.scheduling import RoomTaken
from conference.agenda.session_editing import facts_of
from conference.agenda.streams import refused_source, sources
from conference.agenda.uploads import downloads
from conference.errors import Conflict, Invalid, Refused
from conference.i18n import _
from conference.organise.done import read_done
from conference.organise.offered import Offered, offered
from conference.organise.place_entry import OTHER_DAY, TURNS, USUAL_MINUTES, typed_place
from conference.organise.session_entry import (
    KINDS,
    labels,
    link_count,
    missing,
    spoken_in,
    typed_facts,
)
from conference.organise.sessions import STATES, helpers, moderators, session_of
from conference.organise.touched import StoredValue, differing, marks, merged
from conference.web import AnyRequest, page, settings_of

NEW = {"kind": "talk", "level": "all", "day": "", "minutes": USUAL_MINUTES}
FORM, DELAY, CANCELLATION, WITHDRAWAL, MODERATORS, FILES = (
    *("session", "delay", "cancellation", "withdrawal", "moderators", "files"),
)
# What a page has that is no session's yet.
OF_NO_SESSION: dict[str, object] = {
    "is_proposed": False,
    "is_today": False,
    "marks": {},
    "stored": None,
    "files": (),
    "moderators": (),
    "helpers": (),
}


@dataclass(frozen=True)
class Attempt:
    """A form of the page that was refused: which, what was typed into it, and why."""

    refusal: Refused
    entered: Mapping[str, str] = field(default_factory=dict)
    at: str = FORM

    @property
    def is_late(self) -> bool:
        """Somebody else has saved meanwhile."""
        return isinstance(self.refusal, Conflict)


async def new_page(
    request: AnyRequest,
    db: AsyncSession,
    event: Event,
    entered: Mapping[str, str],
    refusal: Refused | None = None,
) -> Response[str]:
    given = await offered(db, event)
    attempt = Attempt(refusal, entered) if refusal else None
    only = {"day": given.days[0].isoformat()} if len(given.days) == 1 else {}
    return _page(request, event, given, NEW | only | dict(entered), attempt)


async def session_page(
    request: AnyRequest,
    db: AsyncSession,
    event: Event,
    session_id: int,
    attempt: Attempt | None = None,
    *,
    proposed: Mapping[str, str] | None = None,
) -> Response[str]:
    """`proposed`: fields that are filled in otherwise than they are stored. Raises NotFound."""
    session = await session_of(db, event.id, session_id)
    given = await offered(db, event, session_id)
    stored = typed_session(session, given)
    form = attempt if attempt and attempt.at == FORM else None
    is_late = form is not None and form.is_late
    typed = _typed(form, stored) if form else stored | dict(proposed or {})
    return _page(
        request,
        event,
        given,
        typed,
        attempt,
        session=session,
        is_proposed=bool(proposed),
        is_today=_is_today(session, given),
        marks=marks(session.version, stored, form.entered if form and not is_late else None),
        stored=list(_differing(stored, typed, given)) if is_late else None,
        files=await downloads(db, session_id),
        moderators=await moderators(db, session),
        helpers=[(str(each.person_id), each.name) for each in await helpers(db, event.id)],
    )


def typed_session(session: Session, given: Offered) -> dict[str, str]:
    return typed_facts(facts_of(session)) | typed_place(session, given.event)


def _typed(form: Attempt, stored: Mapping[str, str]) -> dict[str, str]:
    return merged(form.entered, stored) if form.is_late else dict(form.entered)


def _page(
    request: AnyRequest,
    event: Event,
    given: Offered,
    typed: dict[str, str],
    attempt: Attempt | None,
    *,
    session: Session | None = None,
    **more: object,
) -> Response[str]:
    refusal = attempt.refusal if attempt else None
    here = f"/manage/events/{event.slug}/sessions"
    return page(
        request,
        "organise/session_form.html",
        event=masthead(event),
        status=refusal.status if refusal else 200,
        at=f"{here}/{session.id if session else 'new'}",
        here=here,
        session=session,
        typed=typed,
        labels=labels(),
        given=given,
        choices=_choices(given),
        turns=TURNS,
        spoken=spoken_in(typed),
        links=range(link_count(typed)),
        missing=_missing(session, given) if session else (),
        refused_source=_refused_source(request, session, given) if session else "",
        state=STATES[session.state] if session else None,
        refused=attempt.at if attempt else "",
        entered=attempt.entered if attempt else {},
        errors=refusal.fields if isinstance(refusal, Invalid) else {},
        notice=refusal.sentence if refusal and not isinstance(refusal, Invalid) else None,
        is_room_taken=isinstance(refusal, RoomTaken),
        said=read_done(request),
        **(OF_NO_SESSION | more),
    )


def _choices(given: Offered) -> dict[str, list[tuple[str, object]]]:
    """By field pairs of value and label, without the one that means nothing is chosen."""
    return {
        "kind": [(kind.value, word) for kind, word in KINDS.items()],
        "level": [(level.value, word) for level, word in levels.WORDS.items()],
        "track": [(str(id_), name) for id_, name in given.tracks],
        "room": [(str(id_), name) for id_, name in given.rooms],
        "day": [
            *((day.isoformat(), _written(day)) for day in given.days),
            (OTHER_DAY, _("Another day")),
        ],
    }


def _written(day: date) -> str:
    return f"{weekday(day, i18n.locale())}, {day_and_month(day, i18n.locale())}"


def _is_today(session: Session, given: Offered) -> bool:
    event, slot = given.event, session.slot
    today = conference_day(clock.now(), event.zone, event.day_change)
    return slot is not None and slot.day == today


def _missing(session: Session, given: Offered) -> tuple[str, ...]:
    return missing(session.kind, session.title, session.abstract, given.event.languages)


def _refused_source(request: AnyRequest, session: Session, given: Offered) -> str:
    return refused_source(session.video, sources(settings_of(request), given.event))


def _differing(
    stored: Mapping[str, str], typed: Mapping[str, str], given: Offered
) -> Iterator[StoredValue]:
    choices = {name: dict(pairs) for name, pairs in _choices(given).items()}
    fields = {name: label for name, label in labels().items() if name != "new_speakers"}
    yield from differing(stored, typed, fields, choices)
    speakers = {name for name in (*stored, *typed) if name.startswith("speaker_")}
    if any(stored.get(name, "") != typed.get(name, "") for name in speakers):
        named = (name for id_, name in given.speakers if stored.get(f"speaker_{id_}"))
        yield StoredValue("speakers", str(_("Speakers")), ", ".join(named) or "–")
