"""Logo, picture and portraits of an event that begins as a copy; what its sessions gave out stays
behind.

Copied within the database, as together they may be large.
"""

from collections.abc import Mapping

from sqlalchemy import insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.agenda.models import Speaker
from conference.agenda.models_beside import Upload, UploadKind

KEPT = (Upload.kind, Upload.title, Upload.name, Upload.media_type, Upload.size, Upload.digest)
COPIED = (*KEPT, Upload.position, Upload.content)


async def copy_pictures(
    db: AsyncSession, source_id: int, event_id: int, speakers: Mapping[int, Speaker]
) -> None:
    """`speakers`: the copied ones by the ids of those they are copies of."""
    ours = select(Upload.id, Upload.speaker_id).where(
        Upload.event_id == source_id, Upload.kind != UploadKind.DOWNLOAD
    )
    for upload_id, speaker_id in (await db.execute(ours)).all():
        owner = speakers[speaker_id].id if speaker_id else None
        changed = {"event_id": event_id, "speaker_id": owner, "added_at": clock.now()}
        await _copy(db, upload_id, changed)


async def _copy(db: AsyncSession, upload_id: int, changed: Mapping[str, object]) -> None:
    values = [literal(value, getattr(Upload, name).type) for name, value in changed.items()]
    row = select(*COPIED, *values).where(Upload.id == upload_id)
    names = [column.key for column in COPIED]
    await db.execute(insert(Upload).from_select([*names, *changed], row))
