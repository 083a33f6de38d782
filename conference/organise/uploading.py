"""A file that comes with a form: read within its limit, and made ready while no session is open."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from litestar.datastructures import UploadFile
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from conference.agenda.downloads import LIMIT_BYTES, TOO_LARGE
from conference.agenda.pictures import FILE, EventPicture, Picture
from conference.errors import Invalid
from conference.i18n import Text, _
from conference.web import AnyRequest, Form, read_form

Made = TypeVar("Made", Picture, EventPicture)
# More than is taken, as a browser that is cut off while it sends shows no sentence.
BODY_BYTES = 5 * LIMIT_BYTES
CHOOSE = _("Please choose a file first.")
CHOOSE_AGAIN = _("Please choose the file once more.")

# A large picture takes some hundred megabytes while it is decoded: one at a time.
_decoding = ThreadPoolExecutor(1, thread_name_prefix="pictures")


@dataclass(frozen=True)
class Sent:
    """`name`: of the file, as the browser says it."""

    form: Form
    name: str = ""
    content: bytes = b""


async def read_sent(request: AnyRequest) -> Sent:
    """Notes a fault of the file as of any field; the caller finishes the form."""
    try:
        form, file = await read_form(request), (await request.form()).get(FILE)
    except RequestEntityTooLarge:
        return _without(Form({}), TOO_LARGE)
    if not isinstance(file, UploadFile) or not file.filename:
        return _without(form, CHOOSE)
    content = await file.read(LIMIT_BYTES + 1)
    await file.close()
    if len(content) > LIMIT_BYTES:
        return _without(form, TOO_LARGE)
    return Sent(form, file.filename, content)


async def read_picture(request: AnyRequest, make: Callable[[bytes], Made]) -> Made:
    """Raises Invalid."""
    sent = await read_sent(request)
    sent.form.finish()
    return await asyncio.get_running_loop().run_in_executor(_decoding, make, sent.content)


def to_choose_again(refusal: Invalid) -> Invalid:
    """No browser keeps a file that was chosen, whatever else of its form was refused."""
    return Invalid({FILE: CHOOSE_AGAIN, **refusal.fields})


def _without(form: Form, fault: Text) -> Sent:
    form.fault(FILE, fault)
    return Sent(form)
