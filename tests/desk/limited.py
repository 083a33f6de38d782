"""Rosa of the channel team, who is limited to a region, beside Mara, who sees everything."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import update

from conference.accounts.actions import give_role
from conference.accounts.cookies import cookie_name
from conference.accounts.models import Reach, RoleKind
from conference.partners.models import Organisation
from conference.sentiment.actions import Sending, send_feedback
from conference.sentiment.entries import NamedEntry
from tests import factories
from tests.desk.world import DESK, Cast, Desk, the_cast

LIMITED = "You look after alpes côtières: everything here, the totals too, is of companies there."
ALPENRAND, WESERBOGEN = "Alpenrand IT AG", "Weserbogen Systemhaus"
THEIRS = ("Anna Weser", "Weserbogen", "Paul Zander", "SUM(A1:A9)")


@dataclass
class Team:
    """Mara sees everything of the event, Rosa her region. The messages are Sabine's, Anna's and
    Paul's, who belongs to no company."""

    desk: Desk
    cast: Cast
    rosa_id: int
    rosa: httpx.AsyncClient
    sabines: int
    annas: int
    pauls: int

    @property
    def rosas_cookie(self) -> str:
        name = cookie_name(self.desk.app.settings)
        return f"{name}={self.rosa.cookies[name]}"

    async def ours(self, path: str) -> httpx.Response:
        """As Rosa gets it: Mara is shown others' things there, Rosa none of them."""
        for client, must in ((self.desk.mara, True), (self.rosa, False)):
            answer = await client.get(f"{DESK}/{path}")
            assert answer.status_code == 200
            assert any(name in answer.text for name in THEIRS) == must
        return answer

    async def limit(self, *regions: str) -> None:
        async with self.desk.database.writing() as db:
            kind, event_id = RoleKind.CHANNEL_STAFF, self.desk.event_id
            await give_role(db, self.rosa_id, kind, event_id, regions=regions)


@pytest.fixture
async def team(desk: Desk) -> AsyncIterator[Team]:
    """Her region is written in another way than in the partner list."""
    cast = await the_cast(desk)
    regions = {cast.alpenrand: "ALPES CÔTIÈRES", cast.weserbogen: "Nord"}
    messages = []
    async with desk.database.writing() as db:
        for id_, region in regions.items():
            await db.execute(
                update(Organisation).where(Organisation.id == id_).values(region=region)
            )
        rosa_id = await factories.a_person(db, "Rosa Tal")
        for number, sender in enumerate((cast.sabine, cast.anna, cast.paul)):
            entry = NamedEntry(2, f"Please call me, says {THEIRS[number]}." if number else "Hello.")
            company = ("Alpenrand", *THEIRS[1::2])[number]
            sending = Sending(desk.event_id, desk.session_id, sender, company, "en", entry)
            messages.append(await send_feedback(db, sending))
    async with await factories.signed_in(desk.app, rosa_id, Reach.FULL) as rosa:
        team = Team(desk, cast, rosa_id, rosa, *messages)
        await team.limit("alpes côtières")
        await desk.app.live.settled()
        yield team


def tables(page: httpx.Response) -> list[list[list[str]]]:
    """Without the moments at which something begins or began."""
    parsed = BeautifulSoup(page.text, "html5lib")
    for moment in parsed.select("td:has(time)"):
        moment.decompose()
    return [
        [
            [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
            for row in body.select("tr")
        ]
        for body in parsed.select("tbody")
    ]


def texts(page: httpx.Response, selector: str) -> list[str]:
    found = BeautifulSoup(page.text, "html5lib").select(selector)
    return [" ".join(each.get_text(" ").split()) for each in found]
