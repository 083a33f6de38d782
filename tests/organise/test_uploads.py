"""Portraits, logo, picture and files of sessions: uploaded, shown, refused, taken away."""

import httpx
from bs4 import BeautifulSoup, Tag
from sqlalchemy import update

from conference.agenda.models import EventState
from conference.agenda.models_beside import Upload, UploadKind
from conference.organise.uploading import BODY_BYTES
from tests import factories
from tests.conftest import ROOT_URL
from tests.organise.conftest import HERE, SLUG
from tests.organise.uploading import (
    SLIDES,
    Stage,
    a_picture,
    pictures,
    said,
    sent,
    stage,
)

__all__ = ["stage"]


async def test_a_portrait_stands_wherever_its_speaker_does(stage: Stage) -> None:
    office, before = stage.office, await stage.version()

    answer = await office.claudia.put(stage.portrait, files=sent(a_picture()))

    (row,) = await stage.uploads()
    assert answer.status_code == 303
    page = stage.portrait.removesuffix("/portrait")
    assert answer.headers["location"] == f"{page}?done=saved&at=portrait#done"
    path = f"/uploads/{row.id}/{row.digest}"
    own = await office.claudia.get(page)
    assert pictures(own, ".upload") == [path]
    assert set(pictures(await office.nobody.get(stage.page), ".avatar")) == {path}
    assert pictures(await office.nobody.get(f"/events/{SLUG}"), ".avatar") == [path]
    assert await stage.version() > before
    assert (await office.logged())[-1] == "Claudia Kern: Portrait of Jana Vogt changed"


async def test_a_logo_stands_above_every_page_of_its_event(stage: Stage) -> None:
    office = stage.office

    await office.claudia.put(stage.logo, files=sent(a_picture(1280, 240)))

    (row,) = await stage.uploads()
    path = f"/uploads/{row.id}/{row.digest}"
    for page in (f"/events/{SLUG}", f"/events/{SLUG}/agenda", stage.page):
        assert pictures(await office.nobody.get(page), ".masthead__logo") == [path]
    assert pictures(await office.jonas.get("/manage/events/weitblick"), ".masthead__logo") == []
    assert (await office.logged())[-1].startswith("Claudia Kern: Logo of “Halvestra Partner")


async def test_a_picture_stands_beside_the_motto_and_goes_with_every_link(stage: Stage) -> None:
    office = stage.office

    answer = await office.claudia.put(stage.picture, files=sent(a_picture(1600, 1200)))

    assert answer.headers["location"] == f"{HERE}/settings?done=saved&at=picture#done"
    assert (await office.logged())[-1].startswith("Claudia Kern: Picture of “Halvestra Partner")
    wide, card = [f"/uploads/{row.id}/{row.digest}" for row in await stage.uploads()]
    home = BeautifulSoup((await office.nobody.get(f"/events/{SLUG}")).text, "html.parser")
    shown = home.select_one(".hero__picture")
    assert isinstance(shown, Tag)
    assert {name: shown[name] for name in ("src", "srcset", "alt", "width", "height")} == {
        "src": card,
        "srcset": f"{card} 1200w, {wide} 1920w",
        "alt": "",
        "width": "1200",
        "height": "630",
    }
    served = await office.nobody.get(card)
    assert (served.status_code, served.headers["content-type"]) == (200, "image/jpeg")
    for page in (f"/events/{SLUG}", f"/events/{SLUG}/agenda", stage.page):
        told = shared(await office.nobody.get(f"{page}?lang=en"))
        assert (told["og:image"], told["og:url"]) == (f"{ROOT_URL}{card}", f"{ROOT_URL}{page}")
    assert shared(await office.nobody.get(f"/events/{SLUG}?lang=de"))["og:locale"] == "de_DE"
    await office.set_state(EventState.DRAFT)
    assert shared(await office.claudia.get(f"/events/{SLUG}")) == {}
    assert (await office.nobody.get(card)).status_code == 404


def shared(answer: httpx.Response) -> dict[str, str]:
    """What a page tells of itself to those who show its link."""
    head = BeautifulSoup(answer.text, "html.parser").select('meta[property^="og:"]')
    return {str(meta["property"]): str(meta["content"]) for meta in head}


async def test_another_picture_takes_the_place_of_the_first_until_it_is_removed(
    stage: Stage,
) -> None:
    claudia = stage.office.claudia
    for path in (stage.portrait, stage.logo, stage.picture):
        await claudia.put(path, files=sent(a_picture(1200, 630, "red")))
        first, *_ = await stage.uploads()
        await claudia.put(path, files=sent(a_picture(1200, 630, "blue")))
        second, *_ = await stage.uploads()
        answer = await claudia.delete(path)
        version = await stage.version()
        again = await claudia.delete(path)

        assert first.digest != second.digest
        assert (answer.status_code, again.status_code) == (303, 303)
        assert (await stage.uploads(), await stage.version()) == ([], version)
        gone = await claudia.get(f"/uploads/{second.id}/{second.digest}")
        assert gone.status_code == 404

    assert [line.split(": ")[1][:8] for line in await stage.office.logged()] == [
        *(["Portrait"] * 3 + ["Logo of "] * 3 + ["Picture "] * 3)
    ]


async def test_a_file_is_removed_by_itself(stage: Stage) -> None:
    office = stage.office
    for name in ("a.pdf", "b.pdf"):
        await office.claudia.post(stage.files, files=sent(SLIDES, name))
    first, second = await stage.uploads()

    answer = await office.claudia.delete(f"{stage.files}/{first.id}")
    elsewhere = await office.claudia.delete(f"{HERE}/sessions/4711/files/{second.id}")

    assert (answer.status_code, elsewhere.status_code) == (303, 404)
    assert [row.name for row in await stage.uploads()] == ["b.pdf"]
    assert (await office.nobody.get(f"/uploads/{first.id}/{first.digest}")).status_code == 404
    assert (await office.logged())[-1] == "Claudia Kern: File “a.pdf” removed"


async def test_what_cannot_be_taken_comes_back_with_its_sentence_and_what_was_typed(
    stage: Stage,
) -> None:
    claudia, version = stage.office.claudia, await stage.version()
    typed = {"title_de": "Die Folien", "title_en": "x" * 201}

    answers = {
        "no picture": await claudia.put(stage.portrait, files=sent(b"<svg/>")),
        "no logo": await claudia.put(stage.logo, files=sent(SLIDES)),
        "no picture of the event": await claudia.put(stage.picture, files=sent(SLIDES)),
        "too small": await claudia.put(stage.picture, files=sent(a_picture(1199, 900))),
        "none": await claudia.put(stage.logo, data={"file": ""}),
        "too large": await claudia.put(stage.portrait, files=sent(bytes(10 * 2**20 + 1))),
        "much too large": await claudia.put(stage.portrait, files=sent(bytes(BODY_BYTES))),
        "no kind": await claudia.post(stage.files, files=sent(SLIDES, "slides.html")),
        "other kind": await claudia.post(stage.files, files=sent(b"MZ", "slides.pdf")),
        "title": await claudia.post(stage.files, data=typed, files=sent(SLIDES, "slides.pdf")),
    }

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(
        answers, 422
    )
    unread = "This is no picture that can be read. Please take a PNG, JPEG or WebP file."
    assert {name: said(answer) for name, answer in answers.items() if name != "no kind"} == {
        "no picture": [unread],
        "no logo": [unread],
        "no picture of the event": [unread],
        "too small": ["The picture is smaller than 1200 × 630 pixels. Please take a larger one."],
        "none": ["Please choose a file first."],
        "too large": ["The file is larger than 10 MiB."],
        "much too large": ["The file is larger than 10 MiB."],
        "other kind": [
            "The file does not hold what its name says. Please save it anew and try again."
        ],
        "title": [
            "Please choose the file once more.",
            "At most 200 characters; these are 201.",
        ],
    }
    assert said(answers["no kind"])[0].startswith("Files of this kind cannot be given out.")
    form = BeautifulSoup(answers["title"].text, "html.parser").select_one("#files")
    assert isinstance(form, Tag)
    fields = form.select("input[type=text]")
    assert {str(each["name"]): str(each["value"]) for each in fields} == typed
    assert (await stage.uploads(), await stage.version()) == ([], version)


async def test_a_session_and_an_event_hold_no_more_than_they_may(stage: Stage) -> None:
    office = stage.office
    for number in range(10):
        await office.claudia.post(stage.files, files=sent(SLIDES, f"{number}.pdf"))
    eleventh = await office.claudia.post(stage.files, files=sent(SLIDES, "10.pdf"))
    await office.claudia.put(stage.logo, files=sent(a_picture()))
    async with office.database.writing() as db:
        large = update(Upload).where(Upload.kind == UploadKind.DOWNLOAD)
        await db.execute(large.values(size=20 * 2**20))
        other = await factories.a_session(db, office.event_id, title="Another")

    full = [
        await office.claudia.post(f"{HERE}/sessions/{other}/files", files=sent(SLIDES, "a.pdf")),
        await office.claudia.put(stage.portrait, files=sent(a_picture())),
        await office.claudia.put(stage.logo, files=sent(a_picture(colour="red"))),
    ]

    assert said(eleventh) == ["A session has at most 10 files."]
    assert [said(answer)[0][:46] for answer in full] == [
        "With this file the event would hold more than "
    ] * 3
    # The old logo is still there.
    assert [row.kind for row in await stage.uploads()] == [*["download"] * 10, "logo"]


async def test_organisers_of_another_event_upload_nothing_here(stage: Stage) -> None:
    jonas = stage.office.jonas
    elsewhere = [path.replace(SLUG, "weitblick") for path in (stage.portrait, stage.files)]

    answers = [
        await jonas.put(stage.portrait, files=sent(a_picture())),
        await jonas.put(stage.logo, files=sent(a_picture())),
        await jonas.put(stage.picture, files=sent(a_picture(1200, 630))),
        await jonas.post(stage.files, files=sent(SLIDES, "slides.pdf")),
        # The things of this event by way of the other one.
        await jonas.put(elsewhere[0], files=sent(a_picture())),
        await jonas.post(elsewhere[1], files=sent(SLIDES, "slides.pdf")),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert await stage.uploads() == []
