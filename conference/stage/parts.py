"""The parts of a session's page that are live, for pushes and for who fetches them again."""

from conference.agenda.announcements import Shown
from conference.live import Crowd
from conference.polls import parts as polls
from conference.qa import parts as qa
from conference.stage.queries import WHERE, Common, ScreenView, as_admitted
from conference.web import Fragment, morph

STAGE = "stage/_stage.html"


def for_room(common: Common) -> list[Fragment]:
    """All that is live and the same for all who are admitted."""
    return [
        announcements(common.to_all),
        announcements(common.to_room),
        *screen(as_admitted(common.session)),
        audience(common.audience),
        *polls.for_room(common.polls),
        *qa.for_room(common.board),
    ]


def announcements(shown: Shown) -> Fragment:
    return morph(shown.id, "agenda/_announcements.html", "region", shown)


def screen(view: ScreenView) -> list[Fragment]:
    """And when and where it is."""
    session, zone = view.session, view.session.event.zone
    where = (morph(id_, STAGE, "where", session, zone, id_) for id_ in WHERE)
    return [morph("stage-screen", STAGE, "screen", view), *where]


def audience(crowd: Crowd) -> Fragment:
    return morph("stage-audience", STAGE, "audience", crowd)
