"""Which company an address speaks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.i18n import _
from conference.partners.domains import (
    FREE_MAIL,
    company_domain,
    is_free_mail,
    read_domains,
    readable,
    registrable,
)

NAMES = st.from_regex(r"[a-z]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True).filter(
    lambda name: "--" not in name
)


@pytest.mark.parametrize(
    ("email", "domain"),
    [
        ("s.ortlieb@alpenrand.example", "alpenrand.example"),
        ("s.ortlieb@Mail.ALPENRAND.Example", "alpenrand.example"),
        ("a@wien.vertrieb.alpenrand.example", "alpenrand.example"),
        ("a@ashworth-rowe.co.uk", "ashworth-rowe.co.uk"),
        ("a@sales.ashworth-rowe.co.uk", "ashworth-rowe.co.uk"),
        ("a@Müller-Technik.de", "xn--mller-technik-wob.de"),
        ("a@xn--mller-technik-wob.de", "xn--mller-technik-wob.de"),
        ("a@mu\u0308ller-technik.de", "xn--mller-technik-wob.de"),
        ("a@ａｌｐｅｎｒａｎｄ.example", "alpenrand.example"),
        ("a@alpenrand.example.", "alpenrand.example"),
        ("a@gmx.de", None),
        ("a@GMX.de", None),
        ("a@mail.gmx.net", None),
        ("a@co.uk", None),
        ("a@de", None),
        ("a@localhost", None),
        ("a@[192.0.2.7]", None),
        ("a@192.0.2.7", None),
        ("a@-.example", None),
        ("nobody", None),
        ("", None),
    ],
)
def test_the_company_of_an_address(email: str, domain: str | None) -> None:
    assert company_domain(email) == domain


@given(name=NAMES, sub=st.lists(NAMES, max_size=3), capitals=st.booleans())
def test_every_host_under_a_domain_is_the_same_company(
    name: str, sub: list[str], *, capitals: bool
) -> None:
    host = ".".join([*sub, name, "example"])

    assert registrable(host.upper() if capitals else host) == f"{name}.example"


@given(service=st.sampled_from(sorted(FREE_MAIL)), sub=st.lists(NAMES, max_size=2))
def test_a_mail_service_is_no_company_however_it_is_written(service: str, sub: list[str]) -> None:
    host = ".".join([*sub, service])

    assert company_domain(f"somebody@{host.upper()}") is None


@given(st.text(max_size=80))
def test_anything_is_read_without_an_error(text: str) -> None:
    domain = company_domain(text)

    assert domain is None or company_domain(f"x@{readable(domain)}") == domain


def test_the_list_of_mail_services_names_domains_that_people_can_register() -> None:
    assert len(FREE_MAIL) > 120
    assert [name for name in FREE_MAIL if registrable(name) not in (name, None)] == []
    assert is_free_mail("web.de")
    assert not is_free_mail("alpenrand.example")


def test_a_list_of_domains_is_read_as_people_write_it() -> None:
    text = (
        "https://www.alpenrand.example/wien, info@nordlicht.example;\n@müller.de  alpenrand.example"
    )

    assert read_domains(text) == (
        ("alpenrand.example", "nordlicht.example", "xn--mller-kva.de"),
        (),
    )


def test_what_can_stand_for_no_company_is_named() -> None:
    found, faults = read_domains("gmail.com, co.uk, alpenrand.example")

    assert found == ("alpenrand.example",)
    assert faults == (
        _("%(domain)s is a mail service: addresses there tell no company.", domain="gmail.com"),
        _("“%(word)s” is not the domain of a company.", word="co.uk"),
    )


def test_domains_are_shown_as_people_write_them() -> None:
    assert [readable("xn--mller-kva.de"), readable("alpenrand.example")] == [
        "müller.de",
        "alpenrand.example",
    ]
