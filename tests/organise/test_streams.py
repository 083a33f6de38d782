"""A stream from where the event's pages may not play: organisers learn it before the day."""

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from conference.agenda.models import Event, Session
from conference.agenda.streams import refused_source
from tests import factories
from tests.organise.conftest import HERE, Office

VIDEO = "https://video.example/live/keynote.mp4"


@pytest.mark.parametrize(
    ("video", "refused"),
    [
        ("", ""),
        ("/media/keynote.mp4", ""),
        (VIDEO, ""),
        ("HTTPS://Video.example:443/live.mp4", ""),
        ("http://video.example/live.mp4", "http://video.example"),
        ("https://video.example:8443/live.mp4", "https://video.example:8443"),
        ("https://cdn.video.example/live.mp4", "https://cdn.video.example"),
    ],
)
def test_another_scheme_host_or_port_is_another_source(video: str, refused: str) -> None:
    assert refused_source(video, ("https://video.example",)) == refused


def said(page: httpx.Response) -> bool:
    """Whether it names the source outside of the form's field."""
    soup = BeautifulSoup(page.text, "html.parser")
    return "https://video.example" in soup.get_text()


async def test_it_is_said_wherever_the_session_is_until_the_event_names_the_source(
    office: Office,
) -> None:
    async with office.database.writing() as db:
        session_id = await factories.a_session(db, office.event_id)
        (await db.get_one(Session, session_id)).video = VIDEO
    paths = [f"{HERE}/sessions/{session_id}", f"{HERE}/sessions?show=refused", f"{HERE}/schedule"]

    before = [said(await office.claudia.get(path)) for path in paths]
    async with office.database.writing() as db:
        event = (await db.scalars(select(Event).where(Event.id == office.event_id))).one()
        event.stream_hosts = "https://video.example"
    after = [said(await office.claudia.get(path)) for path in paths]

    assert (before, after) == ([True] * 3, [False] * 3)
