"""What people send: read from its form, bounded, and kept as it was typed if it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from conference.errors import Invalid, Refused
from conference.i18n import Text, _
from conference.sentiment.models import Topic
from conference.web import Form

MOOD_MOST = 500
FEEDBACK_MOST = 1500
VALUES = ("1", "2", "3", "4", "5")
NO_VALUE = _("Please choose one of the five needles.")


@dataclass(frozen=True)
class Entry:
    """An anonymous answer. `value`: 1–5; `topic` is empty for none, and for feedback."""

    value: int
    text: str
    topic: str = ""


@dataclass(frozen=True)
class NamedEntry:
    rating: int
    text: str


@dataclass(frozen=True)
class Draft:
    """A refused form: as it was typed, the faults by field, a refusal that is about no field."""

    value: str = ""
    topic: str = ""
    text: str = ""
    errors: Mapping[str, Text] = field(default_factory=dict)
    notice: Text | None = None
    names_somebody: bool = False


class NamesSomebody(Invalid):
    """A text that is shown without a name has one in it. Whoever wants it so sends it again."""

    def __init__(self, words: str) -> None:
        sentence = _(
            "“%(words)s” names you or your company, and the text is shown word for word. Take it "
            "out, or say below that you want it so.",
            words=words,
        )
        super().__init__({"text": sentence})


def read_mood(form: Form) -> Entry:
    """Raises Invalid."""
    value = _value(form)
    topic = form.one_of("topic", ["", *Topic]) if form.entered.get("topic") else ""
    text = form.text("text", most=MOOD_MOST, required=False, lines=True)
    form.finish()
    return Entry(value, text, topic)


def read_feedback(form: Form) -> Entry:
    """Raises Invalid."""
    value = _value(form)
    text = form.text("text", most=FEEDBACK_MOST, required=False, lines=True)
    form.finish()
    return Entry(value, text)


def read_named(form: Form) -> NamedEntry:
    """Raises Invalid."""
    rating = _value(form)
    text = form.text("text", most=FEEDBACK_MOST, lines=True)
    form.finish()
    return NamedEntry(rating, text)


def draft_of(form: Form, refusal: Refused) -> Draft:
    is_invalid = isinstance(refusal, Invalid)
    return Draft(
        value=form.entered.get("value", ""),
        topic=form.entered.get("topic", ""),
        text=form.entered.get("text", ""),
        errors=refusal.fields if isinstance(refusal, Invalid) else {},
        notice=None if is_invalid else refusal.sentence,
        names_somebody=isinstance(refusal, NamesSomebody),
    )


def _value(form: Form) -> int:
    value = form.entered.get("value", "")
    if value in VALUES:
        return int(value)
    form.fault("value", NO_VALUE)
    return 1
