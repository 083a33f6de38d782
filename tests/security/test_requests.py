"""§9, 6, 8, 9, 11, 18, 20: what requests are taken, and the headers that every answer has."""

from dataclasses import replace
from itertools import product

import httpx
import pytest

from conference.app import create_app
from conference.settings import Settings
from conference.web import own_path
from tests.conftest import ROOT_URL, browser
from tests.security.conftest import Role, World
from tests.security.served import served
from tests.security.tables import everything

HTTPS = "https://conference.example"
SITES = ("same-origin", "same-site", "cross-site", "none", "", None)
ORIGINS = (ROOT_URL, "https://evil.example", f"{ROOT_URL}.evil.example", "null", "", None)
OURS = [("same-origin", origin) for origin in ORIGINS] + [(None, ROOT_URL)]
POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


async def test_only_forms_of_our_own_pages_write(world: World) -> None:
    """All that a browser can say of where a form comes from, with every unsafe method."""
    taken = set()
    before = await everything(world.app.database)
    for site, origin in product(SITES, ORIGINS):
        for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE"):
            headers = {"sec-fetch-site": site, "origin": origin}
            status = await send(world, method, headers)
            if status != 403:
                taken.add((site, origin))
                assert status == 405

    assert taken == set(OURS)
    assert await everything(world.app.database) == before


async def send(world: World, method: str, headers: dict[str, str | None]) -> int:
    """To a page that has none of these methods, so that nothing is limited."""
    async with world.browser(Role.ATTENDEE) as client:
        del client.headers["sec-fetch-site"]
        given = {name: value for name, value in headers.items() if value is not None}
        return (await client.request(method, "/imprint", headers=given)).status_code


async def test_a_refused_form_says_so_and_writes_nothing(world: World) -> None:
    before = await everything(world.app.database)
    path = f"/sessions/{world.a.session_id}/questions"
    async with world.browser(Role.ATTENDEE) as client:
        del client.headers["sec-fetch-site"]
        answer = await client.post(
            path, data={"text": "Foreign"}, headers={"host": "127.0.0.1:8000"}
        )

    assert answer.status_code == 403
    assert answer.text.startswith("This form was not sent from our own pages")
    assert await everything(world.app.database) == before


@pytest.mark.parametrize("wish", ["get", "GET", "head", "patch", "", "put&_method=get", "é"])
async def test_a_form_cannot_pose_as_reading(world: World, wish: str) -> None:
    async with world.browser(Role.ATTENDEE) as client:
        answer = await client.post(
            f"/imprint?_method={wish}", headers={"sec-fetch-site": "cross-site"}
        )

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1:8001", "127.0.0.1", "127.0.0.1:8000.evil.example", ""]
)
async def test_another_host_is_refused_and_named_nowhere(
    client: httpx.AsyncClient, host: str
) -> None:
    answer = await client.get("/", headers={"host": host, "x-forwarded-host": "evil.example"})

    assert (answer.status_code, answer.text) == (
        421,
        f"This server answers at {ROOT_URL} only.\n",
    )


async def test_nobody_names_our_address_but_the_operator(world: World) -> None:
    """Links in mails, redirects and cookies come from the root URL."""
    forged = {
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "https",
        "forwarded": "host=evil.example;proto=https",
        "x-original-url": "/account",
        "x-http-method-override": "DELETE",
    }
    async with world.browser() as client:
        asked = await client.post(
            "/sign-in", data={"email": "anna.weser@alpenrand.example"}, headers=forged
        )
        page = await client.get("/", headers=forged)

    assert asked.headers["location"] == "/sign-in/sent"
    assert "evil.example" not in page.text + str(asked.headers)
    (mail,) = await world.mails()
    assert f"{ROOT_URL}/sign-in/" in mail.as_string().replace("=\n", "")
    assert "evil.example" not in mail.as_string()


@pytest.mark.parametrize(("proxies", "statuses"), [((), {303, 429}), (("127.0.0.1",), {303})])
async def test_where_a_request_comes_from_is_told_by_named_proxies_only(
    settings: Settings, proxies: tuple[str, ...], statuses: set[int]
) -> None:
    """Seen by the limit on asking for links, which counts addresses."""
    async with served(settings, proxies) as site, site.browser() as client:
        found = {
            (
                await client.post(
                    "/sign-in",
                    data={"email": "nobody@weser.example"},
                    headers={"x-forwarded-for": f"203.0.113.{number}"},
                )
            ).status_code
            for number in range(62)
        }

    assert found == statuses


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/\t/evil.example",
        "/\r\nset-cookie: a=b",
        "/a\x00",
        "/" + "a" * 600,
        "",
    ],
)
def test_a_path_that_leads_elsewhere_is_not_ours(path: str) -> None:
    assert own_path(path) == "/"
    assert own_path("/sessions/7?a=b#c") == "/sessions/7?a=b#c"


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/%5Cevil.example", "/%2Fevil.example", "/%0D%0Ax"]
)
async def test_no_page_links_to_where_its_address_points(
    client: httpx.AsyncClient, path: str
) -> None:
    answer = await client.get(f"{ROOT_URL}{path}")

    assert answer.status_code == 404
    assert "evil.example" not in answer.text
    assert "evil.example" not in str(answer.headers)


@pytest.mark.parametrize(
    "path", ["/", "/nothing/here", "/media/keynote.mp4", "/healthz", "/account"]
)
@pytest.mark.parametrize("url", [ROOT_URL, HTTPS])
async def test_every_answer_has_the_security_headers(
    settings: Settings, path: str, url: str
) -> None:
    app = create_app(replace(settings, root_url=url))
    async with browser(app) as client:
        client.base_url = url
        headers = (await client.get(path)).headers
    await app.database.close()

    assert {name: headers.get(name) for name in EXPECTED} == EXPECTED
    is_secure = url == HTTPS
    assert headers.get("strict-transport-security") == (
        "max-age=31536000; includeSubDomains" if is_secure else None
    )
    assert headers["cache-control"] == (
        "public, max-age=3600" if path.startswith("/media/") else "private, no-store"
    )
    assert "server" not in headers


EXPECTED = {
    "content-security-policy": POLICY,
    "referrer-policy": "strict-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


async def test_refusals_before_any_route_have_them_too(world: World) -> None:
    async with world.browser() as client:
        answers = [
            await client.post("/sign-in", headers={"sec-fetch-site": "none"}),
            await client.get("/", headers={"host": "evil.example"}),
        ]

    for answer in answers:
        assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED


async def test_video_of_the_operators_hosts_plays_on_the_session_page_only(world: World) -> None:
    hosts = ("https://stream.example", "https://cdn.example:8443")
    app = create_app(replace(world.app.settings, stream_hosts=hosts))
    async with browser(app) as client:
        session = await client.get(f"/sessions/{world.a.session_id}")
        other = await client.get("/")
    await app.database.close()

    origins = "https://stream.example https://cdn.example:8443"
    assert session.headers["content-security-policy"] == (
        f"{POLICY}; media-src 'self' {origins}; connect-src 'self' {origins}"
    )
    assert other.headers["content-security-policy"] == POLICY
