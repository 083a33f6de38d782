"""§9, 14, 15, 17: what people type is text wherever it comes out again, and how often they may."""

import httpx
import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from conference.accounts.models import Person
from conference.agenda.models import Session
from conference.i18n import Translated
from conference.live import Topic
from conference.qa import actions, moderation
from conference.qa.queries import board
from conference.registration.models import Registration
from conference.web import Form
from conference.web.rich import rich
from tests.live.watching import Watcher
from tests.registration.conftest import entered
from tests.security.conftest import Role, World

MARK = "xx-mark-xx"
EVIL = (
    f"\"'><script>{MARK}</script><img src=x onerror={MARK}()><svg/onload={MARK}>"
    "</textarea></title><a href=javascript:alert(1) data-hx-get=/x>{{7*7}}${7*7}<!--"
)
FOREIGN = (
    "script:not([src]):not([type]), img[onerror], svg[onload], [href^='javascript'], "
    "[data-hx-get='/x']"
)


def assert_is_text(html: str) -> None:
    """The typed text is there, and nothing of it became an element or an attribute."""
    page = BeautifulSoup(html, "html5lib")
    assert MARK in page.get_text() + str([tag.get("value") for tag in page.select("[value]")])
    assert page.select(FOREIGN) == []
    handlers = [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert handlers == []


@pytest.fixture
async def evil(world: World) -> World:
    """Name, company, question, answer and reason are all as bad as can be."""
    anna = world.people[Role.ATTENDEE]
    async with world.app.database.writing() as db:
        await db.execute(update(Person).values(name=f"{EVIL[:110]}{Person.id}"[:110]))
        await db.execute(update(Registration).values(company=EVIL[:200]))
        ids = []
        for text in (EVIL, f"{EVIL} again", f"{EVIL} and again"):
            asking = actions.Asking(world.a.session_id, anna, text, "en", False, EVIL[:200])
            ids.append(await actions.ask_question(db, world.app.keys, asking))
        for question_id in ids[:2]:
            await moderation.approve(db, question_id)
        wording = moderation.Wording(EVIL, anna, EVIL[:120])
        await moderation.answer(db, ids[0], wording, version=2)
        await moderation.decline(db, ids[2], EVIL)
    return world


async def test_what_people_type_is_text_on_every_page(evil: World) -> None:
    session = f"/sessions/{evil.a.session_id}"
    paths = {
        Role.ATTENDEE: (
            session,
            f"{session}/regions",
            f"{session}/questions/own",
            "/account",
            f"/events/{evil.a.slug}",
        ),
        Role.MODERATOR: (f"{session}/moderation", f"{session}/moderation/questions"),
        Role.NOBODY: (evil.link,),
    }
    for role, pages in paths.items():
        async with evil.browser(role) as client:
            for path in pages:
                assert_is_text((await client.get(path)).text)


async def test_what_people_type_is_text_in_pushes_and_answers(evil: World) -> None:
    room, back = (f"session/{evil.a.session_id}{end}" for end in ("", "/moderators"))
    async with evil.browser(Role.MODERATOR) as moderator, evil.browser(Role.ATTENDEE) as anna:
        watchers = [Watcher(evil.app, moderator, Topic(topic), "en", ()) for topic in (room, back)]
        for watcher in watchers:
            await watcher.start()
        async with evil.app.database.reading() as db:
            question = (await board(db, evil.a.session_id)).live[-1]
        htmx = {"hx-request": "true"}
        clicked = await moderator.put(f"/questions/{question.id}/stage", headers=htmx)
        asked = await anna.post(
            f"/sessions/{evil.a.session_id}/questions", data={"text": EVIL}, headers=htmx
        )
        await evil.app.live.settled()

    assert_is_text(clicked.text)
    assert_is_text(asked.text)
    for watcher in watchers:
        assert_is_text(watcher.line.frames.get_nowait().text)


async def test_a_refused_form_shows_what_was_typed_as_text(world: World) -> None:
    forms = {
        f"/events/{world.a.slug}/registration": entered(
            name=EVIL, email=EVIL, country=EVIL, job=EVIL
        ),
        "/sign-in": {"email": EVIL},
        f"/sessions/{world.a.session_id}/questions": {"text": EVIL * 5},
    }
    async with world.browser(Role.ATTENDEE) as client:
        for path, data in forms.items():
            answer = await client.post(path, data=data)

            assert answer.status_code == 422
            assert_is_text(answer.text)


async def test_a_strangers_name_is_neither_link_nor_header_in_a_mail(world: World) -> None:
    name = f"{EVIL[:60]} https://prize.example/a?b=c\r\nBcc: all@weser.example\u2028X: y"
    async with world.browser() as client:
        path = f"/events/{world.a.slug}/registration"
        answer = await client.post(path, data=entered(name=name, email="t.kranz@weser.example"))
        async with world.app.database.writing() as db:
            await db.execute(update(Person).values(name=name[:120]))
        await client.post("/sign-in", data={"email": "organiser.feld@alpenrand.example"})

    assert answer.status_code == 303
    mails = await world.mails()
    assert len(mails) == 2
    for mail in mails:
        assert set(mail.keys()) & {"Bcc", "X"} == set()
        assert len(mail["To"].addresses) == 1
        plain, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
        page = BeautifulSoup(html, "html5lib")
        assert "prize" in plain
        assert "prize" in page.get_text()
        assert "prize.example" not in plain + html
        assert page.select("script, img, svg") == []
        assert all(str(a["href"]).startswith("http://127.0.0.1:8000/") for a in page.select("a"))


HTML = """
<p onclick="x()" style="position:fixed" class="hall" id="content">Text <b>bold</b></p>
<a href="javascript:alert(1)">a</a><a href="data:text/html,x">b</a><a href=" JaVa&#9;ScRiPt:x">c</a>
<a href="https://good.example/" target="_blank" data-hx-get="/x" hx-get="/y">d</a>
<h2 data-hx-post="/z">Heading</h2><script>x()</script><style>*{display:none}</style>
<iframe src="https://evil.example"></iframe><img src=x onerror=x()>
<form action="/x"><input name=y></form>
<svg><use href="data:x"/></svg><math><mi xlink:href="javascript:x">z</mi></math><base href="/evil/">
<meta http-equiv="refresh" content="0;url=https://evil.example"><link rel="stylesheet" href="x">
<noscript><p title="</noscript><img src=x onerror=x()>"></noscript>
<template><script>x()</script></template>
"""


HARMLESS = {"p", "br", "hr", "a", "ul", "ol", "li", "em", "strong", "b", "i", "code", "pre"}


def assert_is_harmless(markup: str) -> list[Tag]:
    body = BeautifulSoup(markup, "html5lib").body
    assert body is not None
    for tag in body.find_all(True):
        assert tag.name in HARMLESS | {"blockquote"}
        assert set(tag.attrs) <= ({"href", "rel"} if tag.name == "a" else set())
        assert str(tag.get("href", "https:")).lower().startswith(("http:", "https:", "mailto:"))
    return body.find_all("a")


async def test_imported_html_keeps_its_words_and_nothing_that_acts(world: World) -> None:
    async with world.app.database.writing() as db:
        await db.execute(
            update(Session).values(abstract=Translated(en=HTML), description=Translated(en=EVIL))
        )
    async with world.browser() as client:
        page = BeautifulSoup((await client.get(f"/sessions/{world.a.session_id}")).text, "html5lib")

    about = page.select_one("#about")
    assert about is not None
    assert "Text bold" in about.get_text()
    assert "Heading" in about.get_text()
    links = [link["href"] for link in assert_is_harmless(str(rich(HTML))) if link.get("href")]
    assert links == ["https://good.example/"]
    assert (
        about.select("script, style, iframe, img, form, input, svg, [onclick], [data-hx-get]") == []
    )


@given(st.text(alphabet="<>/=\"' abhimgspcrt:#&;x\n!-[]()", max_size=200) | st.text(max_size=100))
def test_no_text_of_an_organiser_acts(text: str) -> None:
    assert_is_harmless(str(rich(text)))
    assert_is_harmless(str(rich(f"<p>{text}")))


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "\u200b", "\u200d\u200c", "\u00ad\u2060", "\u202e\u2066", "\x00\x1b"]
)
async def test_a_question_that_shows_nothing_is_refused(world: World, text: str) -> None:
    async with world.browser(Role.ATTENDEE) as client:
        answer = await client.post(f"/sessions/{world.a.session_id}/questions", data={"text": text})

    assert answer.status_code == 422
    assert "Please write your question first." in answer.text


def test_nobody_poses_as_another_by_turning_text_around() -> None:
    form = Form({"name": "Anna\u202eresew\u202c We\u200bser", "flag": "👩‍💻 नमस्ते"})

    assert form.text("name", most=50) == "Annaresew Weser"
    assert form.text("flag", most=50) == "👩‍💻 नमस्ते"


async def test_who_is_too_quick_is_told_when_to_come_back_and_loses_nothing(world: World) -> None:
    async with world.browser(Role.ATTENDEE) as client:
        asked = await last_of(client, 4, f"/sessions/{world.a.session_id}/questions", "text")
        links = await last_of(client, 61, "/sign-in", "email")
        form = entered()
        for number in range(61):
            form = entered(email="broken@", name=f"Name {number}")
            registered = await client.post(f"/events/{world.a.slug}/registration", data=form)
        votes = [await client.put(f"/questions/{world.a.question_id}/upvote") for _ in range(61)]

    assert "text 3" in asked.text
    assert "email 60" in links.text
    assert "Name 60" in registered.text
    for answer in (asked, links, registered, votes[-1]):
        assert answer.status_code == 429
        assert 0 < int(answer.headers["retry-after"]) <= 120
    assert votes[-2].status_code == 303


async def last_of(client: httpx.AsyncClient, times: int, path: str, field: str) -> httpx.Response:
    for number in range(times):
        answer = await client.post(path, data={field: f"{field} {number}"})
    return answer
