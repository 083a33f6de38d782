"""Every route of the app, every role, two events: what each is answered.

Things named in a path are of event A, session 1; see `conftest.Role` for who asks. 101: a socket
is let in. A route without a row here fails.
"""

from collections.abc import Iterator
from dataclasses import replace

from litestar.routes import HTTPRoute, WebSocketRoute

from conference.app import App, create_app
from conference.qa import queries
from conference.registration.models import Registration
from conference.settings import Settings
from conference.web.assets import version
from tests.registration.conftest import entered
from tests.security.conftest import Role, World
from tests.security.knocking import knock

# The columns stand in the order of `Role`. A comment names what a row is about.
TABLE = """
# for everyone
GET    /                                            200 200 200 200 200 200 200 200 200 200 200 200
GET    /events/{slug}                               200 200 200 200 200 200 200 200 200 200 200 200
GET    /events/{slug}/agenda                        200 200 200 200 200 200 200 200 200 200 200 200
GET    /events/{slug}/agenda/days                   200 200 200 200 200 200 200 200 200 200 200 200
GET    /events/{slug}/agenda/now                    200 200 200 200 200 200 200 200 200 200 200 200
GET    /events/{slug}/isobars.svg                   200 200 200 200 200 200 200 200 200 200 200 200
GET    /events/{slug}/isobars-band.svg              200 200 200 200 200 200 200 200 200 200 200 200
WS     /events/{slug}/live                          101 101 101 101 101 101 101 101 101 101 101 101
GET    /events/{slug}/registration                  200 200 200 200 200 200 200 200 200 200 200 200
POST   /events/{slug}/registration                  303 303 303 303 303 303 303 303 303 303 303 303
GET    /events/{slug}/registration/sent             200 200 200 200 200 200 200 200 200 200 200 200
GET    /sessions/{session_id}                       200 200 200 200 200 200 200 200 200 200 200 200
GET    /media/{name}                                200 200 200 200 200 200 200 200 200 200 200 200
GET    /static/*/{file_path}                        200 200 200 200 200 200 200 200 200 200 200 200
HEAD   /static/*/{file_path}                        200 200 200 200 200 200 200 200 200 200 200 200
GET    /imprint                                     200 200 200 200 200 200 200 200 200 200 200 200
GET    /privacy                                     200 200 200 200 200 200 200 200 200 200 200 200
GET    /sign-in                                     200 200 200 200 200 200 200 200 200 200 200 200
POST   /sign-in                                     303 303 303 303 303 303 303 303 303 303 303 303
GET    /sign-in/sent                                200 200 200 200 200 200 200 200 200 200 200 200
GET    /healthz                                     200 200 200 200 200 200 200 200 200 200 200 200
GET    /readyz                                      200 200 200 200 200 200 200 200 200 200 200 200
# the attendee's link, here one that nobody made; what a right one does: test_links.py
GET    /sign-in/{token}                             404 404 404 404 404 404 404 404 404 404 404 404
POST   /sign-in/{token}                             404 404 404 404 404 404 404 404 404 404 404 404
# no role opens it, but where one asks from: see tests/test_operations.py
GET    /metrics                                     404 404 404 404 404 404 404 404 404 404 404 404
# in the room: whoever is let in to event A
GET    /sessions/{session_id}/questions             401 200 200 401 200 200 401 200 401 200 200 200
GET    /sessions/{session_id}/questions/own         401 200 200 401 200 200 401 200 401 200 200 200
GET    /sessions/{session_id}/questions/new         401 200 200 401 200 200 401 200 401 200 200 200
GET    /sessions/{session_id}/audience              401 200 200 401 200 200 401 200 401 200 200 200
GET    /sessions/{session_id}/screen                401 200 200 401 200 200 401 200 401 200 200 200
WS     /sessions/{session_id}/live                  403 101 101 403 101 101 403 101 403 101 101 101
# who waits is kept a draft
POST   /sessions/{session_id}/questions             401 303 303 403 303 303 403 303 403 303 303 303
PUT    /questions/{question_id}/upvote              401 403 303 404 303 303 404 303 404 303 303 303
DELETE /questions/{question_id}/upvote              401 403 303 404 303 303 404 303 404 303 303 303
# who moderates this session
GET    /sessions/{session_id}/moderation            404 404 404 404 200 404 404 200 404 404 200 404
GET    /sessions/{session_id}/moderation/questions  404 404 404 404 200 404 404 200 404 404 200 404
WS     /sessions/{session_id}/moderation/live       403 403 403 403 101 403 403 101 403 403 101 403
PUT    /questions/{question_id}/approval            404 404 404 404 303 404 404 303 404 404 303 404
PUT    /questions/{question_id}/stage               404 404 404 404 303 404 404 303 404 404 303 404
DELETE /questions/{question_id}/stage               404 404 404 404 303 404 404 303 404 404 303 404
PUT    /questions/{question_id}/answer              404 404 404 404 303 404 404 303 404 404 303 404
PUT    /questions/{question_id}/closure             404 404 404 404 303 404 404 303 404 404 303 404
PUT    /questions/{question_id}/refusal             404 404 404 404 303 404 404 303 404 404 303 404
DELETE /sessions/{session_id}/questions/opening     404 404 404 404 303 404 404 303 404 404 303 404
PUT    /sessions/{session_id}/questions/opening     404 404 404 404 303 404 404 303 404 404 303 404
DELETE /sessions/{session_id}/questions/moderation  404 404 404 404 303 404 404 303 404 404 303 404
PUT    /sessions/{session_id}/questions/moderation  404 404 404 404 303 404 404 303 404 404 303 404
# each person's own; the things in the path are the attendee's
GET    /account                                     401 403 200 200 200 200 200 200 200 200 200 200
PUT    /account/language                            401 403 303 303 303 303 303 303 303 303 303 303
DELETE /account/sign-ins/{sign_in_id}               401 404 303 404 404 404 404 404 404 404 404 404
GET    /registrations/{registration_id}/link        401 403 200 404 404 404 404 404 404 404 404 404
PUT    /registrations/{registration_id}/link        401 403 303 404 404 404 404 404 404 404 404 404
"""
Row = tuple[str, str]


def rows() -> Iterator[tuple[Row, list[int]]]:
    for line in TABLE.splitlines():
        if line and not line.startswith("#"):
            method, path, *statuses = line.split()
            yield (method, path), [int(status) for status in statuses]


def routes(app: App) -> set[Row]:
    """OPTIONS apart, which the framework answers."""
    found: set[Row] = set()
    for route in app.litestar.routes:
        path = route.path_format.replace(version(), "*")
        if isinstance(route, HTTPRoute):
            found |= {(str(method), path) for method in route.methods - {"OPTIONS"}}
        elif isinstance(route, WebSocketRoute):
            found.add(("WS", path))
    return found


def test_every_route_has_a_row(settings: Settings) -> None:
    wanted = [row for row, _ in rows()]

    assert sorted(wanted) == sorted(routes(create_app(settings)))
    assert {len(statuses) for _, statuses in rows()} == {len(Role)}


async def test_every_role_is_answered_as_the_table_says(world: World) -> None:
    found = {row: dict.fromkeys(Role, 0) for row, _ in rows()}
    for row, statuses in found.items():
        # The owner of what is named in the path comes last, so that it is there for the others.
        for role in sorted(Role, key=lambda role: role == Role.ATTENDEE):
            statuses[role] = await ask(world, row, role)

    assert {row: list(statuses.values()) for row, statuses in found.items()} == dict(rows())


async def ask(world: World, row: Row, role: Role) -> int:
    method, template = row
    path = example(world, template)
    if method == "WS":
        return await knock(world.app, path, world.cookies[role])
    headers = {"x-forwarded-for": "203.0.113.7"} if path == "/metrics" else {}
    async with world.browser(role) as client:
        body = None if method in ("GET", "HEAD") else await form(world, template, role)
        return (await client.request(method, path, data=body, headers=headers)).status_code


def example(world: World, template: str) -> str:
    return template.replace("*", version()).format(
        slug=world.a.slug,
        session_id=world.a.session_id,
        question_id=world.a.question_id,
        registration_id=world.registration_id,
        sign_in_id=world.victim_sign_in_id,
        token="A" * 32,
        name="keynote.mp4",
        file_path="css/base.css",
    )


async def form(world: World, template: str, role: Role) -> dict[str, str]:
    """What the route takes; a question has another version with every change."""
    async with world.app.database.reading() as db:
        question = await queries.question(db, world.a.question_id)
    assert question is not None
    return entered(email=f"{role}@weser.example") | {
        "text": f"Asked as {role}",
        "answer": f"Answered as {role}",
        "version": str(question.version),
        "language": "en",
    }


async def test_a_foreign_thing_looks_like_a_missing_one(world: World) -> None:
    things = {
        "/questions/{}/upvote": world.a.question_id,
        "/questions/{}/approval": world.a.question_id,
        "/questions/{}/answer": world.a.question_id,
        "/registrations/{}/link": world.registration_id,
    }
    data = {"answer": "An answer", "version": "1"}
    for role in (Role.ATTENDEE_B, Role.MODERATOR_B, Role.ORGANISER_B):
        async with world.browser(role) as client:
            for path, foreign in things.items():
                answers = [await client.put(path.format(id_), data=data) for id_ in (foreign, 4711)]

                assert [answer.status_code for answer in answers] == [404, 404]
                assert answers[0].text == answers[1].text


async def test_the_account_of_one_person_names_no_other(world: World) -> None:
    async with world.browser(Role.ATTENDEE) as anna, world.browser(Role.ATTENDEE_B) as bela:
        pages = [(await client.get("/account")).text for client in (anna, bela)]

    assert ["Anna Weser" in page for page in pages] == [True, False]
    assert ["Bela Isar" in page for page in pages] == [False, True]
    async with world.app.database.reading() as db:
        registration = await db.get_one(Registration, world.registration_id)
    assert registration.company in pages[0]


async def test_the_demo_adds_its_inbox_and_nothing_else(settings: Settings) -> None:
    plain, demo = create_app(settings), create_app(replace(settings, demo=True))

    assert routes(demo) - routes(plain) == {("GET", "/mails")}
