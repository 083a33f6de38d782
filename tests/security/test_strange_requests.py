"""§9, 11 and 20: what no browser of ours would send is refused, and faults show nothing."""

import io
from itertools import product

import pytest

from conference.app import App
from conference.settings import Settings
from tests.security.conftest import Role, World
from tests.security.served import served
from tests.support.logs import printed

__all__ = ["printed"]


async def test_a_body_that_is_too_long_is_refused_however_it_is_sent(settings: Settings) -> None:
    async with served(settings) as site:
        head = (
            f"POST /sign-in HTTP/1.1\r\nHost: {site.app.settings.host}\r\n"
            "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        ).encode()
        body = b"email=" + b"a" * 70_000
        chunk = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        answers = [
            await site.raw(head + b"Content-Length: %d\r\n\r\n" % len(body) + body),
            await site.raw(head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk),
            await site.raw(head + b"Content-Length: 999999999\r\n\r\nemail=a"),
        ]

    assert [answer.split(b"\r\n")[0] for answer in answers] == [
        b"HTTP/1.1 413 Request Entity Too Large"
    ] * 3


STRANGE = (
    "%00",
    "%ff",
    "%ed%a0%80",
    "%F0%9F%92%A9",
    "%0D%0A",
    "..%2f..%2fetc",
    "{{7*7}}",
    "a" * 5000,
)
NUMBERS = ("2147483648", "99999999999999999999999", "-1", "0")
COOKIES = (
    b'lang="\\001"',
    b"lang=\xff",
    b"a:b=c; lang=de",
    b"=;;;=",
    b'conference="\\012"',
    b"conference=" + b"x" * 3000,
    b"Path=/; expires=x",
    b"typed=eyJuYW1lIjoiXHVkODAwIn0=",
    b"typed=W1tbW1tbW1tb",
    b"draft=WyJcdWQ4MDAiLHRydWVd",
    b"draft=eyJhIjoxfQ==",
)
FORM = "application/x-www-form-urlencoded"
BODIES = (
    (FORM, b"text=\xff\xfe\xed\xa0\x80&email=\xff&name=%ed%a0%80"),
    (FORM, b"text=%00&email=%00@a.example"),
    (f"{FORM}; charset=utf-16", b"text=1"),
    (f"{FORM}; charset=nonsense", b"text=1"),
    ("application/json", b'{"text":'),
    ("application/json", b"[" * 5000),
    ("multipart/form-data", b"--x"),
    ("multipart/form-data; boundary=x", b"--x\r\n"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n' * 1100,
    ),
    ("nonsense", b"text=1"),
    ("", b"text=1"),
)


async def test_nothing_that_is_sent_makes_the_server_fail(world: World) -> None:
    texts = (
        "/events/{}",
        "/events/{}/agenda",
        "/events/{}/registration",
        "/media/{}",
        "/{}",
        "/sign-in/{}",
    )
    ids = (
        "/sessions/{}",
        "/sessions/{}/questions",
        "/sessions/{}/moderation",
        "/registrations/{}/link",
    )
    paths = [path.format(word) for path in texts for word in STRANGE]
    paths += [path.format(number) for path in ids for number in NUMBERS]
    paths += [
        f"/events/{world.a.slug}/agenda?text={word}&day={word}&lang={word}" for word in STRANGE
    ]
    forms = (
        "/sign-in",
        f"/events/{world.a.slug}/registration",
        f"/sessions/{world.a.session_id}/questions",
    )
    pages = (
        f"/events/{world.a.slug}/registration",
        f"/sessions/{world.a.session_id}/questions/new",
    )
    failed: list[object] = []
    async with world.browser(Role.ATTENDEE) as client:
        for path in paths:
            failed += [path] * ((await client.get(path)).status_code >= 500)
        for path, (kind, body) in product(forms, BODIES):
            headers = {"content-type": kind}
            answer = await client.post(path, content=body, headers=headers)
            failed += [(path, kind, body[:40])] * (answer.status_code >= 500)
        own = world.cookies[Role.ATTENDEE].encode()
        for path, cookie in product(pages, COOKIES):
            client.cookies.clear()
            answer = await client.get(path, headers=[(b"cookie", own + b"; " + cookie)])
            failed += [(path, cookie)] * (answer.status_code >= 500)

    assert failed == []


async def test_a_fault_shows_nothing_of_the_inside(world: World) -> None:
    def break_down() -> None:
        raise RuntimeError("the secret is 4711")

    world.app.database.reading = break_down  # type: ignore[assignment, method-assign]
    async with world.browser(Role.ATTENDEE) as client:
        page = await client.get("/")
        notice = await client.get("/", headers={"hx-request": "true"})

    for answer in (page, notice):
        assert answer.status_code == 500
        assert "Something went wrong on our side." in answer.text
        for inside in ("4711", "RuntimeError", "Traceback", "conference/", ".py", "litestar"):
            assert inside not in answer.text


@pytest.mark.parametrize("path", ["/sign-in", "/events/halvestra/registration"])
async def test_one_who_hangs_up_in_the_middle_is_nobodys_fault(
    app: App, path: str, printed: io.StringIO
) -> None:
    """The second writes no line, as its requests are counted."""
    answers: list[dict[str, object]] = []
    parts: list[dict[str, object]] = [
        {"type": "http.request", "body": b"email=", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> dict[str, object]:
        return parts.pop(0)

    async def send(message: dict[str, object]) -> None:
        answers.append(message)

    headers = {"host": app.settings.host, "sec-fetch-site": "same-origin", "content-type": FORM}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 50_000),
    }

    await app(scope, receive, send)

    assert answers[0]["status"] == 499
    assert "Traceback" not in printed.getvalue()
    assert "fault" not in printed.getvalue()
