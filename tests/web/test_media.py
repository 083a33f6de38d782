"""Video in parts (RFC 9110, 13 to 15)."""

import gzip
from pathlib import Path

import httpx
import pytest

from conference.media import Part, Unsatisfiable, find, read_range
from conference.resources import resource

VTT = "/media/keynote.en.vtt"
BODY = (resource("static") / "media" / "keynote.en.vtt").read_bytes()
SIZE = len(BODY)


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-99", Part(0, 99)),
        ("bytes=100-", Part(100, 999)),
        ("bytes=-100", Part(900, 999)),
        ("bytes=-5000", Part(0, 999)),
        ("bytes=990-5000", Part(990, 999)),
        ("bytes=999-999", Part(999, 999)),
        ("Bytes = 0 - 0", Part(0, 0)),
        ("", None),
        ("bytes=-", None),
        ("bytes=5-4", None),
        ("bytes=0-1,5-6", None),
        ("bytes=a-b", None),
        ("bytes=１-２", None),
        ("lines=0-9", None),
        ("bytes=" + "9" * 5000 + "-", None),
    ],
)
def test_a_range_is_read(header: str, part: Part | None) -> None:
    assert read_range(header, 1000) == part


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-1001", "bytes=-0"])
def test_a_range_behind_the_end_cannot_be_had(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        read_range(header, 1000)


async def test_the_whole_file_comes_without_a_range(client: httpx.AsyncClient) -> None:
    answer = await client.get(VTT)

    assert (answer.status_code, answer.content) == (200, BODY)
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-type"] == "text/vtt; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert answer.headers["content-length"] == str(SIZE)


async def test_a_part_says_which_part_it_is(client: httpx.AsyncClient) -> None:
    answer = await client.get(VTT, headers={"range": "bytes=10-19"})

    assert (answer.status_code, answer.content) == (206, BODY[10:20])
    assert answer.headers["content-range"] == f"bytes 10-19/{SIZE}"
    assert answer.headers["content-length"] == "10"


async def test_a_part_is_never_compressed(client: httpx.AsyncClient) -> None:
    headers = {"accept-encoding": "gzip", "range": "bytes=0-"}

    answer = await client.get(VTT, headers=headers)

    assert "content-encoding" not in answer.headers
    assert answer.content == BODY != gzip.compress(BODY)


async def test_a_part_behind_the_end_is_416(client: httpx.AsyncClient) -> None:
    answer = await client.get(VTT, headers={"range": f"bytes={SIZE}-"})

    assert (answer.status_code, answer.content) == (416, b"")
    assert answer.headers["content-range"] == f"bytes */{SIZE}"


async def test_several_parts_are_answered_with_all(client: httpx.AsyncClient) -> None:
    answer = await client.get(VTT, headers={"range": "bytes=0-1,5-9"})

    assert (answer.status_code, answer.content) == (200, BODY)


async def test_head_tells_the_size_whatever_the_range(client: httpx.AsyncClient) -> None:
    answer = await client.head(VTT, headers={"range": "bytes=0-1"})

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(SIZE)


async def test_a_range_of_another_version_is_answered_with_all(client: httpx.AsyncClient) -> None:
    known = await client.get(VTT)
    conditions = [
        known.headers["etag"],
        known.headers["last-modified"],
        '"another"',
        f"W/{known.headers['etag']}",
        "Thu, 17 Sep 2015 07:30:00 GMT",
        "nonsense",
    ]

    answers = [
        await client.get(VTT, headers={"range": "bytes=0-1", "if-range": condition})
        for condition in conditions
    ]

    assert [answer.status_code for answer in answers] == [206, 206, 200, 200, 200, 200]


async def test_what_the_browser_has_is_not_sent_again(client: httpx.AsyncClient) -> None:
    known = await client.get(VTT)
    tag, changed = known.headers["etag"], known.headers["last-modified"]
    old = "Thu, 17 Sep 2015 07:30:00 GMT"

    answers = [
        await client.get(VTT, headers=headers)
        for headers in (
            {"if-none-match": tag},
            {"if-none-match": f'"x", W/{tag}'},
            {"if-none-match": "*"},
            {"if-modified-since": changed},
            {"if-none-match": '"x"', "if-modified-since": changed},
            {"if-modified-since": old},
            {"if-modified-since": "nonsense"},
        )
    ]

    assert [answer.status_code for answer in answers] == [304, 304, 304, 304, 200, 200, 200]
    assert answers[0].content == b""


@pytest.mark.parametrize(
    "path",
    [
        "/media/",
        "/media/nothing.mp4",
        "/media/..%2Ficons.svg",
        "/media/%2e%2e/icons.svg",
        "/media/%2e%2e",
        "/media/keynote.en.vtt%00.mp4",
        "/media/%2Fetc%2Fpasswd",
    ],
)
async def test_nothing_but_the_folder_of_media_is_served(
    client: httpx.AsyncClient, path: str
) -> None:
    assert (await client.get(path)).status_code == 404


def test_every_file_of_the_folder_can_be_played() -> None:
    names = [path.name for path in Path(resource("static") / "media").iterdir()]

    assert {find(name).path.name for name in names} == set(names) >= {"keynote.en.vtt"}
