"""The work of `import-agenda`: reading the file, planning, writing, and the words for a plan."""

from itertools import chain
from pathlib import Path

from sqlalchemy import select

from conference.agenda.actions import check_event
from conference.agenda.formats.bounds import read_bounded
from conference.agenda.formats.model import AgendaUnreadable, ImportedAgenda
from conference.agenda.formats.reading import read_agenda
from conference.agenda.imports import create_event_from, import_agenda, plan_of
from conference.agenda.models import Event
from conference.agenda.plan import Match, Plan
from conference.commands.asking import listed
from conference.db import Database
from conference.i18n import _

SHOWN_CHARACTERS = 60


def read_file(path: Path, slug: str, timezone: str | None, *, repair: bool) -> ImportedAgenda:
    """Raises AgendaUnreadable, and Invalid where no event could be made of it under this slug."""
    imported = read_agenda(_bytes(path), timezone=timezone, repair=repair)
    check_event(slug, imported.starts_on, imported.ends_on, imported.timezone)
    return imported


async def plan(url: str, slug: str, imported: ImportedAgenda) -> Plan:
    database = Database(url)
    try:
        async with database.reading() as db:
            return await plan_of(db, slug, imported)
    finally:
        await database.close()


async def write(url: str, slug: str, imported: ImportedAgenda, agreed: Plan) -> None:
    """The event, if it is new, and its agenda, or nothing. Raises Conflict."""
    database = Database(url)
    try:
        async with database.writing() as db:
            event_id = await db.scalar(select(Event.id).where(Event.slug == slug))
            if event_id is None:
                event_id = await create_event_from(db, imported, slug)
            await import_agenda(db, event_id, imported, agreed=agreed.digest)
    finally:
        await database.close()


def summarise(planned: Plan) -> str:
    """One line: what is not zero."""
    counts = {name.replace("_", " "): number for name, number in planned.counts().items()}
    return ", ".join(f"{number} {name}" for name, number in counts.items() if number) or "nothing"


def describe(planned: Plan, imported: ImportedAgenda) -> str:
    """The plan as lines, each list cut to what can be read."""
    head = f"{imported.title}, {imported.starts_on} to {imported.ends_on}, {imported.timezone}"
    lists = (
        ("New", (session.title for session in planned.new)),
        ("Changed", (_changed(match) for match in planned.changed)),
        ("No longer in the file, kept", (kept.session.title for kept in planned.gone)),
        ("Unreadable", (f"{fault.where}: {fault.reason}" for fault in planned.unreadable)),
        ("Repaired", (f"{repair.where}: {repair.note}" for repair in planned.repairs)),
    )
    parts = chain.from_iterable(listed(title, lines) for title, lines in lists)
    return "\n".join([head, *parts, summarise(planned)])


def _bytes(path: Path) -> bytes:
    try:
        return read_bounded(path)
    except OSError as error:
        raise AgendaUnreadable(
            _("The file %(path)s cannot be read: %(why)s.", path=path, why=error.strerror)
        ) from error


def _changed(match: Match) -> str:
    changes = (f"{d.field} {_short(d.before)} → {_short(d.after)}" for d in match.differences)
    return f"{match.imported.title}: {'; '.join(changes)}"


def _short(value: object) -> str:
    words = ", ".join(_name(each) for each in value) if isinstance(value, tuple) else value
    text = " ".join(str(words).split())
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"


def _name(part: object) -> str:
    """Of a speaker, a link or a language."""
    return str(getattr(part, "name", None) or getattr(part, "url", None) or part)
