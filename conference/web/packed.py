"""A page that is the same for many: made once, compressed once."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from litestar import MediaType
from litestar.response.base import ASGIResponse
from litestar.types import ASGIApp

from conference.web.headers import header
from conference.web.pages import AnyRequest

IS_PACKED = "is_packed"
# For the routes that answer with one: what is compressed is not compressed again.
PACKED: dict[str, Any] = {IS_PACKED: True}
LEVEL = 6


@dataclass(frozen=True)
class Packed:
    """`plain`: encoded, as one emoji in it makes a text four times as large."""

    plain: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def answer(self, request: AnyRequest) -> ASGIApp:
        takes_zipped = "gzip" in header(request.scope, b"accept-encoding")
        return self._zipped if takes_zipped else self._plain

    @cached_property
    def _zipped(self) -> ASGIResponse:
        return self._answer(gzip.compress(self.plain, LEVEL, mtime=0), {"content-encoding": "gzip"})

    @cached_property
    def _plain(self) -> ASGIResponse:
        return self._answer(self.plain, {})

    def _answer(self, body: bytes, headers: Mapping[str, str]) -> ASGIResponse:
        """It keeps nothing of whom it answers, and so is one for all."""
        every = {**self.headers, **headers, "vary": "accept-encoding"}
        return ASGIResponse(body=body, headers=every, media_type=MediaType.HTML)
