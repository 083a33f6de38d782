"""The work of `import-partners`: reading the file, planning, writing, and the words for a plan."""

from itertools import chain
from pathlib import Path

from conference.commands.asking import listed
from conference.db import Database
from conference.i18n import _
from conference.partners.imports import FILE_BYTES, TOO_LONG, import_partners, plan_of
from conference.partners.plan import Match, Plan
from conference.partners.reading import ListUnreadable, PartnerFile, decode, read_partners
from conference.partners.wording import changes_in_words


def read_file(path: Path) -> PartnerFile:
    """Raises ListUnreadable."""
    try:
        with path.open("rb") as file:
            content = file.read(FILE_BYTES + 1)
    except OSError as error:
        raise ListUnreadable(
            _("The file %(path)s cannot be read: %(why)s.", path=path, why=error.strerror)
        ) from error
    if len(content) > FILE_BYTES:
        raise ListUnreadable(TOO_LONG)
    return read_partners(decode(content))


async def plan(url: str, read: PartnerFile) -> Plan:
    database = Database(url)
    try:
        async with database.reading() as db:
            return await plan_of(db, read)
    finally:
        await database.close()


async def write(url: str, read: PartnerFile, agreed: Plan) -> None:
    """All of it or nothing. Raises Conflict."""
    database = Database(url)
    try:
        async with database.writing() as db:
            await import_partners(db, read, agreed=agreed.digest, by=None)
    finally:
        await database.close()


def summarise(planned: Plan) -> str:
    """One line: what is not zero."""
    counts = planned.counts().items()
    return ", ".join(f"{number} {name}" for name, number in counts if number) or "nothing"


def describe(planned: Plan) -> str:
    """The plan as lines, each list cut to what can be read."""
    lists = (
        ("New", (facts.name for facts in planned.new)),
        ("Changed", (_changed(match) for match in planned.changed)),
        ("Not in the file, kept", (company.name for company in planned.absent)),
        ("Left out", (f"line {fault.line}: {fault.sentence}" for fault in planned.faults)),
    )
    parts = chain.from_iterable(listed(title, lines) for title, lines in lists)
    return "\n".join([*parts, summarise(planned)])


def _changed(match: Match) -> str:
    changes = (f"{label} {before} → {after}" for label, before, after in changes_in_words(match))
    return f"{match.company.name}: {'; '.join(changes)}"
