"""Files that break the rules of XML or JSON: refused with their line, and mended if one asks."""

import json

import pytest

from conference.agenda.formats.model import AgendaUnreadable, ImportedAgenda
from conference.agenda.formats.reading import read_agenda
from tests.agenda.formats.files import day, entry, notes, schedule
from tests.agenda.formats.xml_files import SOUND, changed

REMOVED = "Characters that XML forbids were removed from the file."
REPLACED = "Signs that XML reserves stood alone, or words it does not know; they were replaced."
COMMAS = "Commas too many were removed from the file."
CONTROLS = "Control characters stood in the file as they are; they were taken as written."
JSON = json.dumps(schedule(day(entry(subtitle="What ebbs"))), indent=1)


def line_of(text: str, content: str = SOUND) -> int:
    return content[: content.index(text)].count("\n") + 1


SUBTITLE = line_of("What ebbs")


def read(data: str | bytes, *, repair: bool = False) -> ImportedAgenda:
    content = data.encode() if isinstance(data, str) else data
    return read_agenda(content, timezone=None, repair=repair)


def refused(data: str | bytes, *, repair: bool = False) -> tuple[str, int | None, bool]:
    with pytest.raises(AgendaUnreadable) as refusal:
        read(data, repair=repair)
    return str(refusal.value.sentence), refusal.value.line, refusal.value.can_repair


def in_subtitle(text: str) -> str:
    return changed(("What ebbs", text))


@pytest.mark.parametrize(
    ("written", "reason", "subtitle", "done"),
    [
        ("What\x06 ebbs", "line %(line)s holds U+0006, which XML forbids.", "What ebbs", [REMOVED]),
        ("What&#6; ebbs", "see line %(line)s, column 23.", "What ebbs", [REPLACED]),
        ("What&nbsp;ebbs", "line %(line)s has a word between & and ; that XML does not know.",
         "What\xa0ebbs", [REPLACED]),
        ("Ebb & flow", "see line %(line)s, column 24.", "Ebb & flow", [REPLACED]),
        ("Ebb &flow; &LT;", "line %(line)s has a word between & and ; that XML does not know.",
         "Ebb &flow; <", [REPLACED]),
        ("<![CDATA[Ebb & flow]]>\x01", "line %(line)s holds U+0001, which XML forbids.",
         "Ebb & flow", [REMOVED]),
    ],
)  # fmt: skip
def test_a_fault_of_xml_is_named_and_mended(
    written: str, reason: str, subtitle: str, done: list[str]
) -> None:
    content = in_subtitle(written)

    sentence = f"The file is not valid XML: {reason % {'line': SUBTITLE}}"
    assert refused(content) == (sentence, SUBTITLE, True)
    mended = read(content, repair=True)
    assert [session.subtitle for session in mended.sessions] == [subtitle]
    assert notes(mended) == [("conference", note) for note in done]


@pytest.mark.parametrize(
    ("content", "sentence", "line"),
    [
        (SOUND[: SOUND.index("<track name")], "it ends in line %(line)s before it is complete.",
         line_of("<track name")),
        (SOUND.replace("</persons>", "</person>"),
         "line %(line)s closes another element than the last opened.", line_of("</persons>")),
        (SOUND.replace("<persons>", "<persons"), "see line %(line)s, column 11.",
         line_of("<persons>") + 1),
        (SOUND + "<schedule/>", "see line %(line)s, column 1.", SOUND.count("\n") + 1),
        ("<", "it ends in line %(line)s before it is complete.", 1),
    ],
)  # fmt: skip
def test_what_nobody_can_guess_is_refused_with_and_without(
    content: str, sentence: str, line: int
) -> None:
    told = f"The file is not valid XML: {sentence % {'line': line}}"

    assert refused(content) == (told, line, False)
    assert refused(content, repair=True)[2] is False


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (in_subtitle("Ebbe für alle").encode("latin-1"), "Windows-1252"),
        (changed(("UTF-8", "x-harbour"), ("What ebbs", "Ebbe für alle")).encode(), "UTF-8"),
        (changed(("UTF-8", "us-ascii"), ("What ebbs", "Ebbe für alle")).encode(), "UTF-8"),
    ],
)
def test_a_wrong_encoding_is_told_and_read_all_the_same(data: bytes, note: str) -> None:
    assert refused(data)[2]
    mended = read(data, repair=True)
    assert [session.subtitle for session in mended.sessions] == ["Ebbe für alle"]
    assert notes(mended) == [
        ("conference", f"The file is not in the encoding it names; it was read as {note}.")
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1", "windows-1252"])
def test_an_encoding_that_is_named_needs_no_repair(encoding: str) -> None:
    named = encoding.removesuffix("-sig")
    data = changed(("UTF-8", named), ("What ebbs", "Ebbe für alle")).encode(encoding)

    assert [session.subtitle for session in read(data).sessions] == ["Ebbe für alle"]


@pytest.mark.parametrize(
    ("before", "after", "lines", "done"),
    [
        ('"What ebbs"', '"What\x06 ebbs"', 0, CONTROLS),
        ('"What ebbs"', '"What\n ebbs"', 0, CONTROLS),
        ('"What ebbs"', "[1, ]", 0, COMMAS),
        ('"What ebbs"', '{"de": ", ]",}', 0, COMMAS),
        ('"What ebbs"', "[ , ]", 0, COMMAS),
        ('"What ebbs"', "", 1, None),
    ],
)
def test_a_fault_of_json_is_named_and_mended(
    before: str, after: str, lines: int, done: str | None
) -> None:
    content = JSON.replace(before, after)
    line = line_of(before, JSON) + lines

    sentence, told, can_repair = refused(content)

    assert sentence.startswith(f"The file is not valid JSON: see line {line}, column ")
    assert (told, can_repair) == (line, done is not None)
    if done:
        assert ("conference", done) in notes(read(content, repair=True))


def test_json_in_another_encoding_is_mended() -> None:
    data = json.dumps(schedule(day(entry(subtitle="für"))), ensure_ascii=False).encode("latin-1")

    assert refused(data)[1:] == (1, True)
    assert [session.subtitle for session in read(data, repair=True).sessions] == ["für"]


@pytest.mark.parametrize("content", [SOUND, JSON])
def test_a_sound_file_needs_no_repair_and_gets_none(content: str) -> None:
    assert read(content, repair=True) == read(content)


@pytest.mark.parametrize("content", [SOUND, JSON])
@pytest.mark.parametrize("before", ["\n\n \t", "\ufeff"])
def test_what_stands_before_the_first_sign_is_passed_over(content: str, before: str) -> None:
    assert read(before + content) == read(content)


def test_the_line_is_counted_in_the_file() -> None:
    assert refused("\n\n" + in_subtitle("\x06"))[1] == SUBTITLE + 2


@pytest.mark.parametrize("content", ["", "   ", "BEGIN:VCALENDAR", "key,start\n", "PK\x03\x04"])
def test_other_files_are_refused(content: str) -> None:
    assert refused(content) == (
        "The file is neither a schedule.xml nor a schedule.json.",
        None,
        False,
    )
