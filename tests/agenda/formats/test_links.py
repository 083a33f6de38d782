from typing import Any

import pytest

from conference.agenda.formats.links import read_links, read_url
from conference.agenda.formats.model import ImportedLink
from conference.agenda.formats.notes import Notes

BASE = "https://agenda.example/2027/"


def read(**event: Any) -> tuple[tuple[ImportedLink, ...], list[str]]:
    notes = Notes("here")
    return read_links(event, BASE, notes), [str(repair.note) for repair in notes.repairs]


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTPS://example.org/a/../b#", "HTTPS://example.org/a/../b#"),
        ("https://brücke.example/ä", "https://brücke.example/ä"),
        ("/media/slides.pdf", "https://agenda.example/media/slides.pdf"),
        ("talk/7", "https://agenda.example/2027/talk/7"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_made_absolute(written: object, url: str | None) -> None:
    notes = Notes("here")

    assert read_url(written, "url", BASE, notes) == url
    assert not notes.repairs


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)",
        "mailto:ada@example.org",
        "data:text/html,x",
        "http://",
        "http://[",
        "https://a b.example/",
        "ftp://example.org/",
        "https://example.org/" + "x" * 2000,
    ],
)
def test_what_is_no_web_address_is_left_out_and_noted(written: str) -> None:
    notes = Notes("here")

    assert read_url(written, "url", BASE, notes) is None
    assert len(notes.repairs) == 1


def test_a_relative_address_without_a_base_is_left_out() -> None:
    notes = Notes("here")

    assert read_url("/media/slides.pdf", "url", None, notes) is None
    assert len(notes.repairs) == 1


@pytest.mark.parametrize("written", ["http://http://a.example/", "http://https://a.example/"])
def test_a_doubled_scheme_is_undoubled(written: str) -> None:
    notes = Notes("here")

    assert read_url(written, "url", None, notes) == written.removeprefix("http://")
    assert [str(repair.note) for repair in notes.repairs] == ["“url” named its scheme twice."]


def test_links_of_every_kind_are_read() -> None:
    links, notes = read(
        links=[{"url": "https://a.example/", "title": " Paper "}, {"href": "/b", "text": "Code"}],
        attachments=[{"url": "slides.pdf", "title": "Slides", "type": "related"}],
        recording={"license": "CC0", "optout": False, "url": "https://media.example/1", "link": ""},
        recording_url="https://media.example/2",
        feedback_url="https://a.example/feedback",
        origin_url="https://a.example/origin",
    )

    assert links == (
        ImportedLink("https://a.example/", "Paper"),
        ImportedLink("https://agenda.example/b", "Code"),
        ImportedLink("https://media.example/1", "", "recording"),
        ImportedLink("https://media.example/2", "", "recording"),
        ImportedLink("https://agenda.example/2027/slides.pdf", "Slides", "attachment"),
        ImportedLink("https://a.example/feedback", "", "feedback"),
        ImportedLink("https://a.example/origin", "", "origin"),
    )
    assert notes == []


def test_links_may_be_strings_a_single_one_or_nothing() -> None:
    url = "https://a.example/"

    assert read(links=[url, url])[0] == (ImportedLink(url),)
    assert read(links=url)[0] == (ImportedLink(url),)
    assert read(links={"url": url, "title": "Paper"})[0] == (ImportedLink(url, "Paper"),)
    assert read(links={"0": {"url": url}})[0] == (ImportedLink(url),)
    assert read(links=None, attachments="", recording={}) == ((), [])
    assert read(links=[None, {}, 7, []])[0] == ()


def test_a_link_to_a_host_of_recordings_is_a_recording() -> None:
    links, _notes = read(links=["https://www.youtube.com/watch?v=x", "https://notyoutube.com/x"])

    assert [link.kind for link in links] == ["recording", "related"]


def test_too_many_links_are_cut_and_noted() -> None:
    links, notes = read(links=[f"https://a.example/{n}" for n in range(101)])

    assert len(links) == 100
    assert notes == ["Of “links” only the first 100 were read."]
