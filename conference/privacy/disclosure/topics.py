"""Topics: what a release is about to tell something of."""

from dataclasses import dataclass

from conference.privacy.disclosure.ledger import Claim, Parts, Standing
from conference.privacy.disclosure.merging import Group
from conference.privacy.disclosure.voices import Company, Stand
from conference.privacy.disclosure.waves import Part


@dataclass(frozen=True)
class Topic:
    """A cell in one release, made of `parts`; `group` () is the total. `batches`: those it consists
    of. `before`: how it was last released. `cells`: of a total,
    those already told."""

    group: Group
    parts: tuple[Part, ...]
    batches: Parts = ()
    before: Standing | None = None
    cells: tuple[Standing, ...] = ()

    @property
    def moving(self) -> list[Company]:
        return [company for part in self.parts for company in part.moving]

    @property
    def stands(self) -> list[Stand]:
        return [stand for part in self.parts for stand in part.held]

    def claim(self, name: str) -> Claim | None:
        """What was last said of the same measure."""
        return self.before.claim(name) if self.before else None

    def unmoved(self, name: str) -> Claim | None:
        """The same, if it still stands: of a cell, as long as no company has moved."""
        return None if self.moving or self.cells else self.claim(name)
