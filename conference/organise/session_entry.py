"""The form of a session: its labels, reading what it is, and filling it in again.

When and where: `organise.place_entry`; who speaks: `organise.speaking_entry`.
"""

import re
from collections.abc import Iterator

from conference.agenda.formats.languages import MOST as MOST_SPOKEN
from conference.agenda.formats.links import LINKS_LIMIT
from conference.agenda.formats.texts import LINE_LIMIT, TEXT_LIMIT
from conference.agenda.models import Level, SessionKind
from conference.agenda.session_editing import LinkFacts, SessionFacts
from conference.i18n import LANGUAGES, Text, Translated, _
from conference.organise.offered import Offered
from conference.organise.reading import (
    labels_of,
    read_address,
    read_translated,
    typed_translated,
)
from conference.organise.speaking_entry import read_speakers, typed_speakers
from conference.web import Form

KINDS: dict[SessionKind, Text] = {
    SessionKind.TALK: _("Talk"),
    SessionKind.KEYNOTE: _("Keynote"),
    SessionKind.PANEL: _("Panel"),
    SessionKind.WORKSHOP: _("Workshop"),
    SessionKind.EXCHANGE: _("Exchange of experience"),
    SessionKind.BREAK: _("Break"),
}
LABELS: dict[str, Text] = {
    "title": _("Title"),
    "subtitle": _("Subtitle"),
    "abstract": _("In short"),
    "description": _("Description"),
    "kind": _("Kind"),
    "level": _("Level"),
    "track": _("Track"),
    "tags": _("Tags"),
    "new_speakers": _("New speakers"),
    "day": _("Day"),
    "other_day": _("Another day"),
    "starts": _("Begins at"),
    "minutes": _("Minutes"),
    "room": _("Room"),
    "turn": _("Which of the two"),
    "video": _("Stream"),
    "recording": _("Recording"),
}
LINES, TEXTS = ("title", "subtitle"), ("abstract", "description")
TAG_MOST, MOST_TAGS = 40, 20
LEAST_LINKS = 3
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LINK_KINDS = ("related", "attachment", "recording", "feedback", "origin")


def labels() -> dict[str, str]:
    """By field, in the form's order: of texts, one for each language."""
    found: dict[str, str] = {}
    for name, label in LABELS.items():
        if name in (*LINES, *TEXTS):
            found |= labels_of(name, label)
        else:
            found[name] = str(label)
    for at in range(LINKS_LIMIT):
        found[f"link_title_{at}"] = str(_("Link %(number)d: title", number=at + 1))
        found[f"link_url_{at}"] = str(_("Link %(number)d: address", number=at + 1))
    return found


def missing(
    kind: SessionKind, title: Translated, abstract: Translated, languages: tuple[str, ...]
) -> tuple[str, ...]:
    """The fields that an event in these languages still lacks of a session; a break needs no more
    than a title."""
    texts = (
        {"title": title} if kind == SessionKind.BREAK else {"title": title, "abstract": abstract}
    )
    return tuple(
        field
        for name, text in texts.items()
        for field in (f"{name}_{code}" for code in languages)
        if not typed_translated(name, text).get(field)
    )


def read_facts(form: Form, offered: Offered) -> SessionFacts:
    """Notes a fault for each field that cannot be taken; the caller finishes the form."""
    lines = {
        name: read_translated(form, name, most=LINE_LIMIT, required=name == "title")
        for name in LINES
    }
    texts = {
        name: read_translated(form, name, most=TEXT_LIMIT, required=False, lines=True)
        for name in TEXTS
    }
    track = form.one_of("track", ["", *(str(id_) for id_, _name in offered.tracks)])
    speaker_ids, new_speakers = read_speakers(form, offered)
    return SessionFacts(
        **lines,
        **texts,
        kind=form.choice("kind", SessionKind),
        level=form.choice("level", Level),
        languages=",".join(_spoken(form)),
        tags=_tags(form),
        track_id=int(track) if track else None,
        video=read_address(form, "video", may_be_ours=True),
        recording=read_address(form, "recording", may_be_ours=True),
        links=tuple(_links(form)),
        speaker_ids=speaker_ids,
        new_speakers=new_speakers,
    )


def typed_facts(facts: SessionFacts) -> dict[str, str]:
    """The form as it would have to be filled in for these facts."""
    typed = {
        "kind": facts.kind,
        "level": facts.level,
        "track": str(facts.track_id or ""),
        "tags": ", ".join(filter(None, facts.tags.split(","))),
        "video": facts.video,
        "recording": facts.recording,
    }
    for name in (*LINES, *TEXTS):
        typed |= typed_translated(name, getattr(facts, name))
    for at, link in enumerate(facts.links):
        typed |= {f"link_{part}_{at}": value for part, value in vars(link).items()}
    typed |= {f"spoken_{code}": "yes" for code in facts.languages.split(",") if code}
    return typed | typed_speakers(facts.speaker_ids)


def link_count(typed: dict[str, str]) -> int:
    """How many links the form has room for: one more than there are."""
    used = [at for at in range(LINKS_LIMIT) if typed.get(f"link_url_{at}")]
    return min(LINKS_LIMIT, max(LEAST_LINKS, max(used, default=0) + 2))


def spoken_in(typed: dict[str, str]) -> tuple[str, ...]:
    """The codes to offer: ours, and whatever else a file said."""
    others = (name.removeprefix("spoken_") for name in typed if name.startswith("spoken_"))
    codes = dict.fromkeys((*dict(LANGUAGES), *filter(LANGUAGE.fullmatch, others)))
    return tuple(codes)[: len(LANGUAGES) + MOST_SPOKEN]


def _spoken(form: Form) -> list[str]:
    codes = [code for code in spoken_in(form.entered) if form.checked(f"spoken_{code}")]
    return codes[:MOST_SPOKEN]


def _tags(form: Form) -> str:
    written = form.text("tags", most=1000, required=False)
    tags = [tag for part in written.split(",") if (tag := part.strip())]
    if len(tags) > MOST_TAGS or any(len(tag) > TAG_MOST for tag in tags):
        sentence = _(
            "At most %(count)d tags of %(most)d characters each, please.",
            count=MOST_TAGS,
            most=TAG_MOST,
        )
        form.fault("tags", sentence)
    return ",".join(dict.fromkeys(tags))


def _links(form: Form) -> Iterator[LinkFacts]:
    for at in range(LINKS_LIMIT):
        url = read_address(form, f"link_url_{at}")
        title = form.text(f"link_title_{at}", most=LINE_LIMIT, required=False)
        kind = form.entered.get(f"link_kind_{at}", "")
        if url:
            yield LinkFacts(url, title, kind if kind in LINK_KINDS else LINK_KINDS[0])
        elif title:
            form.fault(f"link_url_{at}", _("A link needs an address."))
