"""What the stock has besides the demo: polls in every state, an edition before and one to come,
companies of every standing, answered messages, stays, bookmarks. It returns names for paths."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.actions import give_role
from conference.accounts.models import RoleKind
from conference.agenda.actions import add_session, create_event
from conference.agenda.models import Session, SessionState, Slot
from conference.agenda.models_beside import Bookmark
from conference.app import OWNERS, App
from conference.db import insert_missing
from conference.i18n import Translated
from conference.partners.actions import CompanyFacts, find_company
from conference.partners.models import CompanySize, Membership, PartnerType
from conference.polls.actions import close_poll
from conference.polls.models import Poll, PollKind, ResultsShown
from conference.polls.typed import Draft
from conference.privacy import KeyFolder, ScopeKind
from conference.privacy.closing import close_due
from conference.registration.attendance import Stay, write_stays
from conference.registration.models import Registration
from conference.sentiment.actions import assign_feedback, reply_feedback
from conference.sentiment.models import NamedFeedback
from tests import factories
from tests.browser.ballots import Members, a_draft, an_open_poll
from tests.browser.organised import plant_announcements, plant_log, plant_rehearsal
from tests.browser.uploaded import plant_uploads
from tests.desk import releases

MINUTE, YEAR = timedelta(minutes=1), timedelta(days=365)
PAST = (("earlier", YEAR), ("earliest", 2 * YEAR))
# Enough for live figures (polls.actions.LIVE_LEAST) beside the demo's forty.
MORE_COMPANIES = 14
REFUSED = "https://video.example/live.mp4"

Names = dict[str, int | str]


@dataclass(frozen=True)
class Ground:
    """Where it is planted. `over`: a session that has ended."""

    keys: KeyFolder
    event_id: int
    running: int
    over: int
    attendee_id: int
    staff_id: int
    organiser_id: int


async def plant_more(db: AsyncSession, ground: Ground) -> Names:
    """All in the transaction that plants the demo."""
    names = await plant_companies(db, ground)
    names |= await plant_polls(db, ground)
    names |= await plant_messages(db, ground)
    names |= await plant_editions(db, ground)
    names |= await plant_bookmarks(db, ground)
    await plant_announcements(db, ground.event_id, ground.running)
    await plant_log(db, ground.event_id, ground.organiser_id)
    names |= await plant_programme(db, ground)
    names |= await plant_uploads(db, ground.event_id, ground.running)
    names["sandbox"] = await plant_rehearsal(db, ground.event_id, ground.running)
    await plant_stays(db, ground)
    return names


async def settle(app: App) -> None:
    """What the app's loops would do in the next seconds: close what is due, release what may be."""
    await close_due(app.database, app.keys, OWNERS)
    await app.releaser.release_due()


async def plant_companies(db: AsyncSession, ground: Ground) -> Names:
    """`found`: by the domain of an address, so not on the list; `unassigned`: of no company."""
    listed = await factories.some_companies(db, ground.event_id, MORE_COMPANIES)
    finn = await factories.an_attendee(db, ground.event_id, "Finn Elbe", "Elbe & Co")
    lena = await factories.an_attendee(db, ground.event_id, "Lena Brandt", "Alpenrand IT")
    facts = CompanyFacts("Alpenrand IT", "AT", CompanySize.FROM_10, PartnerType.INTEGRATOR)
    await find_company(db, lena, facts)
    own = select(Membership.organisation_id).where(Membership.person_id == lena)
    found = (await db.scalars(own)).one()
    return {"unassigned": finn, "found": found, "company": next(iter(listed.values()))}


async def plant_polls(db: AsyncSession, ground: Ground) -> Names:
    """The demo's own, and at the session that is over one of each other kind."""
    members = await members_of(db, ground.event_id)
    own = select(Poll).where(Poll.session_id == ground.running).order_by(Poll.id)
    closed, opened, draft, *_ = [poll.id for poll in await db.scalars(own)]
    names: Names = {"closed": closed, "opened": opened, "draft": draft}
    few = dict(list(members.items())[:9])
    scale, several = PollKind.SCALE, PollKind.MULTIPLE
    names["scale"] = await a_closed_poll(db, ground, a_draft(scale), members)
    names["too_few"] = await a_closed_poll(db, ground, a_draft(), few)
    names["unshown"] = await a_closed_poll(db, ground, a_draft(shown=ResultsShown.LATER), members)
    names["several"] = await an_open_poll(db, ground.keys, ground.over, a_draft(several), {})
    live = a_draft(shown=ResultsShown.LIVE)
    names["live"] = await an_open_poll(db, ground.keys, ground.over, live, members)
    return names


async def a_closed_poll(db: AsyncSession, ground: Ground, draft: Draft, members: Members) -> int:
    poll_id = await an_open_poll(db, ground.keys, ground.over, draft, members)
    await close_poll(db, poll_id)
    return poll_id


async def members_of(db: AsyncSession, event_id: int) -> dict[int, int]:
    """One attendee of each company: by the person's id the company's."""
    query = (
        select(Membership.organisation_id, Membership.person_id)
        .join(Registration, Registration.person_id == Membership.person_id)
        .where(Registration.event_id == event_id, Registration.confirmed_at.is_not(None))
        .order_by(Membership.person_id.desc())
    )
    firsts = {row.organisation_id: row.person_id for row in await db.execute(query)}
    return {person_id: company_id for company_id, person_id in firsts.items()}


async def plant_messages(db: AsyncSession, ground: Ground) -> Names:
    """Of the demo's messages one is taken on, one answered."""
    query = select(NamedFeedback.id).where(NamedFeedback.session_id == ground.over)
    message, answered = (await db.scalars(query.order_by(NamedFeedback.id))).all()
    await assign_feedback(db, ground.event_id, message, ground.staff_id, version=1)
    await reply_feedback(db, ground.event_id, answered, "You have them by mail.", version=1)
    return {"message": message, "answered": answered}


async def plant_editions(db: AsyncSession, ground: Ground) -> Names:
    """`earlier`: with a mood that today's is compared with, and with one before it; `later`: not
    yet on; `empty`: where nothing ever happened."""
    today = clock.now().date()
    earlier, _ = [await a_past_edition(db, slug, today - age) for slug, age in PAST]
    later = await an_edition(db, "later", today + YEAR)
    empty = await an_edition(db, "empty", today - 3 * YEAR)
    for event_id in (earlier, later, empty):
        await give_role(db, ground.staff_id, RoleKind.CHANNEL_STAFF, event_id)
        await register_again(db, ground.attendee_id, event_id)
    for event_id in (earlier, empty):
        await give_role(db, ground.organiser_id, RoleKind.ORGANISER, event_id)
    ended = select(Session.id).where(Session.event_id == earlier).order_by(Session.id).limit(1)
    return {
        "earlier": "earlier",
        "later": "later",
        "empty": "empty",
        "ended": (await db.scalars(ended)).one(),
    }


async def a_past_edition(db: AsyncSession, slug: str, first: date) -> int:
    event_id = await releases.two_days(db, slug, first)
    course = releases.series(releases.COURSE_BEFORE, first, minutes=30)
    await releases.release(db, ScopeKind.MOOD, event_id, course, is_final=True)
    return event_id


async def an_edition(db: AsyncSession, slug: str, first: date) -> int:
    return await create_event(
        db,
        slug=slug,
        title=Translated(en="Halvestra Partner Conference"),
        motto=Translated(en="Frankly speaking."),
        starts_on=first,
        ends_on=first + timedelta(days=1),
        timezone="Europe/Berlin",
    )


async def register_again(db: AsyncSession, person_id: int, event_id: int) -> None:
    """As they did the first time."""
    known = select(Registration).where(Registration.person_id == person_id).limit(1)
    before = (await db.scalars(known)).one()
    facts = ("person_id", "company", "country", "job", "partner_type", "company_size")
    row = {name: getattr(before, name) for name in facts}
    times = {"registered_at": clock.now(), "confirmed_at": clock.now()}
    db.add(Registration(event_id=event_id, **row, **times))


async def plant_programme(db: AsyncSession, ground: Ground) -> Names:
    """Two in one room; `unscheduled`: without a time. Browsers play the stream of neither."""
    slot = await db.get_one(Slot, ground.running)
    in_the_way = await add_session(
        db,
        ground.event_id,
        title=Translated(de="Zur selben Zeit am selben Ort"),
        starts_at=slot.starts_at + 20 * MINUTE,
        ends_at=slot.ends_at + 20 * MINUTE,
        room_id=slot.room_id,
        video=REFUSED,
    )
    unscheduled = await add_session(
        db,
        ground.event_id,
        title=Translated(de="Was noch keinen Platz hat"),
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        video=REFUSED,
    )
    await db.delete(await db.get_one(Slot, unscheduled))
    return {"in_the_way": in_the_way, "unscheduled": unscheduled}


async def plant_bookmarks(db: AsyncSession, ground: Ground) -> Names:
    """The attendee has bookmarked everything. `withdrawn`: a session that no list shows."""
    begins = (await db.get_one(Slot, ground.running)).starts_at
    withdrawn = await add_session(
        db,
        ground.event_id,
        title=Translated(en="What is going to change"),
        starts_at=begins,
        ends_at=begins + 30 * MINUTE,
        state=SessionState.WITHDRAWN,
    )
    ids = await db.scalars(select(Session.id).where(Session.event_id == ground.event_id))
    own = {"person_id": ground.attendee_id, "at": clock.now()}
    await insert_missing(db, Bookmark, [own | {"session_id": id_} for id_ in ids])
    return {"withdrawn": withdrawn}


async def plant_stays(db: AsyncSession, ground: Ground) -> None:
    """Every second company saw the session that is over, for a while or all of it."""
    slot = await db.get_one(Slot, ground.over)
    members = await members_of(db, ground.event_id)
    stays = [
        Stay(ground.over, person_id, slot.starts_at, slot.starts_at + (place % 10 + 1) * MINUTE)
        for place, person_id in enumerate(members)
        if place % 2
    ]
    await write_stays(db, [stays])
