"""The parts of the barometer that are pushed, and fetched again, as one."""

from conference.desk.mood_view import MoodView
from conference.web import Fragment, morph

MOOD = "desk/_mood.html"
COMMENTS = 3  # of each topic on the page


def live_parts(view: MoodView) -> tuple[Fragment, ...]:
    """The region comes first."""
    return (
        morph("mood-figures", MOOD, "region", view),
        morph("mood-table", MOOD, "table", view),
        morph("mood-groups", MOOD, "groups", view),
        morph("mood-group-table", MOOD, "group_table", view),
        morph("mood-comments", MOOD, "comments", view, COMMENTS),
    )
