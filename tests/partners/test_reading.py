"""A partner list as a file: any usual encoding, separator and wording; a sentence for the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.i18n import _
from conference.partners.models import CompanySize, PartnerType
from conference.partners.reading import Fault, ListUnreadable, Row, decode, read_partners

MUELLER = Row(
    line=2,
    number="0017",
    name="Müller Technik",
    domains=("mueller.example", "xn--mller-kva.de"),
    types=(PartnerType.INTEGRATOR, PartnerType.DIRECT_BILLING),
    country="DE",
    region="Bayern",
    size=CompanySize.FROM_10,
)
GERMAN = (
    "Nummer;Name;Domains;Typen;Land;Region;Größe\r\n"
    "0017;Müller Technik;müller.de, mueller.example;Integrator, direct-billing;"
    "Deutschland;Bayern;37\r\n"
)
ENGLISH = (
    "Types,Company size,Country,Name,Note,Number,Region,Domains\n"
    '"Integrator/Direct-billing provider",10–49,de,Müller Technik,"a, b",0017,Bayern,'
    '"müller.de mueller.example"\n'
)


@pytest.mark.parametrize(
    "text", [GERMAN, ENGLISH, GERMAN.replace(";", "\t"), GERMAN.replace("\r\n", "\r")]
)
def test_a_list_is_read_in_either_language_and_with_any_separator(text: str) -> None:
    read = read_partners(text)

    assert (read.rows, read.faults) == ((MUELLER,), ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_list_is_read_in_any_usual_encoding(encoding: str) -> None:
    assert read_partners(decode(GERMAN.encode(encoding))).rows == (MUELLER,)


def test_lines_are_counted_as_an_editor_shows_them() -> None:
    text = 'number,name,country\n\n1,"Two\nlines",AT\n\n2,B,AT\n'

    assert [(row.line, row.name) for row in read_partners(text).rows] == [
        (3, "Two lines"),
        (6, "B"),
    ]


def test_what_our_export_made_safe_is_read_as_it_was() -> None:
    (row,) = read_partners("number,name\n1,'=Plus IT\n").rows

    assert row.name == "=Plus IT"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (",A,,,,", _("It needs a number or a domain, so that it is found again.")),
        (
            "1,A,gmail.com,,,",
            _("%(domain)s is a mail service: addresses there tell no company.", domain="gmail.com"),
        ),
        ("1,A,nothing,,,", _("“%(word)s” is not the domain of a company.", word="nothing")),
        ("1,A,,Gardener,,", _("“%(word)s” is no type of partner we know.", word="Gardener")),
        ("1,A,,,Atlantis,", _("“%(word)s” is no country we know.", word="Atlantis")),
        ("1,A,,,,huge", _("“%(word)s” is no size we know.", word="huge")),
        (
            "1," + "A" * 201 + ",,,,",
            _("At most %(most)d characters; these are %(n)d.", most=200, n=201),
        ),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(cells: str, sentence: str) -> None:
    read = read_partners(f"number,name,domains,types,country,size\n{cells}\n2,B,,,,\n")

    assert [fault.sentence for fault in read.faults] == [sentence]
    assert [fault.line for fault in read.faults] == [2]
    assert [row.number for row in read.rows] == ["2"]


def test_a_row_names_all_its_faults() -> None:
    read = read_partners("number,name,types,country\n1,Alpenrand,Gardener,Atlantis\n")

    assert read.faults == (
        Fault(2, _("“%(word)s” is no type of partner we know.", word="Gardener"), "Alpenrand"),
        Fault(2, _("“%(word)s” is no country we know.", word="Atlantis"), "Alpenrand"),
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty."),
        (" \n\n", "The file is empty."),
        ("name,country\nA,AT\n", "The first row must name the columns"),
        ("A,AT\n", "The first row must name the columns"),
        ("number,name,Nummer\n", "Two columns are called “Nummer”."),
        ("number,name\n" + "1,A\n" * 20_001, "At most 20000 rows, please."),
        ('number,name\n1,"' + "A" * 200_000, "This is no CSV file."),
    ],
)
def test_a_file_that_is_no_list_says_why(text: str, sentence: str) -> None:
    with pytest.raises(ListUnreadable) as refused:
        read_partners(text)

    assert str(refused.value.at_field).startswith(sentence)


def test_a_spreadsheet_itself_is_no_list() -> None:
    with pytest.raises(ListUnreadable, match="This is no CSV file"):
        decode(b"PK\x03\x04\x14\x00\x00\x00")


@given(st.text(max_size=300))
def test_anything_below_a_header_is_read_or_refused(text: str) -> None:
    try:
        read = read_partners(f"number;name;domains;types;country;size\n{text}")
    except ListUnreadable:
        return
    assert all(row.number or row.domains for row in read.rows)
