"""Who speaks in a session, as its form says it: ticked, by new names, and in which order."""

from collections.abc import Iterator, Sequence

from conference.agenda.formats.texts import LINE_LIMIT, folded
from conference.i18n import _
from conference.organise.offered import Offered
from conference.web import Form

MOST_SPEAKERS = 50
BEHIND = 1000
TICKED, PLACE = "speaker_", "speaker_place_"


def read_speakers(form: Form, offered: Offered) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The ids of those the event has, and names it has not; new names come last. Notes a fault
    for each field that cannot be taken."""
    ticked = [id_ for id_, _name in offered.speakers if form.checked(f"{TICKED}{id_}")]
    new = list(_new_speakers(form))
    known = {folded(name): id_ for id_, name in offered.speakers}
    named = [*_in_order(form, ticked), *(known[each] for each in map(folded, new) if each in known)]
    return tuple(dict.fromkeys(named)), tuple(name for name in new if folded(name) not in known)


def typed_speakers(ids: Sequence[int]) -> dict[str, str]:
    """The form as it would have to be filled in for these, in their order."""
    typed = {f"{TICKED}{id_}": "yes" for id_ in ids}
    return typed | {f"{PLACE}{id_}": str(at) for at, id_ in enumerate(ids, 1)}


def _in_order(form: Form, ticked: Sequence[int]) -> list[int]:
    """By the places that were typed, those without one last. Of two with the same place, the one
    that moved up comes first, and the one that moved down last: to move one is enough."""
    stood = {id_: at for at, id_ in enumerate(ticked, 1)}
    places = {id_: _place(form, id_) or BEHIND + stood[id_] for id_ in ticked}
    return sorted(ticked, key=lambda id_: (places[id_], places[id_] - stood[id_]))


def _place(form: Form, id_: int) -> int:
    """0 where there is none."""
    written = form.text(f"{PLACE}{id_}", most=3, required=False)
    if written and not written.isdecimal():
        form.fault(f"{PLACE}{id_}", _("Write a place as a number, such as 1."))
    return int(written) if written.isdecimal() else 0


def _new_speakers(form: Form) -> Iterator[str]:
    lines = form.text("new_speakers", most=5000, required=False, lines=True).splitlines()
    names = dict.fromkeys(name for line in lines if (name := " ".join(line.split())))
    if len(names) > MOST_SPEAKERS or any(len(name) > LINE_LIMIT for name in names):
        form.fault("new_speakers", _("These are too many, or one is too long to be a name."))
        return
    yield from names
