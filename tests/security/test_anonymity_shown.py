"""Who asked an anonymous question, as seen on all pages and pushes: nobody's business."""

from bs4 import BeautifulSoup

from conference.live import Topic
from conference.qa import moderation
from tests.live.watching import Watcher
from tests.security.conftest import Role, World


async def test_a_question_is_dated_to_the_minute(world: World) -> None:
    session = f"/sessions/{world.a.session_id}"
    async with world.browser(Role.ATTENDEE) as anna, world.browser(Role.MODERATOR) as moderator:
        for form in ({"text": "Named"}, {"text": "Not named", "anonymous": "yes"}):
            await anna.post(f"{session}/questions", data=form)
        page = BeautifulSoup((await moderator.get(f"{session}/moderation")).text, "html5lib")

    shown = [str(time["datetime"]) for time in page.select("#moderated-region time")]
    assert len(shown) == 3
    assert {moment[-9:] for moment in shown} == {":00+00:00"}


async def test_nobody_is_shown_who_asked(world: World) -> None:
    """The asker's name, address and company are Anna's; her named question is there to be seen."""
    session = f"/sessions/{world.a.session_id}"
    async with world.app.database.writing() as db:
        await moderation.set_moderated(db, world.a.session_id, is_moderated=False)
    async with world.browser(Role.MODERATOR) as moderator:
        topics = [Topic(f"session/{world.a.session_id}{end}") for end in ("", "/moderators")]
        watchers = [Watcher(world.app, moderator, topic, "en", ()) for topic in topics]
        for watcher in watchers:
            await watcher.start()
        async with world.browser(Role.ATTENDEE) as anna:
            form = {"text": "Not named", "anonymous": "yes"}
            await anna.post(f"{session}/questions", data=form)
            await world.app.live.settled()
            seen = [_pushed_to(watcher) for watcher in watchers]
            seen += [await _shown_to(world, role) for role in Role if role != Role.ATTENDEE]
            await anna.post(f"{session}/questions", data={"text": "Named"})
        named = (await moderator.get(f"{session}/moderation")).text

    for html in seen:
        assert "Anna" not in html
        assert "Alpenrand" not in html
    assert sum("Not named" in html for html in seen) == 2 + len(ADMITTED)
    assert "Anna Weser" in named
    assert "Alpenrand IT" in named


ADMITTED = set(Role) - {
    *(Role.NOBODY, Role.ATTENDEE, Role.ATTENDEE_B),
    *(Role.MODERATOR_B, Role.ORGANISER_B, Role.STAFF_B),
}


def _pushed_to(watcher: Watcher) -> str:
    frames = watcher.line.frames
    return "".join([frames.get_nowait().text for _ in range(frames.qsize())])


async def _shown_to(world: World, role: Role) -> str:
    session = f"/sessions/{world.a.session_id}"
    paths = ("", "/questions", "/questions/own", "/moderation", "/moderation/questions")
    async with world.browser(role) as client:
        return "".join([(await client.get(f"{session}{path}")).text for path in paths])
