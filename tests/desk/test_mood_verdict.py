"""The verdict: what may be said from the figures, and what may not."""

from datetime import datetime, timedelta

import pytest

from conference.agenda.views import Phase
from conference.desk.verdict import Around, Known, Stand, course, headline, lead, why_nothing
from conference.privacy.figures import Value
from tests.desk.releases import ZONE, a_value

AT = datetime(2026, 9, 17, 9, 20, tzinfo=ZONE)


def a_stand(mean: float, half: float = 0.1, hours: float = 0) -> Stand:
    return Stand(AT + timedelta(hours=hours), a_value(mean, half))


def known(
    now: Stand,
    *,
    first: Stand | None = None,
    keynotes: tuple[Around, ...] = (),
    earlier: Value | None = None,
    is_final: bool = False,
) -> Known:
    return Known(now, first or now, keynotes, earlier, "2025", ZONE, is_final)


def a_keynote(before: float, after: float, half: float = 0.1, hours: float = 1) -> Around:
    return Around(
        AT + timedelta(hours=hours),
        a_stand(before, half, hours - 0.1),
        a_stand(after, half, hours + 1),
    )


@pytest.mark.parametrize(
    ("before", "after", "now", "said"),
    [
        (3.9, 3.1, 3.5, "After the keynote the mood fell. Since then it has risen again."),
        (3.9, 3.1, 2.7, "After the keynote the mood fell. Since then it has fallen further."),
        (3.9, 3.1, 3.1, "After the keynote the mood fell. Since then it has hardly moved."),
        (3.1, 3.9, 4.3, "After the keynote the mood rose. Since then it has risen further."),
        (3.1, 3.9, 3.3, "After the keynote the mood rose. Since then it has fallen again."),
        (
            3.9,
            3.1,
            3.2,
            "After the keynote the mood fell. Whether it has moved since then cannot be told.",
        ),
    ],
)
def test_a_keynote_that_moved_the_mood_is_the_headline(
    before: float, after: float, now: float, said: str
) -> None:
    end, keynotes = a_stand(now, hours=9), (a_keynote(before, after),)

    assert headline(known(end, keynotes=keynotes, is_final=True)) == said


def test_of_two_keynotes_the_last_one_that_moved_it_counts() -> None:
    keynotes = (a_keynote(3.9, 3.1), a_keynote(3.2, 3.8, hours=3), a_keynote(3.8, 3.8, hours=5))

    assert headline(known(a_stand(3.8, hours=9), keynotes=keynotes)).startswith(
        "After the keynote the mood rose."
    )


def test_while_the_mood_goes_on_it_is_not_compared_with_now() -> None:
    now, first = a_stand(2.4, hours=9), a_stand(3.9)
    keynotes = (a_keynote(3.9, 3.1),)

    assert headline(known(now, first=first)) == "The mood is rather bad."
    assert lead(known(now, first=first)) == "Now it stands at 2.4 (2.3 to 2.5)."
    assert headline(known(now, first=first, keynotes=keynotes)) == (
        "After the keynote the mood fell. It is rather bad."
    )


def test_right_after_the_keynote_nothing_is_said_of_the_time_since() -> None:
    keynote = a_keynote(3.9, 3.1)
    last = known(keynote.after, keynotes=(keynote,), is_final=True)

    assert headline(last) == "After the keynote the mood fell."
    assert lead(known(keynote.after, keynotes=(keynote,))) == (
        "Before it, on Thursday, 10:14, it stood at 3.9 (3.8 to 4.0), after it at 3.1 (3.0 to 3.2)."
    )


@pytest.mark.parametrize(
    ("first", "now", "said"),
    [
        (3.1, 3.9, "The mood has risen. It is rather good."),
        (3.5, 2.4, "The mood has fallen. It is rather bad."),
        (3.0, 3.0, "The mood is steady. It is neither good nor bad."),
    ],
)
def test_without_a_keynote_the_whole_event_is_looked_at(
    first: float, now: float, said: str
) -> None:
    end = known(a_stand(now, hours=9), first=a_stand(first), is_final=True)

    assert headline(end) == said
    assert lead(end).startswith("At first, on Thursday, 09:20, it stood at ")


@pytest.mark.parametrize(
    ("mean", "half", "said"),
    [
        (3.8, 0.3, "The mood is rather good."),
        (2.2, 0.3, "The mood is rather bad."),
        (3.2, 0.6, "Whether the mood is good or bad cannot be told yet."),
        (3.0, 0.1, "The mood is neither good nor bad."),
    ],
)
def test_one_figure_says_how_the_mood_is_and_not_how_it_moved(
    mean: float, half: float, said: str
) -> None:
    assert headline(known(a_stand(mean, half))) == said


def test_a_change_that_cannot_be_told_is_not_told() -> None:
    now, first = a_stand(3.4, 0.4, hours=9), a_stand(3.1, 0.4)

    assert headline(known(now, first=first, is_final=True)) == (
        "Whether the mood is good or bad cannot be told yet."
    )


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        (3.8, "That is lower than at the same hour of 2025: 3.8 (3.7 to 3.9)."),
        (3.2, "That is higher than at the same hour of 2025: 3.2 (3.1 to 3.3)."),
        (3.5, "That is about the same as at the same hour of 2025: 3.5 (3.4 to 3.6)."),
        (3.6, "Whether it differs from the same hour of 2025, 3.6 (3.5 to 3.7), cannot be told."),
    ],
)
def test_the_edition_before_stands_in_the_lead(earlier: float, said: str) -> None:
    sentences = lead(known(a_stand(3.5), earlier=a_value(earlier)))

    assert sentences == f"Now it stands at 3.5 (3.4 to 3.6). {said}"


def test_a_closed_mood_is_told_in_the_past() -> None:
    assert lead(known(a_stand(3.5), is_final=True)) == "At the end it stood at 3.5 (3.4 to 3.6)."


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        (Phase.BEFORE, "Partners are asked from the first day of the event on."),
        (
            Phase.RUNNING,
            "Fewer than 10 companies have answered. From 10 on you see a figure here.",
        ),
        (
            Phase.OVER,
            "Fewer than 10 companies have answered. Nothing is shown, and the answers are deleted.",
        ),
    ],
)
def test_where_nothing_can_be_shown_the_reason_is_given(phase: Phase, said: str) -> None:
    assert str(why_nothing(phase, 10)) == said


def test_the_curve_is_told_in_a_sentence() -> None:
    stands = [a_stand(3.9), a_stand(3.1, hours=2), a_stand(3.5, hours=26)]

    assert course(stands, ZONE) == (
        "The mood begins at 3.9 on Thursday, 09:20, is lowest at 3.1 on Thursday, 11:20 and "
        "highest at 3.9 on Thursday, 09:20, and stands at 3.5 on Friday, 11:20."
    )
