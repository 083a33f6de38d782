"""Every route of the app is asked as every role; `matrix` says what each is answered.

A route without a row there fails. See `conftest.Role` for who asks.
"""

from dataclasses import replace
from itertools import count

import pytest
from litestar.routes import HTTPRoute, WebSocketRoute
from sqlalchemy import select

from conference.accounts.models import Person
from conference.agenda.models import Speaker
from conference.app import App, create_app
from conference.partners.models import Organisation
from conference.qa import queries
from conference.registration.models import Registration
from conference.sentiment.models import NamedFeedback
from conference.settings import Settings
from conference.web.assets import version
from tests.registration.conftest import entered
from tests.security.conftest import Role, World
from tests.security.knocking import knock
from tests.security.matrix import Row, rows
from tests.security.things import Things, things

__all__ = ["things"]

NUMBERS = count(1)


def routes(app: App) -> set[Row]:
    """OPTIONS apart, which the framework answers."""
    found: set[Row] = set()
    for route in app.routed.routes:
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


# Two thousand requests; who is let in does not depend on the database.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_role_is_answered_as_the_table_says(world: World, things: Things) -> None:
    found = {row: dict.fromkeys(Role, 0) for row, _ in rows()}
    addresses = await addresses_of(world)
    for row, statuses in found.items():
        # The owner of what is named in the path comes last, so that it is there for the others.
        for role in sorted(Role, key=lambda role: role == Role.ATTENDEE):
            statuses[role] = await ask(world, things, row, role)

    assert {row: list(statuses.values()) for row, statuses in found.items()} == dict(rows())
    # Who changes somebody's address could have their link sent to it.
    assert (await addresses_of(world)).items() >= addresses.items()


async def addresses_of(world: World) -> dict[int, str]:
    async with world.app.database.reading() as db:
        return {person.id: person.email for person in await db.scalars(select(Person))}


async def ask(world: World, things: Things, row: Row, role: Role) -> int:
    method, template = row
    path = example(world, things, template)
    if method == "WS":
        return await knock(world.app, path, world.cookies[role])
    headers = {"x-forwarded-for": "203.0.113.7"} if path == "/metrics" else {}
    async with world.browser(role) as client:
        body = None if method in ("GET", "HEAD") else await form(world, things, template, role)
        return (await client.request(method, path, data=body, headers=headers)).status_code


def example(world: World, things: Things, template: str) -> str:
    return template.replace("*", version()).format(
        slug=world.a.slug,
        session_id=world.a.session_id,
        question_id=world.a.question_id,
        registration_id=world.registration_id,
        sign_in_id=world.victim_sign_in_id,
        token="A" * 32,
        name="keynote.mp4",
        file_path="css/base.css",
        of_version=version(),
        **vars(things),
    )


async def form(world: World, things: Things, template: str, role: Role) -> dict[str, str]:
    """What the route takes, of the newest version. Fields that it does not know do no harm."""
    return entered(email=f"{role}@weser.example") | {
        "name": f"Room {next(NUMBERS)}",
        "name_de": f"Named by {role}",
        "text": f"Asked as {role}",
        "answer": f"Answered as {role}",
        "reply": f"Answered as {role}",
        "version": str(await newest(world, things, template)),
        "language": "en",
        "value": "4",
        "choice": "4",
        "kind": "scale",
        "wording_en": "How do you like it?",
        "minutes": "5",
        "shown": "closed",
        "type": "integrator",
        "is_right": "yes",
        "company": str(things.organisation_id),
    }


async def newest(world: World, things: Things, template: str) -> int:
    """A question, a message and a company have another version with every change."""
    async with world.app.database.reading() as db:
        if "{question_id}" in template:
            question = await queries.question(db, world.a.question_id)
            return question.version if question else 0
        if "{feedback_id}" in template:
            return (await db.get_one(NamedFeedback, things.feedback_id)).version
        if "{speaker_id}" in template:
            speaker = await db.get(Speaker, things.speaker_id)
            return speaker.version if speaker else 0
        if template == "/desk/partners/{organisation_id}":
            return (await db.get_one(Organisation, things.organisation_id)).version
    return 0


async def test_a_foreign_thing_looks_like_a_missing_one(world: World, things: Things) -> None:
    foreign_ids = {
        "/questions/{}/upvote": world.a.question_id,
        "/questions/{}/approval": world.a.question_id,
        "/questions/{}/answer": world.a.question_id,
        "/registrations/{}/link": world.registration_id,
        "/polls/{}/ballot": things.poll_id,
        "/polls/{}/closure": things.poll_id,
        "/desk/partners/people/{}/company": things.person_id,
        f"/desk/events/{world.b.slug}/feedback/{{}}/closure": things.feedback_id,
        f"/manage/events/{world.b.slug}/sessions/{{}}/cancellation": world.a.session_id,
        f"/manage/events/{world.b.slug}/speakers/{{}}/portrait": things.speaker_id,
    }
    data = {"answer": "An answer", "version": "1", "choice": "4"}
    for role in (Role.ATTENDEE_B, Role.MODERATOR_B, Role.ORGANISER_B, Role.STAFF_B):
        async with world.browser(role) as client:
            for path, foreign in foreign_ids.items():
                answers = [await client.put(path.format(id_), data=data) for id_ in (foreign, 4711)]

                assert [answer.status_code for answer in answers] == [404, 404]
                assert answers[0].text == answers[1].text


async def test_who_is_not_signed_in_is_not_told_what_there_is(world: World) -> None:
    there = {"slug": world.a.slug, "id": str(world.a.session_id), "question": "1"}
    missing = {"slug": "no-such-event", "id": "4711", "question": "4711"}
    asked = (
        ("GET", "/manage/events/{slug}"),
        ("GET", "/manage/events/{slug}/sessions/{id}"),
        ("PUT", "/manage/events/{slug}/sessions/{id}/delay"),
        ("GET", "/desk/events/{slug}/mood"),
        ("GET", "/sessions/{id}/moderation"),
        ("GET", "/sessions/{id}/moderation/polls"),
        ("PUT", "/questions/{question}/approval"),
    )
    async with world.browser() as nobody:
        for method, path in asked:
            urls = [path.format(**names) for names in (there, missing)]
            answers = [await nobody.request(method, url) for url in urls]

            assert [answer.status_code for answer in answers] == [401, 401]
            assert answers[0].text == answers[1].text.replace(
                "no-such-event", world.a.slug
            ).replace("4711", there["id"])


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
