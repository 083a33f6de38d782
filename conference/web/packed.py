"""A page that is the same for many, or all but its end: made once, compressed once."""

import gzip
import zlib
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
# For zlib: with gzip's head and checksum.
GZIP = 16 + zlib.MAX_WBITS
ZIPPED = {"content-encoding": "gzip"}


@dataclass(frozen=True)
class Packed:
    """`plain`: encoded, as one emoji in it makes a text four times as large."""

    plain: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def answer(self, request: AnyRequest) -> ASGIApp:
        return self._zipped if _takes_zipped(request) else self._plain

    def answer_with(self, request: AnyRequest, end: bytes) -> ASGIApp:
        """With what is behind it for this one alone."""
        if not _takes_zipped(request):
            return self._answer(self.plain + end, {})
        begun, zipping = self._begun
        rest = zipping.copy()
        return self._answer(begun + rest.compress(end) + rest.flush(), ZIPPED)

    @cached_property
    def _zipped(self) -> ASGIResponse:
        """It keeps nothing of whom it answers, and so is one for all."""
        return self._answer(gzip.compress(self.plain, LEVEL, mtime=0), ZIPPED)

    @cached_property
    def _begun(self) -> tuple[bytes, Any]:
        """Copies of the second go on where the first has ended."""
        zipping = zlib.compressobj(LEVEL, wbits=GZIP)
        return zipping.compress(self.plain) + zipping.flush(zlib.Z_SYNC_FLUSH), zipping

    @cached_property
    def _plain(self) -> ASGIResponse:
        return self._answer(self.plain, {})

    def _answer(self, body: bytes, headers: Mapping[str, str]) -> ASGIResponse:
        every = {**self.headers, **headers, "vary": "accept-encoding"}
        return ASGIResponse(body=body, headers=every, media_type=MediaType.HTML)


def _takes_zipped(request: AnyRequest) -> bool:
    return "gzip" in header(request.scope, b"accept-encoding")
