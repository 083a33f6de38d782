"""The page on which an event is entered: the form of its texts and settings, and its pictures."""

from collections.abc import Iterator, Mapping

from litestar import Response

from conference.agenda.days import known_zones
from conference.agenda.editions import masthead
from conference.agenda.events import facts_of
from conference.agenda.models import Event
from conference.errors import Conflict, Invalid, Refused
from conference.i18n import LANGUAGES, _
from conference.organise.done import read_done
from conference.organise.event_entry import labels, typed
from conference.organise.touched import StoredValue, differing, marks, merged
from conference.web import AnyRequest, page

FORM, LOGO, PICTURE = "event", "logo", "picture"
TICKED = {"yes": _("yes"), "": _("no")}


def event_form(
    request: AnyRequest,
    entered: Mapping[str, str],
    refusal: Refused | None = None,
    *,
    event: Event | None = None,
    at: str = FORM,
) -> Response[str]:
    """`refusal`: of the form `at`, FORM, LOGO or PICTURE."""
    stored = typed(facts_of(event)) if event else {}
    is_late = event is not None and isinstance(refusal, Conflict)
    fields = merged(entered, stored) if is_late else entered
    is_kept = isinstance(refusal, Invalid) and at == FORM
    faults = refusal.fields if isinstance(refusal, Invalid) else {}
    return page(
        request,
        "organise/event_form.html",
        event=masthead(event) if event else None,
        status=refusal.status if refusal else 200,
        at=f"/manage/events/{event.slug}/settings" if event else "/manage/events/new",
        typed=fields,
        version=event.version if event else 0,
        marks=marks(event.version, stored, entered if is_kept else None) if event else {},
        stored=list(_differing(stored, fields)) if is_late else None,
        said=read_done(request),
        labels=labels(),
        errors=faults if at == FORM else {},
        upload_errors={LOGO: {}, PICTURE: {}} | {at: faults},
        notice=refusal.sentence if refusal and not isinstance(refusal, Invalid) else None,
        zones=sorted(zone for zone in known_zones() if "/" in zone),
    )


def _differing(stored: Mapping[str, str], fields: Mapping[str, str]) -> Iterator[StoredValue]:
    spoken = {f"language_{code}": word for code, word in LANGUAGES}
    words = dict.fromkeys((*spoken, "is_registration_open"), TICKED)
    return differing(stored, fields, labels() | spoken, words)
