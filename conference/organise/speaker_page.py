"""The page of one speaker for organisers: the form of what is said of them, and their portrait."""

from collections.abc import Mapping

from litestar import Response

from conference.agenda.editions import masthead
from conference.agenda.models import Event, Speaker
from conference.agenda.speakers import SpeakerFacts, facts_of
from conference.errors import Conflict, Invalid, Refused
from conference.i18n import _
from conference.organise.done import read_done
from conference.organise.reading import labels_of, typed_translated
from conference.organise.touched import differing, marks, merged
from conference.web import AnyRequest, page

FORM, PORTRAIT, REMOVAL = "speaker", "portrait", "removal"


def speaker_page(
    request: AnyRequest,
    event: Event,
    entered: Mapping[str, str],
    refusal: Refused | None = None,
    *,
    speaker: Speaker | None = None,
    at: str = FORM,
) -> Response[str]:
    """`refusal`: of the form `at`."""
    stored = typed(facts_of(speaker)) if speaker else {}
    is_late = speaker is not None and at == FORM and isinstance(refusal, Conflict)
    fields = merged(entered, stored) if is_late else entered
    is_kept = isinstance(refusal, Invalid) and at == FORM
    faults = refusal.fields if isinstance(refusal, Invalid) else {}
    return page(
        request,
        "organise/speaker_form.html",
        event=masthead(event),
        status=refusal.status if refusal else 200,
        at=f"/manage/events/{event.slug}/speakers/{speaker.id if speaker else 'new'}",
        speaker=speaker,
        refused=at if refusal else "",
        typed=fields,
        marks=marks(speaker.version, stored, entered if is_kept else None) if speaker else {},
        stored=list(differing(stored, fields, labels(), {})) if is_late else None,
        said=read_done(request),
        labels=labels(),
        errors=faults if at == FORM else {},
        upload_errors=faults if at != FORM else {},
        notice=refusal.sentence if refusal and not isinstance(refusal, Invalid) else None,
    )


def labels() -> dict[str, str]:
    """By field: of texts, one for each language."""
    found = {"name": str(_("Name")), "url": str(_("Page elsewhere"))}
    for name, label in (("headline", _("What they do")), ("biography", _("About them"))):
        found |= labels_of(name, label)
    return found


def typed(facts: SpeakerFacts) -> dict[str, str]:
    """The form as it would have to be filled in for these facts."""
    texts = typed_translated("headline", facts.headline)
    texts |= typed_translated("biography", facts.biography)
    return {"name": facts.name, "url": facts.url} | texts
