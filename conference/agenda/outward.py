"""What is stored, in a file's words: the same where it is written as where a file is compared."""

from uuid import UUID, uuid5

from conference.agenda.formats.links import arranged
from conference.agenda.formats.model import ImportedLink, LinkKind
from conference.agenda.formats.notes import Notes
from conference.agenda.formats.texts import read_line, read_text, uid_of
from conference.agenda.kinds import kind_of
from conference.agenda.models import Session, SessionKind, Speaker
from conference.i18n import Translated

PERSONS = UUID("9b0f6c1e-52d7-4a3b-8a41-6d5c0a7e2f13")


def said(text: Translated, language: str | None) -> str:
    """In that language, else in one there is; without one, as it was written first."""
    written = text.in_locale(language)[0] if language else next(iter(text.values()), "")
    return cleaned(written)


def cleaned(text: str) -> str:
    """As it comes back from a file."""
    return read_text(text, "", Notes(""))


def cleaned_line(text: str) -> str:
    return read_line(text, "", Notes(""))


def kind_word(session: Session) -> str:
    """The word it was imported with, as long as it means its kind; else that of the kind."""
    is_meant = kind_of(session.kind_word) == session.kind
    if is_meant and (session.kind_word or session.source):
        return session.kind_word
    return SessionKind(session.kind).value


def person_guid(speaker: Speaker) -> str:
    """The guid an import brought; else one that is made of no address, and stays."""
    kind, _colon, guid = speaker.key.partition(":")
    if kind == "guid" and (uid := uid_of(guid)):
        return uid
    return str(uuid5(PERSONS, f"{speaker.event_id}\n{speaker.source}\n{speaker.key}"))


def links_of(session: Session) -> tuple[ImportedLink, ...]:
    """The recording among them."""
    links = [
        ImportedLink(link.url, cleaned_line(link.title), _kind(link.kind)) for link in session.links
    ]
    if session.recording and session.recording not in (link.url for link in links):
        links.append(ImportedLink(session.recording, "", "recording"))
    return arranged(links)


def _kind(word: str) -> LinkKind:
    kind: LinkKind = word  # type: ignore[assignment]
    return kind
