"""A page that is the same for many: made once, compressed once."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from litestar import MediaType, Response

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

    @cached_property
    def zipped(self) -> bytes:
        return gzip.compress(self.plain, LEVEL, mtime=0)

    def answer(self, request: AnyRequest) -> Response[bytes]:
        headers = {**self.headers, "vary": "accept-encoding"}
        takes_zipped = "gzip" in request.headers.get("accept-encoding", "")
        if takes_zipped:
            headers["content-encoding"] = "gzip"
        content = self.zipped if takes_zipped else self.plain
        return Response(content, media_type=MediaType.HTML, headers=headers)
