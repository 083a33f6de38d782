"""Owing a mail: put into the outbox in the transaction of what it is about.

`conference.mail.outbox` sends what stands there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.db import Change, announce
from conference.mail.models import OWED, OutboxMail

# Its rows are written like all others and never sent, so that an unknown address costs what a
# known one does.
NOBODY = 0
MOST = 3
WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class MailQueued(Change):
    pass


async def queue(
    db: AsyncSession, template: str, person_id: int, ids: Mapping[str, int | str], locale: str
) -> None:
    """`ids` is stored and backed up: numbers and words, never a token or an address."""
    now = clock.now()
    row = OutboxMail(
        template=template,
        person_id=person_id,
        ids=dict(ids),
        locale=locale,
        queued_at=now,
        next_at=now,
    )
    db.add(row)
    announce(db, MailQueued())


async def addressee(db: AsyncSession, person_id: int | None) -> int:
    """The person, or NOBODY: for an unknown one, and for one who was queued 3 mails within
    15 minutes. For mails that anybody can cause by entering an address."""
    query = select(func.count()).where(
        OutboxMail.person_id == (person_id or NOBODY), OutboxMail.queued_at > clock.now() - WINDOW
    )
    recent = await db.scalar(query) or 0
    return person_id if person_id and recent < MOST else NOBODY


async def forget(db: AsyncSession, person_ids: Sequence[int]) -> None:
    """All mails to people who are removed."""
    await db.execute(delete(OutboxMail).where(OutboxMail.person_id.in_(person_ids)))


async def waiting(db: AsyncSession) -> int:
    """Mails that are owed, due or not, those to NOBODY included."""
    return await db.scalar(select(func.count()).select_from(OutboxMail).where(OWED)) or 0
