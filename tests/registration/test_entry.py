"""Reading the form: each field's refusal and its sentence, and what is taken as it is."""

import pytest

from conference import i18n
from conference.errors import Invalid
from conference.partners.countries import countries, country_codes, country_name
from conference.registration.consents import VERSION, consent_text
from conference.registration.entry import LABELS, read_entry
from conference.web import Form
from tests.registration.conftest import entered

CHOOSE = "Please choose one of these."
ADDRESS = "Please check the address: it should look like name@company.example."
REFUSED = [
    ("name", "", "This is still missing."),
    ("name", " \t\u0000", "This is still missing."),
    ("name", "n" * 121, "At most 120 characters; these are 121."),
    ("email", "", "This is still missing."),
    ("email", "s.ortlieb@", ADDRESS),
    ("email", "s.ortlieb@alpenrand.example\r\nBcc: x@y.example", ADDRESS),
    ("email", "a" * 250 + "@alpenrand.example", "At most 254 characters; these are 268."),
    ("company", "", "This is still missing."),
    ("company", "c" * 201, "At most 200 characters; these are 201."),
    ("country", "", CHOOSE),
    ("country", "EU", CHOOSE),
    ("country", "at", CHOOSE),
    ("job", "", CHOOSE),
    ("job", "king", CHOOSE),
    ("partner_type", "", CHOOSE),
    ("company_size", "", CHOOSE),
    ("language", "fr", CHOOSE),
    ("consent", "", "Without your consent we cannot register you."),
    (
        "consent",
        "2019-1 en",
        "This text has changed since you opened the page. Please read and agree once more.",
    ),
    (
        "consent",
        f"{VERSION} fr",
        "This text has changed since you opened the page. Please read and agree once more.",
    ),
]


@pytest.mark.parametrize(("name", "value", "sentence"), REFUSED)
def test_a_field_is_refused_with_its_sentence(name: str, value: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_entry(Form(entered(**{name: value})))

    assert {field: str(said) for field, said in refusal.value.fields.items()} == {name: sentence}


def test_an_empty_form_names_every_field_in_the_order_of_the_form() -> None:
    with pytest.raises(Invalid) as refusal:
        read_entry(Form({}))

    assert sorted(refusal.value.fields) == sorted(LABELS)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("S.Ortlieb@Alpenrand.EXAMPLE", "s.ortlieb@alpenrand.example"),
        ("jürgen@bücher.example", "jürgen@bücher.example"),
        ("info@xn--bcher-kva.example", "info@bücher.example"),
    ],
)
def test_one_address_has_one_spelling(typed: str, kept: str) -> None:
    assert read_entry(Form(entered(email=typed))).email == kept


def test_names_are_kept_as_people_write_them() -> None:
    entry = read_entry(Form(entered(name=" Zoë  Ørsted-Şahin ", company="Müller & Söhne <GmbH>")))

    assert (entry.name, entry.company) == ("Zoë Ørsted-Şahin", "Müller & Söhne <GmbH>")


def test_the_consent_is_the_text_in_the_language_it_was_read_in() -> None:
    with i18n.in_locale("de"):
        german = consent_text()

    assert read_entry(Form(entered(consent=german.key))).consent == german


def test_all_countries_are_there_the_likeliest_first() -> None:
    with i18n.in_locale("de"):
        german = countries()

    assert [name for _, name in german[:5]] == [
        "Deutschland",
        "Österreich",
        "Schweiz",
        "Afghanistan",
        "Ägypten",
    ]
    assert len(german) == len(dict(german)) == 250


@pytest.mark.parametrize("code", ["EU", "UN", "XA", "ZZ", "", "D", "276", "de"])
def test_a_region_or_a_slip_is_no_country(code: str) -> None:
    assert code not in country_codes()


def test_a_country_is_named_in_the_readers_language() -> None:
    with i18n.in_locale("de"):
        assert country_name("FR") == "Frankreich"
    assert country_name("FR") == "France"
