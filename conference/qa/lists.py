"""The moderators' page: its template, and its lists by the id each has."""

from conference.qa.models import QuestionState
from conference.qa.queries import QuestionView

MODERATED = "qa/_moderated.html"

ON_STAGE = "moderated-stage"
LISTS = {
    QuestionState.WAITING: "moderated-waiting",
    QuestionState.LIVE: "moderated-live",
    QuestionState.ANSWERED: "moderated-answered",
    QuestionState.DECLINED: "moderated-declined",
}


def list_of(view: QuestionView) -> str:
    return ON_STAGE if view.is_on_stage else LISTS[view.state]
