"""The scenario `desk`: how long the server takes for the channel team's pages of a big event.

The same pages are asked for before anybody has registered and after all have answered, so the two
can be compared within one run, on whatever machine it is. People come in as they would: through
the partner list, a registration each, sealed answers and the release job. It is long, as one run
goes through all of it.
"""

import asyncio
import csv
import io
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from sqlalchemy import func, select
from structlog.testing import capture_logs

from conference import clock
from conference.accounts.actions import find_or_add_person, give_role, open_sign_in
from conference.accounts.cookies import cookie_name
from conference.accounts.models import Reach, RoleKind
from conference.agenda.actions import add_room, add_session, create_event
from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.app import App, create_app
from conference.db.migrate import upgrade
from conference.i18n import Translated
from conference.partners.imports import import_partners, plan_of
from conference.partners.models import CompanySize, PartnerType
from conference.partners.queries import company_of
from conference.partners.reading import read_partners
from conference.privacy.answers import Answering, seal_answers
from conference.privacy.models import Release
from conference.registration.actions import confirm, enrol
from conference.registration.attendance import Stay, write_stays
from conference.registration.consents import consent_text
from conference.registration.entry import Entry
from conference.registration.models import Job
from conference.sentiment.votes import Vote, feedback_of, mood_of, open_vote
from conference.settings import Settings, sqlite_url

SLUG = "bench"
DESK = f"/desk/events/{SLUG}"
PAGES = ("mood", "sessions", "people", "companies", "attendance", "feedback")
FIRST = PAGES[0]
PER_COMPANY = 4
# Everybody says how they feel and rates each of so many sessions but one.
SESSIONS = 8
WAVES = 10
WITH_WORDS = 0.05
AT_ONCE = 500
WARM, TIMES = 3, 15
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Stage:
    event_id: int
    session_ids: tuple[int, ...]
    token: str


def run(registrations: int, answers: int, seed: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """`pages`: by name, `ms` of server time (median), `cpu_ms` of it, statements, and `ratio` to
    the same page while the event was empty. `tell` is called as each step begins."""
    with tempfile.TemporaryDirectory(prefix="conference-bench-") as folder, capture_logs():
        dice = random.Random(seed)  # noqa: S311
        return asyncio.run(_run(Path(folder), registrations, answers, dice, tell))


async def _run(
    folder: Path,
    registrations: int,
    answers: int,
    dice: random.Random,
    tell: Callable[[str], None],
) -> dict[str, Any]:
    settings = Settings(
        database=sqlite_url(folder / "conference.sqlite"), data=folder, secret=b"for nobody " * 4
    )
    await upgrade(settings.database)
    app = create_app(settings)
    app.keys.prepare()
    tell("Timing the pages of an empty event")
    stage = await _set_up(app)
    empty = await _measured(app, stage)
    tell(f"Registering {registrations} people")
    people = await _register(app, stage, registrations)
    tell(f"Answering {answers} times")
    releases = await _answer(app, stage, people, answers, dice)
    tell("Timing the pages again")
    pages = await _measured(app, stage)
    await app.database.close()
    return {
        "registrations": registrations,
        "answers": answers,
        "releases": releases,
        "pages": {
            name: {**pages[name], "ratio": round(pages[name]["ms"] / empty[name]["ms"], 2)}
            for name in PAGES
        },
    }


async def _set_up(app: App) -> Stage:
    today = clock.now().date()
    async with app.database.writing() as db:
        event_id = await create_event(
            db,
            slug=SLUG,
            title=Translated(en="Bench"),
            motto=Translated(),
            starts_on=today - timedelta(days=1),
            ends_on=today + timedelta(days=1),
            timezone="UTC",
        )
        room_id = await add_room(db, event_id, name="Room")
        session_ids = [
            await add_session(
                db,
                event_id,
                title=Translated(en=f"Session {number}"),
                starts_at=(begins := clock.now() - (SESSIONS - number) * HOUR),
                ends_at=begins + HOUR,
                room_id=room_id,
            )
            for number in range(SESSIONS)
        ]
        staff = await find_or_add_person(
            db, name="Staff", email="staff@vendor.example", language="en"
        )
        await give_role(db, staff, RoleKind.CHANNEL_STAFF, event_id)
        token, _ = await open_sign_in(
            db, reach=Reach.FULL, person_id=staff, event_id=None, browser="bench"
        )
    return Stage(event_id, tuple(session_ids), token)


async def _register(app: App, stage: Stage, count: int) -> list[int]:
    """Their person ids; a company's people follow each other."""
    async with app.database.writing() as db:
        read = read_partners(_partner_list(-(-count // PER_COMPANY)))
        await import_partners(db, read, agreed=(await plan_of(db, read)).digest, by=None)
    people = []
    for batch in _batches(range(count)):
        async with app.database.writing() as db:
            for number in batch:
                enrolment = await enrol(db, stage.event_id, _entry(number))
                await confirm(db, enrolment.registration_id)
                people.append(enrolment.person_id)
    ends_at = clock.now()
    for session_id in stage.session_ids:
        for batch in _batches(people):
            stays = [Stay(session_id, person, ends_at - HOUR / 2, ends_at) for person in batch]
            await app.database.grouped(write_stays, stays)
    return people


def _partner_list(companies: int) -> str:
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(("number", "name", "domains", "types", "country", "region", "size"))
    types = list(PartnerType)
    for number in range(companies):
        type_ = types[number % len(types)]
        domain = f"partner-{number}.example"
        writer.writerow((f"P-{number}", f"Partner {number}", domain, type_, "DE", "", ""))
    return sheet.getvalue()


def _entry(number: int) -> Entry:
    company = number // PER_COMPANY
    return Entry(
        name=f"Person {number}",
        email=f"person-{number}@partner-{company}.example",
        company=f"Partner {company}",
        country="DE",
        job=Job.SALES,
        partner_type=list(PartnerType)[company % len(PartnerType)],
        company_size=CompanySize.FROM_10,
        language="en",
        consent=consent_text(),
    )


async def _answer(
    app: App, stage: Stage, people: Sequence[int], answers: int, dice: random.Random
) -> int:
    """In waves, so that the mood has a course. How many releases came of it."""
    async with app.database.writing() as db:
        event = masthead(await db.get_one(Event, stage.event_id))
        votes = [mood_of(event)]
        votes += [feedback_of(event, id_, event.begins_at) for id_ in stage.session_ids]
        for vote in votes:
            await open_vote(db, app.keys, vote)
        companies = {person: await company_of(db, person) for person in people}
    wanted = [(vote, person) for vote in votes for person in people][:answers]
    dice.shuffle(wanted)
    step = -(-len(wanted) // WAVES)
    for start in range(0, len(wanted), step):
        for batch in _batches(wanted[start : start + step]):
            async with app.database.writing() as db:
                answerings = [
                    _answering(app, vote, person, companies[person], dice) for vote, person in batch
                ]
                await seal_answers(db, answerings)
        await app.releaser.release_due()
    async with app.database.reading() as db:
        return await db.scalar(select(func.count()).select_from(Release)) or 0


def _answering(
    app: App, vote: Vote, person: int, company: int | None, dice: random.Random
) -> Answering:
    content = {
        "value": dice.choice((1, 2, 3, 3, 4, 4, 4, 5)),
        "topic": "",
        "text": f"What person {person} thinks of it." if dice.random() < WITH_WORDS else "",
        "language": "en",
    }
    return Answering(vote.kind, vote.subject_id, person, company, content, app.keys)


async def _measured(app: App, stage: Stage) -> dict[str, dict[str, float]]:
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url=app.settings.root_url,
        cookies={cookie_name(app.settings): stage.token},
    )
    async with client:
        return {name: await _page(client, f"{DESK}/{name}") for name in PAGES}


async def _page(client: httpx.AsyncClient, path: str) -> dict[str, float]:
    walls, cpus = [], []
    with capture_logs() as lines:
        for _ in range(WARM + TIMES):
            wall, cpu = time.perf_counter(), time.process_time()
            (await client.get(path)).raise_for_status()
            walls.append(time.perf_counter() - wall)
            cpus.append(time.process_time() - cpu)
    return {
        "ms": round(median(walls[WARM:]) * 1000, 1),
        "cpu_ms": round(median(cpus[WARM:]) * 1000, 1),
        "statements": lines[-1]["queries"],
    }


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]
