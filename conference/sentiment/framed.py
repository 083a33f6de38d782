"""Votes with the companies that count in them: read once, and from then on the same for everybody
of whom the same is known. Pure."""

from dataclasses import dataclass

from conference.agenda.mastheads import Masthead
from conference.agenda.views import Phase
from conference.sentiment.views import Counting, FeedbackView, MoodView, Panels, Place, VoteView
from conference.sentiment.votes import Vote


@dataclass(frozen=True)
class Voter:
    """All that is asked of who answers."""

    is_confirmed: bool
    company_id: int | None


@dataclass(frozen=True)
class Framed:
    """`companies`: ids of those that count in it."""

    vote: Vote
    companies: frozenset[int]
    has_ended: bool = False
    was_lost: bool = False

    @property
    def phase(self) -> Phase:
        return Phase.OVER if self.has_ended else self.vote.phase

    def counting(self, voter: Voter) -> Counting:
        if voter.company_id is None:
            return Counting.NO_COMPANY
        return Counting.YES if voter.company_id in self.companies else Counting.NOT_YET

    def view(self, voter: Voter) -> VoteView:
        return VoteView(
            phase=self.phase,
            opens_at=self.vote.opens_at,
            closes_at=self.vote.closes_at,
            invited=len(self.companies),
            counting=self.counting(voter),
            is_confirmed=voter.is_confirmed,
            was_lost=self.was_lost,
        )


@dataclass(frozen=True)
class VotesBeside:
    """Those that the page of a session shows; None for what is not there now."""

    event: Masthead
    session_id: int
    place: Place | None
    mood: Framed | None
    feedback: Framed | None

    def counting(self, voter: Voter) -> tuple[Counting | None, ...]:
        """All in the panels that is not the same for everybody."""
        votes = (self.mood, self.feedback)
        return tuple(vote.counting(voter) if vote else None for vote in votes)

    def panels(self, voter: Voter, said: str) -> Panels:
        """`said`: what has just been done, as the views have it."""
        return Panels(self._mood(voter, said), self._feedback(voter, said), self._awaits)

    def _mood(self, voter: Voter, said: str) -> MoodView | None:
        if self.mood is None:
            return None
        return MoodView(
            self.event, self.mood.view(voter), said, back=f"/sessions/{self.session_id}"
        )

    def _feedback(self, voter: Voter, said: str) -> FeedbackView | None:
        if self.place is None or self.feedback is None or self.place.vote.phase != Phase.RUNNING:
            return None
        return FeedbackView(self.place, self.feedback.view(voter), said)

    @property
    def _awaits(self) -> bool:
        return self.place is not None and self.place.vote.phase == Phase.BEFORE
