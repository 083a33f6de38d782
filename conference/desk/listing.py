"""What the desk's lists share: which rows are wanted, and a page of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, or_

from conference.db import letters, plain

PAGE_ROWS = 50
TEXT_LIMIT = 100
Known = Mapping[str, Callable[[str], bool]]


@dataclass(frozen=True)
class Choice:
    """`wanted`: the filters in force; what a list does not know is taken for nothing."""

    text: str = ""
    wanted: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    page: int = 1

    def value(self, name: str) -> str:
        return self.wanted.get(name, "")

    @property
    def is_all(self) -> bool:
        return not self.text and not self.wanted

    @property
    def query(self) -> str:
        """For links, with a leading `?` where there is anything to say. Of its first page."""
        given = {"text": self.text, **self.wanted, "sort": self.sort}
        pairs = [(name, value) for name, value in given.items() if value]
        return f"?{urlencode(pairs)}" if pairs else ""

    def page_query(self, page: int) -> str:
        return f"{self.query or '?'}{'&' if self.query else ''}page={page}"


@dataclass(frozen=True)
class Part:
    """One page of a list of `total` rows; a number beyond the last page means the last."""

    wished: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_ROWS))

    @property
    def number(self) -> int:
        return min(self.wished, self.pages)

    @property
    def offset(self) -> int:
        return (self.number - 1) * PAGE_ROWS

    @property
    def first(self) -> int:
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.offset + PAGE_ROWS, self.total)

    def of(self, rows: Sequence[Any]) -> Sequence[Any]:
        return rows[self.offset : self.offset + PAGE_ROWS]


def read_choice(query: Mapping[str, str], known: Known, sorts: Sequence[str]) -> Choice:
    """From the address. The first of `sorts` is the usual one and stands in no link."""
    wanted = {
        name: query[name] for name, is_known in known.items() if is_known(query.get(name, ""))
    }
    text = "".join(c for c in query.get("text", "")[:TEXT_LIMIT] if c.isprintable())
    sort = query.get("sort", "")
    return Choice(" ".join(text.split()), wanted, sort if sort in sorts[1:] else "", _page(query))


def one_of(*values: str) -> Callable[[str], bool]:
    return frozenset(values).__contains__


def is_id(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 9


def holds(text: str, *columns: Any) -> list[ColumnElement[bool]]:
    """For each word: it stands in one of the columns."""
    folded = [letters(column) for column in columns]
    return [
        or_(*(column.contains(word, autoescape=True) for column in folded))
        for word in plain(text).split()
    ]


def _page(query: Mapping[str, str]) -> int:
    number = query.get("page", "")
    return max(1, int(number)) if is_id(number) else 1
