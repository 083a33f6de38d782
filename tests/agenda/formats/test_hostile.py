"""Files made to do harm are refused before they take memory or time, in a process of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LIMIT_MIB = 200

# Each is an expression, so that nothing of it is in this process.
HOSTILE = {
    "entities in entities": (
        (
            "b'<!DOCTYPE s [%s]><schedule>&a8;</schedule>' % b''.join("
            "b'<!ENTITY a%d \"%s\">' % (n, b'&a%d;' % (n - 1) * 10) for n in range(9))"
        ),
        "The file declares a document type.",
    ),
    "a file of the server": (
        """b'<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/hosts">]><schedule>&a;</schedule>'""",
        "The file declares a document type.",
    ),
    "a document type elsewhere": (
        """b'<!DOCTYPE s SYSTEM "http://127.0.0.1:9/s.dtd"><schedule/>'""",
        "The file declares a document type.",
    ),
    "deep XML": ("b'<schedule>' + b'<a>' * 8_000_000", "The file nests its data too deeply"),
    "deep JSON": ("b'[' * 400_000", "The file nests its data too deeply"),
    "elements": ("b'<schedule>' + b'<a/>' * 8_000_000", "The file has more elements than"),
    "attributes": (
        "b'<schedule ' + b' '.join(b'a%d=\"\"' % n for n in range(2_000_000)) + b'/>'",
        "A tag or comment in line 1 is too long",
    ),
    "a comment": ("b'<schedule><!--' + b'-a' * 15_000_000", "A tag or comment in line 1"),
    "lists": ("b'[' + b'[],' * 10_000_000 + b'0]'", "The file has more parts than"),
    "signs to be mended": ("b'<schedule>' + b'&' * 30_000_000", "The file is not valid XML"),
    "blanks in XML": ("b'<schedule>' + b' ' * 30_000_000", "The file is not valid XML"),
    "keys twice": (
        (
            """b'{"schedule":{' + b','.join(b'"k%d":[1],"k%d":[1]' % (n, n) """
            """for n in range(60_000)) + b'}}'"""
        ),
        "The file lists no days",
    ),
    "keys": (
        """b'{"schedule":{' + b','.join(b'"k%d":1' % n for n in range(390_000)) + b'}}'""",
        "The file lists no days",
    ),
    "persons": (
        (
            """b'{"days":[{"date":"2026-09-17","rooms":{"a":[' + b','.join("""
            """b'{"persons":[%b]}' % b','.join([b'"x"'] * 60) for n in range(4_999)) + b']}}]}'"""
        ),
        "The sessions of the file name more than",
    ),
    "links": (
        (
            """b'{"days":[{"date":"2026-09-17","rooms":{"a":[' + b','.join("""
            """b'{"links":[%b]}' % b','.join([b'"x"'] * 60) for n in range(4_999)) + b']}}]}'"""
        ),
        "The sessions of the file have more than",
    ),
    "rooms": (
        (
            """b'{"days":[' + b','.join([b'{"rooms":{%b}}' % b','.join("""
            """b'"r%d":{}' % n for n in range(400))] * 300) + b']}'"""
        ),
        "The file lists more than 5000 rooms.",
    ),
    "days in XML": ("b'<schedule>' + b'<day/>' * 5_000_000", "The file has more elements than"),
    "blank lines in XML": (
        r"b'<schedule><day>' + b'\n ' * 15_000_000 + b'</day></schedule>'",
        "The file has neither days nor the date",
    ),
    "a gigabyte of blanks": ("Blanks(2**30)", "The file is larger than the 32 MiB"),
}
PROGRAM = """
import json, resource, sys
from conference.agenda.formats.bounds import read_bounded
from conference.agenda.formats.model import AgendaUnreadable
from conference.agenda.formats.reading import read_agenda

class Blanks:
    def __init__(self, size): self.left = size
    def read(self, size):
        taken = min(size, self.left)
        self.left -= taken
        return b" " * taken

def most(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

begun = most()
hostile = eval(sys.argv[1])
try:
    data = hostile if isinstance(hostile, bytes) else read_bounded(hostile)
    read_agenda(data, timezone="UTC")
except AgendaUnreadable as refusal:
    print(json.dumps([str(refusal.sentence), most() - begun]))
"""


@pytest.mark.skipif(os.name != "posix", reason="memory is counted as POSIX does")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_within_its_bounds(name: str) -> None:
    expression, sentence = HOSTILE[name]

    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, expression],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    told, mebibytes = json.loads(answer.stdout)
    assert told.startswith(sentence)
    assert mebibytes < LIMIT_MIB
