"""The list of pages is complete: it is compared with the app's own route table."""

import re
from collections.abc import Iterable, Iterator

import pytest
from litestar.routes import HTTPRoute

from conference.app import App
from tests.browser.pages import FILES, PAGES, REDIRECTS, REGIONS
from tests.browser.stock import Stock
from tests.browser.views import View

pytestmark = pytest.mark.browser

PLACE = re.compile(r"{\w+:(str|int)}")


def test_every_route_is_listed_once(stock: Stock) -> None:
    listed = [*PAGES, *REGIONS, *FILES, *REDIRECTS]

    assert sorted(listed) == sorted(routes(stock.site.app))


def test_every_view_is_one_of_its_route(stock: Stock) -> None:
    elsewhere = [
        view for template, view in entries() if not pattern(template).fullmatch(at(stock, view))
    ]

    assert elsewhere == []


@pytest.mark.asyncio(loop_scope="package")
async def test_each_answers_with_what_it_is_listed_as(stock: Stock) -> None:
    kinds = {(template, await kind(stock, view)) for template, view in entries()}

    listed: dict[str, Iterable[str]] = {
        "page": PAGES,
        "region": REGIONS,
        "file": FILES,
        "redirect": REDIRECTS,
    }
    assert kinds == {(template, kind) for kind, routes in listed.items() for template in routes}


def routes(app: App) -> Iterator[str]:
    for route in app.routed.routes:
        is_read = isinstance(route, HTTPRoute) and "GET" in route.methods
        if is_read and not route.path.startswith("/static/"):
            yield route.path


def entries() -> Iterator[tuple[str, View]]:
    single: Iterable[tuple[str, View]] = (REGIONS | FILES | REDIRECTS).items()
    yield from single
    for template, views in PAGES.items():
        for view in views:
            yield template, view


def at(stock: Stock, view: View) -> str:
    return stock.path(view.path).split("?")[0]


def pattern(template: str) -> re.Pattern[str]:
    return re.compile(PLACE.sub("[^/]+", template).replace(".", r"\."))


async def kind(stock: Stock, view: View) -> str:
    async with await stock.client(view.by, "en") as client:
        answer = await client.get(stock.path(view.path))
    assert answer.status_code == view.status
    if answer.is_redirect:
        return "redirect"
    if not answer.headers["content-type"].startswith("text/html"):
        return "file"
    return "page" if answer.text.lstrip().lower().startswith("<!doctype html>") else "region"
