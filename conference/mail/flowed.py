"""Plain text in lines of a terminal's width, which wider or narrower ones join again (RFC 3676)."""

import textwrap
from collections.abc import Iterator

WIDTH = 72
SIGNATURE, QUOTE = "-- ", "> "


def flowed(text: str) -> str:
    return "\n".join(line for written in text.split("\n") for line in _lines(written))


def joined(text: str) -> str:
    """What `flowed` has cut, whole again."""
    found: list[str] = []
    goes_on = False
    for line in text.splitlines():
        mark = QUOTE if line.startswith(QUOTE) else ""
        said = line.removeprefix(mark or " ")
        if goes_on:
            found[-1] += said
        else:
            found.append(f"{mark}{said}")
        goes_on = line.endswith(" ") and line != SIGNATURE
    return "\n".join(found)


def _lines(written: str) -> Iterator[str]:
    """A blank at its end says that a line goes on; one before it, that its first sign is a letter
    and no mark. Links stay whole."""
    if written == SIGNATURE:
        yield written
        return
    mark = QUOTE if written.startswith(QUOTE) else ""
    said = written.removeprefix(mark)
    wrapped = textwrap.wrap(said, WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
    for at, line in enumerate(wrapped):
        stuffed = f" {line}" if line.startswith((" ", ">", "From ")) and not mark else line
        yield f"{mark}{stuffed}" + (" " if at < len(wrapped) - 1 else "")
