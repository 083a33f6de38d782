"""What was just done, said on the page that follows it, where it was done.

The page's address carries it as a code and numbers, never as words: loaded again, it says the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from litestar.response import Redirect

from conference.i18n import Text, _
from conference.web import AnyRequest

TOP = "top"
MOST_DIGITS = 4


class Done(StrEnum):
    ADDED = "added"
    SAVED = "saved"
    REMOVED = "removed"
    RAISED = "raised"
    CREATED = "created"
    DELETED = "deleted"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    ARCHIVED = "archived"
    REOPENED = "reopened"
    PUT_OFF = "put-off"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    WITHDRAWN = "withdrawn"
    MODERATES = "moderates"
    GIVEN = "given"
    TAKEN = "taken"
    ANNOUNCED = "announced"
    TAKEN_BACK = "taken-back"
    IMPORTED = "imported"
    REHEARSAL_BEGUN = "rehearsal-begun"
    REHEARSAL_REMOVED = "rehearsal-removed"


SENTENCES: Mapping[Done, Text] = {
    Done.ADDED: _("Added."),
    Done.SAVED: _("Saved."),
    Done.REMOVED: _("Removed."),
    Done.RAISED: _("Moved up."),
    Done.CREATED: _("The draft is there. Nobody sees it but those who organise it."),
    Done.DELETED: _("The draft is deleted."),
    Done.PUBLISHED: _("Published. Everybody can see the event now."),
    Done.HIDDEN: _("The event is a draft again. Nobody sees it but those who organise it."),
    Done.ARCHIVED: _("Archived. The event can be read, and nobody can register."),
    Done.REOPENED: _("Taken out of the archive."),
    Done.CANCELLED: _("The session is cancelled, and its attendees see that."),
    Done.RESTORED: _("The session takes place after all."),
    Done.WITHDRAWN: _("The session is out of the programme."),
    Done.MODERATES: _("They moderate the session now."),
    Done.GIVEN: _("The role is given, and a mail that says so is on its way."),
    Done.TAKEN: _("The role is taken away."),
    Done.ANNOUNCED: _("Announced. It is shown from now on."),
    Done.TAKEN_BACK: _("Taken back. It is shown to nobody any more."),
    Done.IMPORTED: _("The agenda is imported."),
    Done.REHEARSAL_BEGUN: _("The copy is there, and its people are on their way."),
    Done.REHEARSAL_REMOVED: _("The rehearsal is gone, with all that was said in it."),
}


@dataclass(frozen=True)
class DoneView:
    """`at`: the id of what it was done to, or TOP. `minutes`: that it was put off by; `others`: how
    many sessions more than the one."""

    done: Done
    at: str
    minutes: int = 0
    others: int = 0

    @property
    def is_delay(self) -> bool:
        return self.done == Done.PUT_OFF

    @property
    def sentence(self) -> str:
        n = self.minutes
        delay = _("Put off by %(n)d minute.", "Put off by %(n)d minutes.", n=n)
        said = str(SENTENCES.get(self.done, delay))
        return f"{said} {self._others()}" if self.others else said

    def _others(self) -> Text:
        return _(
            "One more session in its room as well.",
            "%(n)d more sessions in its room as well.",
            n=self.others,
        )


def to_done(path: str, done: Done, at: str = TOP, *, minutes: int = 0, others: int = 0) -> Redirect:
    numbers = {"minutes": minutes, "others": others}
    query = {"done": done, "at": at} | {name: n for name, n in numbers.items() if n}
    return Redirect(f"{path}?{urlencode(query)}#done", status_code=303)


def read_done(request: AnyRequest) -> DoneView | None:
    """None as well for what `to_done` has not made."""
    query = request.query_params
    code = str(query.get("done", ""))
    if code not in {*Done}:
        return None
    at, minutes, others = (str(query.get(name, "")) for name in ("at", "minutes", "others"))
    return DoneView(Done(code), at, _number(minutes), _number(others))


def _number(written: str) -> int:
    is_number = written.isascii() and written.isdecimal() and len(written) <= MOST_DIGITS
    return int(written) if is_number else 0
