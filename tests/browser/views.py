"""A page as somebody sees it, and a form that is answered by one."""

from dataclasses import dataclass

from tests.browser.stock import Who


@dataclass(frozen=True)
class View:
    """`path` may name things of the stock, such as {slug}."""

    path: str
    by: Who = Who.NOBODY
    status: int = 200

    def __str__(self) -> str:
        return f"{self.path} {self.by}"


@dataclass(frozen=True)
class Posting:
    """A form that changes nothing: it is refused, or shows what it would do. `file`: sent along."""

    path: str
    form: dict[str, str]
    by: Who
    status: int
    file: str = ""


def views(by: Who, *paths: str) -> tuple[View, ...]:
    return tuple(View(path, by) for path in paths)
