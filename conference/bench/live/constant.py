"""What a page could cost at least: a process that answers every path with the same bytes, those of
a file that are compressed already, under the same server as ours.
"""

import sys
from pathlib import Path

from litestar import Litestar, Response, get

from conference.serving import bind, port_of, serve


def app(page: bytes) -> Litestar:
    headers = {"content-encoding": "gzip"}

    @get("/{rest:path}")
    async def show(rest: str) -> Response[bytes]:
        return Response(page, media_type="text/html", headers=headers)

    return Litestar([show], openapi_config=None, logging_config=None)


def main() -> None:
    page = Path(sys.argv[1]).read_bytes()
    listener = bind("127.0.0.1", 0)
    serve(app(page), listener, on_ready=lambda: print("Serving", port_of(listener), flush=True))


if __name__ == "__main__":
    main()
