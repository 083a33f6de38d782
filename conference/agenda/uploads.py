"""Files that were uploaded: the portraits of speakers, logo and picture of an event, what a session
gives out. Made ready before, as no transaction should wait for it: `agenda.pictures`,
`agenda.downloads`.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.guards import Viewer
from conference.agenda.actions import agenda_changed
from conference.agenda.downloads import Download
from conference.agenda.events import locked_event
from conference.agenda.models import SHOWN, Event, Session
from conference.agenda.models_beside import Upload, UploadKind
from conference.agenda.pictures import FILE, EventPicture, Picture
from conference.agenda.speakers import sessions_of_speaker, speaker_of
from conference.agenda.visibility import require_visible
from conference.errors import Invalid, NotFound
from conference.i18n import Translated, _

MOST_DOWNLOADS = 10
EVENT_MIB = 200
TOO_MANY = _("A session has at most %(most)d files.", most=MOST_DOWNLOADS)
EVENT_FULL = _(
    "With this file the event would hold more than %(most)d MiB. Please remove another one first.",
    most=EVENT_MIB,
)


@dataclass(frozen=True)
class DownloadView:
    """A file of a session, as pages list it. `size` in bytes."""

    id: int
    digest: str
    title: Translated
    name: str
    size: int

    @property
    def path(self) -> str:
        return f"/uploads/{self.id}/{self.digest}"

    @property
    def kind(self) -> str:
        """Such as "PDF"."""
        return PurePosixPath(self.name).suffix.removeprefix(".").upper()


@dataclass(frozen=True)
class UploadFacts:
    """All of a file but what it holds."""

    id: int
    digest: str
    kind: UploadKind
    name: str
    media_type: str
    is_public: bool


async def set_portrait(
    db: AsyncSession, event_id: int, speaker_id: int, picture: Picture | None
) -> bool:
    """None takes it away. Whether anything has changed. Raises NotFound, and Invalid where the
    event would hold too much."""
    await locked_event(db, event_id)
    await speaker_of(db, event_id, speaker_id)
    which = {"kind": UploadKind.PORTRAIT, "speaker_id": speaker_id}
    if not await _replace(db, event_id, which, picture):
        return False
    await agenda_changed(db, event_id, await sessions_of_speaker(db, speaker_id))
    return True


async def set_logo(db: AsyncSession, event_id: int, picture: Picture | None) -> bool:
    """As `set_portrait`."""
    await locked_event(db, event_id)
    if not await _replace(db, event_id, {"kind": UploadKind.LOGO}, picture):
        return False
    await agenda_changed(db, event_id)
    return True


async def set_picture(db: AsyncSession, event_id: int, picture: EventPicture | None) -> bool:
    """As `set_portrait`."""
    await locked_event(db, event_id)
    sizes = picture and {UploadKind.PICTURE: picture.wide, UploadKind.CARD: picture.card}
    changed = [
        await _replace(db, event_id, {"kind": kind}, sizes[kind] if sizes else None)
        for kind in (UploadKind.PICTURE, UploadKind.CARD)
    ]
    if not any(changed):
        return False
    await agenda_changed(db, event_id)
    return True


async def add_download(
    db: AsyncSession, event_id: int, session_id: int, file: Download, title: Translated
) -> int:
    """The id. Raises NotFound, and Invalid where there are too many, or the event would hold too
    much."""
    await locked_event(db, event_id)
    await _check_session(db, event_id, session_id)
    before = await downloads(db, session_id)
    if len(before) >= MOST_DOWNLOADS:
        raise Invalid({FILE: TOO_MANY})
    which = {"kind": UploadKind.DOWNLOAD, "session_id": session_id, "title": title}
    about = {"name": file.name, "media_type": file.media_type}
    id_ = await _add(db, event_id, which | about, file.content)
    await agenda_changed(db, event_id, [session_id])
    return id_


async def remove_download(db: AsyncSession, event_id: int, session_id: int, upload_id: int) -> str:
    """Its name. Raises NotFound, for another session's as well."""
    row = await db.get(Upload, upload_id)
    if row is None or (row.event_id, row.session_id) != (event_id, session_id):
        raise NotFound
    await db.delete(row)
    await agenda_changed(db, event_id, [session_id])
    return row.name


async def downloads(db: AsyncSession, session_id: int) -> tuple[DownloadView, ...]:
    """In the order they came."""
    rows = await db.execute(
        select(Upload.id, Upload.digest, Upload.title, Upload.name, Upload.size)
        .where(Upload.session_id == session_id)
        .order_by(Upload.position, Upload.id)
    )
    return tuple(DownloadView(*row) for row in rows)


async def upload_facts(
    db: AsyncSession, upload_id: int, digest: str, viewer: Viewer | None
) -> UploadFacts:
    """Raises NotFound, too for who does not see the event, and for an outdated address."""
    found = await db.execute(
        select(Upload, Event)
        .join(Event, Event.id == Upload.event_id)
        .where(Upload.id == upload_id, Upload.digest == digest)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound
    upload, event = row
    require_visible(event, viewer)
    is_public = event.state in SHOWN
    about = (upload.kind, upload.name, upload.media_type)
    return UploadFacts(upload.id, upload.digest, *about, is_public)


async def content_of(db: AsyncSession, upload_id: int) -> bytes:
    """Raises NotFound."""
    content = await db.scalar(select(Upload.content).where(Upload.id == upload_id))
    if content is None:
        raise NotFound
    return content


async def _replace(
    db: AsyncSession, event_id: int, which: dict[str, object], picture: Picture | None
) -> bool:
    same = [getattr(Upload, name) == value for name, value in which.items()]
    gone = await db.execute(
        delete(Upload).where(Upload.event_id == event_id, *same).returning(Upload.id)
    )
    if picture is None:
        return gone.first() is not None
    name = f"{which['kind']}.{picture.media_type.removeprefix('image/')}"
    about = {"name": name, "media_type": picture.media_type}
    await _add(db, event_id, which | about, picture.content)
    return True


async def _add(db: AsyncSession, event_id: int, values: dict[str, object], content: bytes) -> int:
    held = await db.scalar(select(func.sum(Upload.size)).where(Upload.event_id == event_id)) or 0
    if held + len(content) > EVENT_MIB * 2**20:
        raise Invalid({FILE: EVENT_FULL})
    row = Upload(
        event_id=event_id,
        **values,
        size=len(content),
        digest=sha256(content).hexdigest(),
        added_at=clock.now(),
        content=content,
    )
    db.add(row)
    await db.flush()
    return row.id


async def _check_session(db: AsyncSession, event_id: int, session_id: int) -> None:
    ours = select(Session.id).where(Session.id == session_id, Session.event_id == event_id)
    if await db.scalar(ours) is None:
        raise NotFound
