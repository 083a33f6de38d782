"""What is uploaded for the stock's event: a logo, a picture, portraits of every second speaker, and
two files of a session, one of them without a title."""

from io import BytesIO

from PIL import Image, ImageDraw
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.downloads import download
from conference.agenda.models import Speaker
from conference.agenda.models_beside import Upload
from conference.agenda.pictures import event_picture, logo, portrait
from conference.agenda.uploads import add_download, set_logo, set_picture, set_portrait
from conference.i18n import Translated


async def plant_uploads(db: AsyncSession, event_id: int, session_id: int) -> dict[str, int | str]:
    """`upload`, `digest`: of a file."""
    speakers = select(Speaker.id).where(Speaker.event_id == event_id).order_by(Speaker.id)
    face = portrait(a_drawing(480, 480))
    for speaker_id in (await db.scalars(speakers)).all()[::2]:
        await set_portrait(db, event_id, speaker_id, face)
    await set_logo(db, event_id, logo(a_drawing(640, 160)))
    await set_picture(db, event_id, event_picture(a_drawing(1920, 1008)))
    slides = Translated(de="Die Folien", en="The slides")
    upload_id = await add_download(
        db, event_id, session_id, download("folien.pdf", b"%PDF-1.7"), slides
    )
    await add_download(db, event_id, session_id, download("folien.csv", b"a;b"), Translated())
    return {"upload": upload_id, "digest": (await db.get_one(Upload, upload_id)).digest}


def a_drawing(width: int, height: int) -> bytes:
    image = Image.new("RGB", (width, height), "teal")
    ImageDraw.Draw(image).ellipse((width // 4, height // 4, width * 3 // 4, height), fill="linen")
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()
