"""The catalogues: complete, as the code is now, and written as we speak to people."""

import ast
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from gettext import NullTranslations, translation
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

import conference
from conference._build import build_translations
from conference.i18n import CATALOGUES, FALLBACK, LOCALES, in_locale
from conference.translations import catalogues, extracted, forms, texts, update
from conference.web.templates import environment

LANGUAGES = [code for code in LOCALES if code != FALLBACK]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
MARKS = '[„“”"]'
QUOTED = re.compile('„[^„“”"]+“')
LOUD = re.compile(r"!|\b(oops|ups|hoppla)\b", re.IGNORECASE)
INFORMAL = re.compile(r"\b(du|dich|dir|dein\w*|euch|euer|eure\w*)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def messages() -> Catalog:
    return extracted()


@pytest.fixture(params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return in_language(request.param)


def test_a_catalogue_holds_the_messages_of_the_code(catalogue: Catalog, messages: Catalog) -> None:
    """If not: `python -m conference.translations`, then translate what is new."""
    assert said(catalogue) == said(messages)
    assert list(catalogue.obsolete) == []


def test_no_message_hides_from_the_extraction(messages: Catalog) -> None:
    """As one within an f-string does until Python 3.12."""
    extracted_ids = {text for text, _ in pairs(messages)}
    folder = Path(conference.__file__).parent
    in_code = {text for path in folder.rglob("*.py") for text in called_for(path)}

    assert in_code
    assert in_code - extracted_ids == set()


def test_every_message_is_translated(catalogue: Catalog) -> None:
    assert [original for original, words in pairs(catalogue) if not words] == []
    assert [message.id for message in texts(catalogue) if message.fuzzy] == []


def test_a_translation_has_a_form_for_every_number(catalogue: Catalog) -> None:
    plurals = [message for message in texts(catalogue) if message.pluralizable]

    assert plurals
    assert {len(forms(message)) for message in plurals} == {catalogue.num_plurals}


def test_a_translation_takes_the_values_of_its_message(catalogue: Catalog) -> None:
    assert differing(catalogue, lambda words: sorted(PLACEHOLDER.findall(words))) == []


def test_a_translation_ends_as_its_message_does(catalogue: Catalog) -> None:
    assert differing(catalogue, ending) == []


def test_the_words_are_calm(catalogue: Catalog) -> None:
    assert [words for _, words in pairs(catalogue) if LOUD.search(words)] == []


def test_german_addresses_people_formally() -> None:
    assert [words for _, words in pairs(in_language("de")) if INFORMAL.search(words)] == []


def test_german_quotation_marks_open_below_and_close_above() -> None:
    quoted = [words for _, words in pairs(in_language("de")) if re.search(MARKS, words)]

    assert quoted
    assert [words for words in quoted if re.search(MARKS, QUOTED.sub("", words))] == []


def test_an_update_keeps_what_is_translated_and_guesses_nothing(
    tmp_path: Path, messages: Catalog
) -> None:
    path = tmp_path / "conference.po"
    known = Catalog(locale="de")
    known.add("Save", "Sichern")
    known.add("Save it", "Nicht mehr gesagt")

    waiting = update(path, known, messages)

    assert waiting == len(messages) - 1
    assert 'msgid "Save"\nmsgstr "Sichern"\n' in path.read_text("utf-8")
    assert "Nicht mehr gesagt" not in path.read_text("utf-8")


def test_a_compiled_catalogue_answers(tmp_path: Path, catalogue: Catalog) -> None:
    shutil.copytree(CATALOGUES, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.mo"))

    build_translations(tmp_path)

    compiled = translation("conference", tmp_path, [str(catalogue.locale)])
    assert [answers(compiled, message) for message in texts(catalogue)] == [
        [words for _, words in forms(message)] for message in texts(catalogue)
    ]


@pytest.mark.parametrize(
    ("code", "written"), [("de", "1.118, 17. September 2026"), ("en", "1,118, 17 September 2026")]
)
def test_numbers_and_dates_are_written_in_the_locale(code: str, written: str) -> None:
    template = environment().from_string("{{ 1118|number }}, {{ day|day(style='long') }}")

    with in_locale(code):
        assert template.render(day=date(2026, 9, 17)) == written


def called_for(path: Path) -> Iterator[str]:
    """What a module hands to `_`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
            texts = (part.value for part in node.args[:1] if isinstance(part, ast.Constant))
            yield from (text for text in texts if isinstance(text, str))


def in_language(code: str) -> Catalog:
    return next(catalogue for path, catalogue in catalogues() if path.parts[-3] == code)


def said(catalogue: Catalog) -> list[str]:
    return sorted(repr(message.id) for message in texts(catalogue))


def pairs(catalogue: Catalog) -> list[tuple[str, str]]:
    return [form for message in texts(catalogue) for form in forms(message)]


def differing(catalogue: Catalog, trait: Callable[[str], object]) -> list[tuple[str, str]]:
    return [(one, other) for one, other in pairs(catalogue) if trait(one) != trait(other)]


def ending(words: str) -> str:
    """Its last mark or blank, if it has one."""
    return words[-1] if re.search(r"[^\w“”)]$", words) else ""


def answers(compiled: NullTranslations, message: Message) -> list[str]:
    """What a program gets for one and for two."""
    originals = [original for original, _ in forms(message)]
    if len(originals) == 1:
        return [compiled.gettext(*originals)]
    singular, plural = originals
    return [compiled.ngettext(singular, plural, n) for n in (1, 2)]
