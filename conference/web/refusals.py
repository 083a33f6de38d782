"""Refusals made before any route: a sentence as plain text, since no page may be rendered."""

from litestar.types import Send

from conference.i18n import Text, _
from conference.settings import Settings

FOREIGN_FORM = _(
    "This form was not sent from our own pages, so nothing was saved. "
    "Please open the page again and send it from there."
)


def wrong_host(settings: Settings) -> Text:
    return _("This server answers at %(url)s only.", url=settings.root_url)


async def plain_refusal(send: Send, status: int, sentence: Text) -> None:
    body = f"{sentence}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
