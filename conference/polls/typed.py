"""What a moderator writes of a poll: read from the form, and put back into it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from conference.i18n import LOCALES, Translated, _
from conference.polls.models import Poll, PollKind, ResultsShown
from conference.web import Form

WORDING_MOST = 300
CHOICE_MOST = 120
CHOICES_LEAST, CHOICES_MOST = 2, 10
MINUTES_MOST = 1440


@dataclass(frozen=True)
class Draft:
    """`choices`, `least`, `most`: see `models.Poll`."""

    kind: PollKind
    wording: Translated
    choices: tuple[Translated, ...]
    least: int
    most: int
    minutes: int
    shown: ResultsShown


def read_draft(form: Form) -> Draft:
    """Raises Invalid with all that is wrong. Of two languages one is enough; where choices come
    in both, line by line, they are the same choices."""
    kind = form.choice("kind", PollKind)
    wording = _wording(form)
    choices = _choices(form) if kind != PollKind.SCALE else ()
    least, most = _bounds(form, len(choices)) if kind == PollKind.MULTIPLE else (1, 1)
    minutes = _number(form, "minutes", 1, MINUTES_MOST)
    shown = form.choice("shown", ResultsShown)
    form.finish()
    return Draft(kind, wording, choices, least, most, minutes, shown)


def entered(poll: Poll) -> dict[str, str]:
    """As the form shows it; `choices` must be loaded."""
    fields = {
        "kind": poll.kind.value,
        "least": str(poll.least),
        "most": str(poll.most),
        "minutes": str(poll.minutes),
        "shown": poll.shown.value,
        "version": str(poll.version),
    }
    for code in LOCALES:
        fields[f"wording_{code}"] = poll.wording.get(code, "")
        lines = [choice.wording.get(code, "") for choice in poll.choices]
        fields[f"choices_{code}"] = "\n".join(lines) if any(lines) else ""
    return fields


def _wording(form: Form) -> Translated:
    names = {code: f"wording_{code}" for code in LOCALES}
    texts = {
        code: form.text(name, most=WORDING_MOST, required=False) for code, name in names.items()
    }
    if not any(texts.values()):
        form.fault(names[LOCALES[0]], _("Please write the question, in one language at least."))
    return _translated(texts.items())


def _choices(form: Form) -> tuple[Translated, ...]:
    lines = {code: _lines(form, f"choices_{code}") for code in LOCALES}
    written = [texts for texts in lines.values() if texts]
    if len({len(texts) for texts in written}) > 1:
        last = f"choices_{LOCALES[-1]}"
        form.fault(last, _("Both languages need the same choices, line by line."))
        return ()
    count = len(written[0]) if written else 0
    if not CHOICES_LEAST <= count <= CHOICES_MOST:
        sentence = _(
            "Please write %(least)d to %(most)d choices, one a line.",
            least=CHOICES_LEAST,
            most=CHOICES_MOST,
        )
        form.fault(f"choices_{LOCALES[0]}", sentence)
        return ()
    rows = zip_longest(*lines.values(), fillvalue="")
    return tuple(_translated(zip(lines, row, strict=True)) for row in rows)


def _lines(form: Form, name: str) -> list[str]:
    """Empty ones are no choice; two equal ones would be told apart by nobody."""
    most = CHOICES_MOST * (CHOICE_MOST + 2)
    text = form.text(name, most=most, required=False, lines=True)
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if any(len(line) > CHOICE_MOST for line in lines):
        form.fault(name, _("A choice may have %(most)d characters.", most=CHOICE_MOST))
    if len({line.casefold() for line in lines}) < len(lines):
        form.fault(name, _("Two of these choices are the same."))
    return lines


def _bounds(form: Form, count: int) -> tuple[int, int]:
    most_of_all = max(count, 1)
    least = _number(form, "least", 1, most_of_all)
    most = _number(form, "most", 1, most_of_all)
    if least > most:
        form.fault("most", _("This cannot be less than the fewest."))
    return least, most


def _number(form: Form, name: str, least: int, most: int) -> int:
    written = form.text(name, most=10, required=False)
    # Other scripts have digits, too, and int() takes them; they are no fault.
    number = int(written) if written.isdecimal() else -1
    if least <= number <= most:
        return number
    form.fault(name, _("Please write a number from %(least)d to %(most)d.", least=least, most=most))
    return least


def _translated(texts: Iterable[tuple[str, str]]) -> Translated:
    return Translated({code: text for code, text in texts if text})


def version_of(form: Form) -> int:
    """Of the poll as the moderator saw it; 0, which none has, for what is no number."""
    written = form.entered.get("version", "")
    return int(written) if written.isdecimal() and len(written) < 10 else 0
