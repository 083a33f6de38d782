"""How viewers stand to a session: each by themselves, whoever else comes at that moment."""

from conference.accounts.guards import Grant, Viewer
from conference.accounts.models import Reach, RoleKind
from conference.app import App
from conference.stage.standing import Asking, Standing, standings
from tests import factories


async def test_two_sign_ins_of_one_person_stand_each_as_if_they_came_alone(app: App) -> None:
    async with app.database.writing() as db:
        event_id = await factories.an_event(db)
        session_id = await factories.a_session(db, event_id)
        person_id = await factories.a_person(db)
    organises = frozenset({Grant(RoleKind.ORGANISER, event_id)})
    by_role = Viewer(1, Reach.FULL, person_id, "Sabine", None, organises)
    by_link = Viewer(2, Reach.ATTENDEE, person_id, "Sabine", event_id)
    asked = [Asking(session_id, event_id, viewer, app.keys) for viewer in (by_role, by_link)]

    async with app.database.reading() as db:
        together = await standings(db, asked)
        alone = [(await standings(db, [each]))[0] for each in asked]

    assert together == alone
    assert together == [
        Standing(is_admitted=True, is_confirmed=True, may_moderate=True, bookmarked=frozenset()),
        Standing(bookmarked=frozenset()),
    ]
