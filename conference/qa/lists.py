"""The moderators' lists, by the id each has on their page."""

from conference.qa.models import QuestionState
from conference.qa.queries import QuestionView

ON_STAGE = "moderated-stage"
LISTS = {
    QuestionState.WAITING: "moderated-waiting",
    QuestionState.LIVE: "moderated-live",
    QuestionState.ANSWERED: "moderated-answered",
    QuestionState.DECLINED: "moderated-declined",
}


def list_of(view: QuestionView) -> str:
    return ON_STAGE if view.is_on_stage else LISTS[view.state]
