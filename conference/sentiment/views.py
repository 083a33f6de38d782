"""What forms and the account page show of moods and feedback: all around an answer, never an answer
itself; and what somebody has sent by name."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conference.agenda.mastheads import Masthead
from conference.agenda.views import Phase
from conference.i18n import Text, Translated
from conference.sentiment.entries import FEEDBACK_MOST, MOOD_MOST, Draft
from conference.sentiment.models import FeedbackState
from conference.sentiment.votes import Vote, feedback_of
from conference.sentiment.words import LEVELS, STATES, TOPICS

NO_DRAFT = Draft()


class Counting(StrEnum):
    """Whether a person's answer would be in figures. NOT_YET: their company is no unit so far.
    NO_COMPANY: nobody knows of one."""

    YES = "yes"
    NOT_YET = "not-yet"
    NO_COMPANY = "no-company"


@dataclass(frozen=True)
class VoteView:
    """The same whether or not its viewer has answered. `invited`: companies that count.
    `was_lost`: answers given before are gone, as their key was (`privacy.md` §2.3, void)."""

    phase: Phase
    opens_at: datetime | None
    closes_at: datetime
    invited: int
    counting: Counting
    is_confirmed: bool
    was_lost: bool


@dataclass(frozen=True)
class MoodView:
    """`said`: what has just been done ("mood" or "no-mood"). `back`: the page one came from."""

    event: Masthead
    vote: VoteView
    said: str = ""
    back: str = ""
    draft: Draft = NO_DRAFT

    levels = LEVELS
    topics = TOPICS
    text_most = MOOD_MOST


@dataclass(frozen=True)
class Place:
    """A session that takes feedback."""

    session_id: int
    title: Translated
    event: Masthead
    begins_at: datetime | None

    @property
    def vote(self) -> Vote:
        return feedback_of(self.event, self.session_id, self.begins_at)


@dataclass(frozen=True)
class FeedbackView:
    """`said`: "feedback", "no-feedback" or "message". `draft` is of the anonymous form, `named`
    of the other; `company`: what stands beside the sender's name."""

    place: Place
    vote: VoteView
    said: str = ""
    draft: Draft = NO_DRAFT
    named: Draft = NO_DRAFT
    company: str = ""

    levels = LEVELS
    text_most = FEEDBACK_MOST


@dataclass(frozen=True)
class Panels:
    """What a session's own page shows; None for what is not open now. `awaits_feedback`: it opens
    as soon as the session begins."""

    mood: MoodView | None = None
    feedback: FeedbackView | None = None
    awaits_feedback: bool = False


NO_PANELS = Panels()


@dataclass(frozen=True)
class MessageView:
    """Feedback by name, as its sender sees it."""

    id: int
    session_id: int
    title: Translated
    event: Masthead
    rating: int
    text: str
    language: str
    sent_at: datetime
    state: FeedbackState
    reply: str
    replied_at: datetime | None

    @property
    def state_word(self) -> Text:
        return dict(STATES)[self.state]
