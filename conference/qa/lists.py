"""The moderators' page: its lists, by the id each has, and what their routes share."""

from typing import Any

from litestar import HttpMethod

from conference.qa.models import QuestionState
from conference.qa.queries import QuestionView

MODERATED = "qa/_moderated.html"
# PUT puts something on, DELETE takes it off.
SWITCH: dict[str, Any] = {"http_method": [HttpMethod.PUT, HttpMethod.DELETE], "status_code": 200}

ON_STAGE = "moderated-stage"
LISTS = {
    QuestionState.WAITING: "moderated-waiting",
    QuestionState.LIVE: "moderated-live",
    QuestionState.ANSWERED: "moderated-answered",
    QuestionState.DECLINED: "moderated-declined",
}


def list_of(view: QuestionView) -> str:
    return ON_STAGE if view.is_on_stage else LISTS[view.state]
