"""Fragments: pieces of a page, rendered from the macro the page itself uses.

They go out as `<hx-partial>` elements, in the answer to a click and through the socket alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from conference.web.templates import render_macro


@dataclass(frozen=True)
class Fragment:
    """`target`: the id of an element. `arguments`: what the macro gets, the same for every
    viewer of a topic and locale."""

    swap: str
    target: str
    template: str = ""
    macro: str = ""
    arguments: tuple[Any, ...] = ()

    def content(self) -> str:
        return render_macro(self.template, self.macro, *self.arguments) if self.macro else ""

    def html(self) -> str:
        opening = f'<hx-partial hx-target="#{self.target}" hx-swap="{self.swap}">'
        return f"{opening}{self.content()}</hx-partial>"


def morph(target: str, template: str, macro: str, *arguments: Any) -> Fragment:
    """Change the element `target` into what the macro renders; nothing where it is not shown."""
    return Fragment("outerMorph", target, template, macro, arguments)


def upsert(parent: str, template: str, macro: str, *arguments: Any) -> Fragment:
    """Change the child with the rendered id, or add it to `parent`."""
    return Fragment("upsert", parent, template, macro, arguments)


def remove(target: str) -> Fragment:
    return Fragment("delete", target)


def newest(fragments: Iterable[Fragment]) -> list[Fragment]:
    """Of several for one place only the last: each shows the state as it is now."""
    by_place: dict[tuple[object, ...], Fragment] = {}
    for fragment in fragments:
        # Each upsert adds to its place.
        place = (fragment.swap, fragment.target, id(fragment) if fragment.swap == "upsert" else 0)
        by_place.pop(place, None)
        by_place[place] = fragment
    return list(by_place.values())


def html(fragments: Iterable[Fragment]) -> str:
    return "".join(fragment.html() for fragment in fragments)
