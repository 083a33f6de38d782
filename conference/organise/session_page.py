"""The page of one session for organisers: its form, what can be done on the day, its moderators.

Every form on it comes back there when it is refused, with what was typed and the sentence why.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from litestar import Response
from sqlalchemy.ext.asyncio import AsyncSession

from conference import i18n
from conference.agenda.dates import day_and_month, weekday
from conference.agenda.models import Event, Session
from conference.agenda.queries import masthead
from conference.agenda.scheduling import RoomTaken
from conference.agenda.session_editing import facts_of
from conference.errors import Conflict, Invalid, Refused
from conference.i18n import LOCALES, _
from conference.organise.offered import Offered, offered
from conference.organise.place_entry import OTHER_DAY, TURNS, USUAL_MINUTES, typed_place
from conference.organise.session_entry import (
    KINDS,
    LEVELS,
    labels,
    link_count,
    missing,
    spoken_in,
    typed_facts,
)
from conference.organise.sessions import STATES, helpers, moderators, session_of
from conference.web import AnyRequest, page

NEW = {"kind": "talk", "level": "all", "day": "", "minutes": USUAL_MINUTES}
FORM, DELAY, CANCELLATION, WITHDRAWAL, MODERATORS = (
    *("session", "delay", "cancellation", "withdrawal", "moderators"),
)


@dataclass(frozen=True)
class Attempt:
    """A form of the page that was refused: which, what was typed into it, and why."""

    refusal: Refused
    entered: Mapping[str, str] = field(default_factory=dict)
    at: str = FORM


@dataclass(frozen=True)
class StoredValue:
    """What stands in a field now, where something else was typed. `language`: of a text that is
    in one, else ""."""

    name: str
    label: str
    value: str

    @property
    def language(self) -> str:
        code = self.name.rpartition("_")[2]
        return code if code in LOCALES else ""

    @property
    def is_address(self) -> bool:
        return self.name in ("video", "recording") or self.name.startswith("link_url_")


async def new_page(
    request: AnyRequest,
    db: AsyncSession,
    event: Event,
    entered: Mapping[str, str],
    refusal: Refused | None = None,
) -> Response[str]:
    given = await offered(db, event)
    attempt = Attempt(refusal, entered) if refusal else None
    return _page(request, event, given, NEW | dict(entered), attempt)


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
    is_form = attempt is not None and attempt.at == FORM
    typed = dict(attempt.entered) if attempt and is_form else stored | dict(proposed or {})
    is_late = is_form and attempt is not None and isinstance(attempt.refusal, Conflict)
    return _page(
        request,
        event,
        given,
        typed,
        attempt,
        session=session,
        is_proposed=bool(proposed),
        stored=list(_differing(stored, typed, given)) if is_late else [],
        moderators=await moderators(db, session),
        helpers=[(str(each.person_id), each.name) for each in await helpers(db, event.id)],
    )


def typed_session(session: Session, given: Offered) -> dict[str, str]:
    return typed_facts(facts_of(session)) | typed_place(session, given.event)


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
        state=STATES[session.state] if session else None,
        refused=attempt.at if attempt else "",
        entered=attempt.entered if attempt else {},
        errors=refusal.fields if isinstance(refusal, Invalid) else {},
        notice=refusal.sentence if refusal and not isinstance(refusal, Invalid) else None,
        is_room_taken=isinstance(refusal, RoomTaken),
        **{"is_proposed": False, "stored": [], "moderators": [], "helpers": [], **more},
    )


def _choices(given: Offered) -> dict[str, list[tuple[str, object]]]:
    """By field pairs of value and label, without the one that means nothing is chosen."""
    return {
        "kind": [(kind.value, word) for kind, word in KINDS.items()],
        "level": [(level.value, word) for level, word in LEVELS.items()],
        "track": [(str(id_), name) for id_, name in given.tracks],
        "room": [(str(id_), name) for id_, name in given.rooms],
        "day": [
            *((day.isoformat(), _written(day)) for day in given.days),
            (OTHER_DAY, _("Another day")),
        ],
    }


def _written(day: date) -> str:
    return f"{weekday(day, i18n.locale())}, {day_and_month(day, i18n.locale())}"


def _missing(session: Session, given: Offered) -> tuple[str, ...]:
    return missing(session.kind, session.title, session.abstract, given.event.languages)


def _differing(
    stored: Mapping[str, str], typed: Mapping[str, str], given: Offered
) -> Iterator[StoredValue]:
    """In the order of the form."""
    choices = {name: dict(pairs) for name, pairs in _choices(given).items()}
    for name, label in labels().items():
        value = stored.get(name, "")
        if name != "new_speakers" and value != typed.get(name, ""):
            yield StoredValue(name, label, str(choices.get(name, {}).get(value, value)) or "–")
    speakers = {name for name in (*stored, *typed) if name.startswith("speaker_")}
    if any(stored.get(name, "") != typed.get(name, "") for name in speakers):
        named = (name for id_, name in given.speakers if stored.get(f"speaker_{id_}"))
        yield StoredValue("speakers", str(_("Speakers")), ", ".join(named) or "–")
