"""The catalogues of messages, kept as the code says them: `python -m conference.translations`.

New messages come in untranslated, and what the code no longer says goes; translating is done by
hand, in the .po files. Nothing of this module is used at run time.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from conference.i18n import CATALOGUES
from conference.resources import resource

SOURCES = ((Path(__file__).parent, "**.py", "python"), (resource("templates"), "**", "jinja2"))
# Which arguments are texts, by how many there are: two texts never come without a number.
KEYWORDS: dict[str, Any] = {
    "_": {None: (1,), **dict.fromkeys(range(3, 10), (1, 2))},
    "ngettext": (1, 2),
}
WIDTH = 100


def extracted() -> Catalog:
    """The messages of the whole program, untranslated, with the files they stand in."""
    catalogue = Catalog(fuzzy=False)
    for folder, pattern, method in SOURCES:
        for name, line, message, _comments, _context in extract_from_dir(
            folder, [(pattern, method)], {}, KEYWORDS
        ):
            catalogue.add(message, None, [(f"{folder.name}/{Path(name).as_posix()}", line)])
    return catalogue


def catalogues() -> Iterator[tuple[Path, Catalog]]:
    """As they lie in the files."""
    for path in sorted(CATALOGUES.glob("*/LC_MESSAGES/conference.po")):
        with path.open("rb") as source:
            yield path, read_po(source, locale=path.parts[-3], abort_invalid=True)


def update(path: Path, catalogue: Catalog, messages: Catalog) -> int:
    """How many messages wait for their translation. Nothing is guessed from similar ones."""
    catalogue.update(messages, no_fuzzy_matching=True, update_creation_date=False)
    with path.open("wb") as target:
        # Files but no lines: a moved line is no change of a translation.
        write_po(target, catalogue, WIDTH, ignore_obsolete=True, include_lineno=False)
    return sum(not all(words for _, words in forms(message)) for message in texts(catalogue))


def texts(catalogue: Catalog) -> list[Message]:
    """All of its messages; Babel counts the header as one."""
    return [message for message in catalogue if message.id]


def forms(message: Message) -> list[tuple[str, str]]:
    """Each form of the translation after the original it stands for; "" if it is missing."""
    originals, found = _strings(message.id), _strings(message.string) or ("",)
    return [(originals[min(at, len(originals) - 1)], words) for at, words in enumerate(found)]


def _strings(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def main() -> None:
    from conference._build import build_translations  # hatchling: only where a wheel can be built

    messages = extracted()
    for path, catalogue in catalogues():
        waiting = update(path, catalogue, messages)
        print(f"{path}: {len(messages)} messages, {waiting} without a translation")
    build_translations(CATALOGUES)


if __name__ == "__main__":
    main()
