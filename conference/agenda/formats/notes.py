"""Collects what was repaired while one place of a file is read."""

from dataclasses import dataclass, field

from conference.agenda.formats.model import Repair
from conference.i18n import Text

# Nobody reads more, and each takes far more memory than the bytes that it is about.
MOST = 1_000


@dataclass
class Notes:
    """Of one session, or of the file as a whole: the first of them, which are enough to see what is
    wrong with it."""

    where: str
    of_session: bool = False
    repairs: dict[Repair, None] = field(default_factory=dict)

    def repair(self, note: Text) -> None:
        """The same note at the same place counts once."""
        if len(self.repairs) < MOST:
            self.repairs.setdefault(Repair(self.where, note, self.of_session))

    def at(self, where: str) -> "Notes":
        """A place inside this one; its repairs land among the same."""
        return Notes(where, self.of_session, self.repairs)
