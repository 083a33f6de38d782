"""What a browser does with frames, in a few lines: swap fragments by id into parsed HTML."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import unified_diff

import httpx
from bs4 import BeautifulSoup, Tag

from conference.app import App
from conference.live import Topic
from conference.live.queued import QueuedLine
from conference.live.sockets import Subscriber

ATTEMPTS = 3


def parse(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html5lib")


def swap(page: BeautifulSoup, frame: str) -> None:
    """Applies outerMorph, upsert and delete as static/js and htmx do; missing targets are fine."""
    for partial in BeautifulSoup(frame, "html5lib").select("hx-partial"):
        target = page.find(id=str(partial["hx-target"]).removeprefix("#"))
        if not isinstance(target, Tag):
            continue
        elements = [child for child in partial.children if isinstance(child, Tag)]
        match partial["hx-swap"]:
            case "delete":
                target.decompose()
            case "outerMorph":
                target.replace_with(*elements)
            case "upsert":
                for element in elements:
                    if present := page.find(id=str(element["id"])):
                        present.extract()
                    target.append(element)


def ranked(page: BeautifulSoup) -> str:
    """The page as text, lists in the order static/js/ranked-list.js gives them."""
    for ranked_list in page.select("[data-ranked]"):
        rows = [row.extract() for row in ranked_list.find_all(recursive=False)]
        rows.sort(key=lambda row: (-int(str(row["data-rank"])), number(row)))
        ranked_list.clear()
        ranked_list.extend(rows)
    body = page.body
    return "\n".join(line.strip() for line in str(body).splitlines() if line.strip())


def number(row: Tag) -> int:
    return int(str(row["id"]).rpartition("-")[2])


@dataclass
class Watcher:
    """One socket's view of the regions it shows, beside what their URLs return. `also`: further
    topics of the same page."""

    app: App
    client: httpx.AsyncClient
    topic: Topic
    locale: str
    regions: tuple[str, ...]
    also: tuple[Topic, ...] = ()
    page: BeautifulSoup = field(init=False)
    line: QueuedLine = field(init=False)
    subscriber: Subscriber = field(init=False)

    async def start(self) -> None:
        async def always(holders: Sequence[object]) -> Sequence[bool]:
            return [True for _ in holders]

        self.line = QueuedLine()
        self.subscriber = Subscriber(
            frozenset({self.topic, *self.also}), self.locale, (), None, always, self.line
        )
        self.app.live.hub.join(self.subscriber)
        self.page = parse(await self.fetch())

    async def fetch(self) -> str:
        wish = {"lang": self.locale}
        answers = [await self.client.get(region, params=wish) for region in self.regions]
        return "".join(answer.text for answer in answers)

    async def assert_right(self) -> None:
        """What was pushed so far, applied by id, is what the regions' URLs return now.

        Presence is counted in the background, so both may be a moment apart once.
        """
        for _ in range(ATTEMPTS):
            pushed, fetched = await self.pushed(), ranked(parse(await self.fetch()))
            if pushed == fetched:
                return
        difference = unified_diff(pushed.splitlines(), fetched.splitlines(), n=1, lineterm="")
        raise AssertionError("\n".join(difference))

    async def pushed(self) -> str:
        await self.app.live.settled()
        while not self.line.frames.empty():
            swap(self.page, self.line.frames.get_nowait().text)
        return ranked(parse(str(self.page)))


async def watch(*watchers: Watcher) -> None:
    await asyncio.gather(*(watcher.start() for watcher in watchers))
