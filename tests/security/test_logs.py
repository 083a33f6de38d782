"""§2.5, §9, 1, 18, 20: what the logs of a real server hold, and above all what they do not."""

import io
import re

import websockets
from sqlalchemy import text

from conference.accounts.actions import open_sign_in
from conference.accounts.models import Reach
from conference.registration.links import personal_token
from conference.registration.queries import registration_of
from conference.settings import Settings
from conference.web.log import trace_of
from tests import factories
from tests.registration.conftest import entered
from tests.security.served import Served, served
from tests.support.logs import printed

__all__ = ["printed"]

QUESTION, ANSWER = "Will the threshold hold?", "Yes, it will hold."
FAULTY = "This one breaks down"


async def test_a_journey_with_faults_leaves_no_trace_of_what_people_did(
    settings: Settings, printed: io.StringIO
) -> None:
    async with served(settings) as site:
        secrets = await journey(site)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", printed.getvalue())

    assert "/sign-in/{token}" in lines
    assert "/sessions/{session_id}/live" in lines
    assert "fault" in lines
    assert "Traceback" not in lines
    assert "asking_routes.py" in lines, "a fault says where it happened"
    for secret in secrets:
        assert secret not in lines
    assert re.findall(r"/(?:sessions|questions|registrations|sign-in)/[\w=-]{1,}", lines) == [
        "/sign-in/sent"
    ] * lines.count("/sign-in/sent")
    assert "127.0.0.1" not in lines
    assert "?lang=" not in lines


async def journey(site: Served) -> list[str]:
    """Registering, coming in, asking, being answered, faults. Returns what no log may hold."""
    app = site.app
    async with app.database.writing() as db:
        event_id = await factories.an_event(db)
        session_id = await factories.a_session(db, event_id)
        anna = await factories.an_attendee(db, event_id, "Anna Weser", "Weserbogen IT")
        jonas = await factories.a_moderator(db, event_id, session_id)
        full, _ = await open_sign_in(
            db, reach=Reach.FULL, person_id=jonas, event_id=None, browser="a test"
        )
        registration = await registration_of(db, event_id, anna)
        assert registration is not None
    token = personal_token(app.settings.secret, registration.id, 1)
    path = f"/sessions/{session_id}"
    async with site.browser() as client, site.browser() as moderator:
        moderator.cookies.set("conference", full)
        await client.post("/events/offen-gesagt/registration", data=entered())
        await client.post("/sign-in", data={"email": "anna.weser@alpenrand.example"})
        await client.get("/sign-in/sent")
        await client.get(f"/sign-in/{token}?lang=de")
        await client.get(f"/sign-in/{token}/elsewhere")
        await client.post(f"/sign-in/{token}", headers={"sec-fetch-site": "cross-site"})
        await client.get(f"/sign-in/{token}", headers={"host": "evil.example"})
        await client.post(f"/sign-in/{token}")
        cookie = client.cookies["conference"]
        await client.post(f"{path}/questions", data={"text": QUESTION})
        await moderator.put("/questions/1/approval")
        answered = await moderator.put(
            "/questions/1/answer", data={"answer": ANSWER, "version": "2"}
        )
        assert answered.status_code == 303
        await listen(site, f"{path}/live?lang=de", cookie)
        await listen(site, f"/sign-in/{token}", cookie)
        await break_down(site)
        faulty = await client.post(f"{path}/questions", data={"text": FAULTY})
        assert faulty.status_code == 500
    await app.outbox.flush()
    names = ["Anna", "Weser", "Sabine", "Ortlieb", "Jonas", "alpenrand", "Alpenrand"]
    return [token, token[:12], cookie, full, QUESTION, ANSWER, FAULTY, *names]


async def listen(site: Served, path: str, cookie: str) -> None:
    url = site.app.settings.root_url
    try:
        async with websockets.connect(
            f"{url.replace('http', 'ws')}{path}",
            origin=url,  # type: ignore[arg-type]
            additional_headers={"cookie": f"conference={cookie}"},
        ):
            pass
    except websockets.InvalidStatus:
        assert path.startswith("/sign-in/")


async def break_down(site: Served) -> None:
    """The database refuses what it gets, and PostgreSQL repeats the row when it says so."""
    database = site.app.database
    statement = f"ALTER TABLE question ADD CHECK (text <> '{FAULTY}')"
    if database.is_sqlite:
        statement = (
            f"CREATE TRIGGER faulty BEFORE INSERT ON question WHEN new.text = '{FAULTY}' "
            f"BEGIN SELECT RAISE(ABORT, '{FAULTY}'); END"
        )
    async with database.writing() as db:
        await db.execute(text(statement))


def test_a_trace_names_places_and_kinds_of_errors_only() -> None:
    private = "anna.weser@alpenrand.example"
    try:
        try:
            int(private)
        except ValueError as error:
            raise KeyError(private) from error
    except KeyError as error:
        trace = trace_of((KeyError, error, error.__traceback__))

    assert "test_logs.py" in trace
    assert trace.index("builtins.ValueError") < trace.index("builtins.KeyError")
    assert private not in trace
