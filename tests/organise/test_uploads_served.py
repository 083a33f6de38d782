"""Uploaded files as they are given out: to whom, under which headers, at which address."""

from hashlib import sha256
from io import BytesIO

from PIL import Image
from structlog.testing import capture_logs

from conference.agenda.models import EventState
from tests.organise.uploading import (
    SLIDES,
    Stage,
    a_picture,
    listed,
    sent,
    stage,
)

__all__ = ["stage"]

CLOSED = "default-src 'none'; sandbox"


async def test_a_picture_is_served_made_anew_for_any_page_to_show_and_keep(stage: Stage) -> None:
    await stage.office.claudia.put(stage.portrait, files=sent(a_picture()))
    (row,) = await stage.uploads()
    path = f"/uploads/{row.id}/{row.digest}"

    served = await stage.office.nobody.get(path)
    known = await stage.office.nobody.get(path, headers={"if-none-match": f'W/"{row.digest}"'})
    head = await stage.office.nobody.head(path)

    assert {name: served.headers.get(name) for name in ("content-type", "content-disposition")} == {
        "content-type": "image/webp",
        "content-disposition": "inline",
    }
    assert served.headers["content-security-policy"] == CLOSED
    assert served.headers["x-content-type-options"] == "nosniff"
    assert served.headers["cache-control"] == "public, max-age=86400, immutable"
    assert served.headers["content-length"] == str(len(served.content)) == str(row.size)
    assert sha256(served.content).hexdigest() == row.digest
    with Image.open(BytesIO(served.content)) as image:
        assert image.size == (480, 480)
    assert (known.status_code, known.content, known.headers["etag"]) == (
        304,
        b"",
        f'"{row.digest}"',
    )
    assert head.headers["content-length"] == str(row.size)


async def test_a_file_is_given_out_as_it_came_to_be_saved_only(stage: Stage) -> None:
    office = stage.office
    titles = {"title_de": "Die Folien", "title_en": "The slides"}

    named = await office.claudia.post(
        stage.files, data=titles, files=sent(SLIDES, "C:\\Jana\\Folien „2026“.pdf")
    )
    plain = await office.claudia.post(stage.files, files=sent(b"a;b\n", "list.csv"))

    assert (named.status_code, plain.status_code) == (303, 303)
    slides, table = listed(await office.nobody.get(stage.page), "#about")
    assert (slides[1:], table[1:]) == (("The slides", "PDF, 768 kB"), ("list.csv", "CSV, 1 kB"))
    assert listed(await office.claudia.get(stage.files[: -len("/files")]), "#files") == [
        slides,
        table,
    ]
    served = await office.nobody.get(slides[0])
    assert served.content == SLIDES
    assert served.headers["content-type"] == "application/pdf"
    assert served.headers["content-security-policy"] == CLOSED
    assert served.headers["content-disposition"] == (
        'attachment; filename="Folien _2026_.pdf"; '
        "filename*=UTF-8''Folien%20%E2%80%9E2026%E2%80%9C.pdf"
    )
    assert "content-encoding" not in served.headers
    assert (await office.logged())[-2:] == [
        "Claudia Kern: File “Folien „2026“.pdf” added",
        "Claudia Kern: File “list.csv” added",
    ]


async def test_files_of_a_draft_are_for_those_who_prepare_it(stage: Stage) -> None:
    office = stage.office
    await office.claudia.put(stage.portrait, files=sent(a_picture()))
    await office.claudia.post(stage.files, files=sent(SLIDES, "slides.pdf"))
    paths = [f"/uploads/{row.id}/{row.digest}" for row in await stage.uploads()]
    readers = (office.nobody, office.sabine, office.jonas, office.claudia)

    seen = {}
    for state in (EventState.PUBLISHED, EventState.ARCHIVED, EventState.DRAFT):
        await office.set_state(state)
        seen[state] = [[(await each.get(path)).status_code for path in paths] for each in readers]
    kept = (await office.claudia.get(paths[0])).headers["cache-control"]

    assert seen == {
        EventState.PUBLISHED: [[200, 200]] * 4,
        EventState.ARCHIVED: [[200, 200]] * 4,
        EventState.DRAFT: [[404, 404]] * 3 + [[200, 200]],
    }
    assert kept == "private, max-age=86400, immutable"


async def test_no_line_of_the_log_tells_who_fetched_what_at_which_second(stage: Stage) -> None:
    """A live page fetches portraits right after an answer."""
    await stage.office.claudia.put(stage.portrait, files=sent(a_picture()))
    (row,) = await stage.uploads()

    with capture_logs() as logs:
        served = await stage.office.claudia.get(f"/uploads/{row.id}/{row.digest}")

    assert served.status_code == 200
    assert [log["event"] for log in logs if log["event"] != "HTTP Request"] == []


async def test_an_address_that_nobody_was_given_leads_nowhere(stage: Stage) -> None:
    await stage.office.claudia.put(stage.portrait, files=sent(a_picture()))
    (row,) = await stage.uploads()

    for path in (f"{row.id}/{'0' * 64}", f"{row.id + 1}/{row.digest}", f"{row.id}/%25"):
        assert (await stage.office.claudia.get(f"/uploads/{path}")).status_code == 404
