"""Whether a text that will be shown word for word names who writes it. Pure.

Found are the whole name, the family name as a name is written, and the company without its legal
form; a first name alone tells little. A hint to the writer, and no more than that.
"""

import re
from collections.abc import Iterator

SHORTEST = 3
LEGAL_FORMS = {
    *("ag", "co", "eg", "gbr", "gesmbh", "gmbh", "kg", "kgaa", "mbh", "ohg", "se", "ug"),
    *("inc", "limited", "llc", "llp", "ltd", "oy", "plc", "sa", "sarl", "sàrl"),
    *("and", "und"),
}


def named_in(text: str, name: str, company: str) -> str:
    """The words that do it, as they stand in the text; "" if none do."""
    for pattern in _patterns(name, company):
        if found := pattern.search(text):
            return found.group()
    return ""


def _patterns(name: str, company: str) -> Iterator[re.Pattern[str]]:
    names, kept = _words(name), _words(company)
    while kept and kept[-1].casefold() in LEGAL_FORMS:
        kept.pop()
    for words in (names, kept):
        if len(words) > 1:
            yield _in_a_row(words, re.IGNORECASE)
    for words in (names[-1:], kept if len(kept) == 1 else []):
        # Many a name is a word, too: “Weiß”, but not “weiß”.
        if words and len(words[0]) >= SHORTEST:
            yield _in_a_row(words, re.NOFLAG)


def _in_a_row(words: list[str], flag: re.RegexFlag) -> re.Pattern[str]:
    row = r"\W+".join(map(re.escape, words))
    return re.compile(rf"\b{row}\b", flag)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
