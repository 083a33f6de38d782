"""Kept connections that a frame goes to together: of thousands, to look at each costs more than to
call the kernel for it."""

import os
from collections.abc import Sequence
from itertools import repeat
from typing import ClassVar, Protocol

from conference.live.frames import Frame


class Connection(Protocol):
    """`at_once`: the file that may be written to without asking further, or -1; each time it
    changes, `Together.changes` does. `deflates`: which form of a frame it takes."""

    at_once: int
    deflates: bool

    def push(self, frame: Frame) -> bool:
        """Whether it has taken the frame."""

    def go_on(self, data: bytes, written: int) -> None:
        """With what the kernel has not taken of it."""

    def break_off(self) -> None:
        """It cannot be written to any more."""


class Together:
    """Some connections in their order. Which of them may be written to at once is looked up
    again as soon as that has changed for any connection at all, so it is never out of date."""

    changes: ClassVar[int] = 0

    def __init__(self, connections: Sequence[Connection]) -> None:
        self._connections = connections
        self._as_of = -1
        self._others: list[int] = []
        # Of those who take the plain form, and of those who take the other: places, files.
        self._at_once: dict[bool, tuple[list[int], list[int]]] = {}

    def push(self, frame: Frame) -> list[int]:
        """To each; the places of those who have refused it."""
        if self._as_of != Together.changes:
            self._look()
        refused = [place for place in self._others if not self._connections[place].push(frame)]
        for deflates, (places, files) in self._at_once.items():
            self._write(frame.deflated if deflates else frame.plain, places, files)
        return refused

    def _look(self) -> None:
        self._as_of = Together.changes
        self._others, self._at_once = [], {False: ([], []), True: ([], [])}
        for place, connection in enumerate(self._connections):
            if connection.at_once < 0:
                self._others.append(place)
            else:
                places, files = self._at_once[connection.deflates]
                places.append(place)
                files.append(connection.at_once)

    def _write(self, data: bytes, places: Sequence[int], files: Sequence[int]) -> None:
        """What the kernel takes in part, or not at all, its connection sees to. Nothing else runs
        meanwhile that could close a file."""
        size, done = len(data), 0
        while done < len(files):
            try:
                for written in map(os.write, files[done:], repeat(data)):
                    if written < size:
                        self._connections[places[done]].go_on(data, written)
                    done += 1
            except BlockingIOError:
                self._connections[places[done]].go_on(data, 0)
                done += 1
            except OSError:
                self._connections[places[done]].break_off()
                done += 1
