"""The barometer's verdict: what its figures let one say, in whole sentences; and what they do not.

Pure, from published figures. Two moments are compared as independent samples, which for a standing
answer errs on the side of "cannot tell"; and only moments the agenda names, so that nobody looks
for a difference until one is found. How far the mood has come since is said at the end: while it
goes on, "now" is another moment with every wave.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from conference.agenda.views import Phase
from conference.desk.wording import both, mean, weekday_clock
from conference.i18n import Text, _
from conference.privacy.estimates import MEAN_DELTA, Verdict, compare, verdict
from conference.privacy.figures import Value

MIDDLE = 3.0


@dataclass(frozen=True)
class Stand:
    """A figure and when it was published."""

    at: datetime
    value: Value


@dataclass(frozen=True)
class Around:
    """A keynote with the last figure before it began, and the last within the hour after it."""

    starts_at: datetime
    before: Stand
    after: Stand

    @property
    def effect(self) -> Verdict:
        return compare(self.after.value, self.before.value, MEAN_DELTA)


@dataclass(frozen=True)
class Known:
    """What is known. `first`: the first figure of the event. `earlier`: the edition before at the
    same hour of the same day, and what it is called."""

    now: Stand
    first: Stand
    keynotes: tuple[Around, ...]
    earlier: Value | None
    edition: str
    zone: ZoneInfo
    is_final: bool

    @property
    def keynote(self) -> Around | None:
        """The last one that moved the mood."""
        moved = [one for one in self.keynotes if one.effect in (Verdict.HIGHER, Verdict.LOWER)]
        return moved[-1] if moved else None


def headline(known: Known) -> str:
    """One or two sentences in the locale in force."""
    return " ".join(str(sentence) for sentence in _headline(known))


def lead(known: Known) -> str:
    """The figures the headline rests on, and how the mood stands to the edition before."""
    return " ".join(str(sentence) for sentence in (*_grounds(known), *_against(known)))


def course(stands: Sequence[Stand], zone: ZoneInfo) -> str:
    """A curve in a sentence, for who does not see it."""
    if len(stands) == 1:
        only = {"only": mean(stands[0].value), "at": weekday_clock(stands[0].at, zone)}
        return str(_("The mood stands at %(only)s on %(at)s; it is the first figure.", **only))
    least = min(stands, key=lambda stand: stand.value.value)
    most = max(stands, key=lambda stand: stand.value.value)
    named = {"first": stands[0], "least": least, "most": most, "last": stands[-1]}
    times = {f"{name}_at": weekday_clock(stand.at, zone) for name, stand in named.items()}
    means = {name: mean(stand.value) for name, stand in named.items()}
    sentence = _(
        "The mood begins at %(first)s on %(first_at)s, is lowest at %(least)s on %(least_at)s and "
        "highest at %(most)s on %(most_at)s, and stands at %(last)s on %(last_at)s.",
        **times,
        **means,
    )
    return str(sentence)


def why_nothing(phase: Phase, k: int) -> Text:
    """The same whether nobody has answered or fewer than `k` companies have."""
    if phase == Phase.BEFORE:
        return _("Partners are asked from the first day of the event on.")
    if phase == Phase.RUNNING:
        return _(
            "Fewer than %(k)d companies have answered. From %(k)d on you see a figure here.", k=k
        )
    return _(
        "Fewer than %(k)d companies have answered. Nothing is shown, and the answers are deleted.",
        k=k,
    )


NOTHING = {
    Phase.BEFORE: _("The mood has not been asked yet."),
    Phase.RUNNING: _("Nothing can be said about the mood yet."),
    Phase.OVER: _("Nothing can be said about the mood."),
}
NO_MEAN = _("There are shares, but no mean that could be shown.")
NO_FIGURE = _("At least 10 companies have answered, but any figure could give somebody away.")
AFTER_KEYNOTE = {
    Verdict.LOWER: _("After the keynote the mood fell."),
    Verdict.HIGHER: _("After the keynote the mood rose."),
}
SINCE_FALL = {
    Verdict.HIGHER: _("Since then it has risen again."),
    Verdict.LOWER: _("Since then it has fallen further."),
    Verdict.SAME: _("Since then it has hardly moved."),
    Verdict.UNCLEAR: _("Whether it has moved since then cannot be told."),
}
SINCE_RISE = SINCE_FALL | {
    Verdict.HIGHER: _("Since then it has risen further."),
    Verdict.LOWER: _("Since then it has fallen again."),
}
OVER_THE_EVENT = {
    Verdict.HIGHER: _("The mood has risen."),
    Verdict.LOWER: _("The mood has fallen."),
    Verdict.SAME: _("The mood is steady."),
}
LEVEL = {
    Verdict.HIGHER: _("It is rather good."),
    Verdict.LOWER: _("It is rather bad."),
    Verdict.SAME: _("It is neither good nor bad."),
    Verdict.UNCLEAR: _("Whether it is good or bad cannot be told yet."),
}
LEVEL_ALONE = {
    Verdict.HIGHER: _("The mood is rather good."),
    Verdict.LOWER: _("The mood is rather bad."),
    Verdict.SAME: _("The mood is neither good nor bad."),
    Verdict.UNCLEAR: _("Whether the mood is good or bad cannot be told yet."),
}


def _headline(known: Known) -> Iterator[Text]:
    keynote = known.keynote
    if keynote is not None:
        yield AFTER_KEYNOTE[keynote.effect]
        if not known.is_final:
            yield LEVEL[level(known.now.value)]
        elif known.now != keynote.after:
            since = SINCE_FALL if keynote.effect is Verdict.LOWER else SINCE_RISE
            yield since[compare(known.now.value, keynote.after.value, MEAN_DELTA)]
        return
    change = compare(known.now.value, known.first.value, MEAN_DELTA)
    if not known.is_final or known.now == known.first or change is Verdict.UNCLEAR:
        yield LEVEL_ALONE[level(known.now.value)]
        return
    yield OVER_THE_EVENT[change]
    yield LEVEL[level(known.now.value)]


def level(value: Value) -> Verdict:
    """How a mean stands to the middle of the scale."""
    return verdict(value.low - MIDDLE, value.high - MIDDLE, MEAN_DELTA)


def _grounds(known: Known) -> Iterator[Text]:
    keynote = known.keynote
    if keynote is not None:
        yield _(
            "Before it, on %(before_at)s, it stood at %(before)s, after it at %(after)s.",
            before_at=weekday_clock(keynote.before.at, known.zone),
            before=both(keynote.before.value),
            after=both(keynote.after.value),
        )
        if known.now == keynote.after:
            return
    elif known.is_final and known.now != known.first:
        yield _(
            "At first, on %(at)s, it stood at %(first)s.",
            at=weekday_clock(known.first.at, known.zone),
            first=both(known.first.value),
        )
    now = both(known.now.value)
    if known.is_final:
        yield _("At the end it stood at %(now)s.", now=now)
    else:
        yield _("Now it stands at %(now)s.", now=now)


def _against(known: Known) -> Iterator[Text]:
    if known.earlier is None:
        return
    values = {"edition": known.edition, "value": both(known.earlier)}
    match compare(known.now.value, known.earlier, MEAN_DELTA):
        case Verdict.HIGHER:
            yield _("That is higher than at the same hour of %(edition)s: %(value)s.", **values)
        case Verdict.LOWER:
            yield _("That is lower than at the same hour of %(edition)s: %(value)s.", **values)
        case Verdict.SAME:
            yield _(
                "That is about the same as at the same hour of %(edition)s: %(value)s.", **values
            )
        case Verdict.UNCLEAR:
            yield _(
                "Whether it differs from the same hour of %(edition)s, %(value)s, cannot be told.",
                **values,
            )
