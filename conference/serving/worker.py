"""One of several processes that serve a port (see `workers`). Gets its order on standard input."""

import os
import pickle
import signal
import sys
from functools import partial
from threading import Thread

from conference.app import create_app
from conference.serving import serve
from conference.serving.workers import READY, Order
from conference.settings import SettingsError
from conference.web import log


def main() -> None:
    order = _order()
    log.configure(human=order.has_terminal)
    Thread(target=_end_with_the_one_above, daemon=True).start()
    try:
        app = create_app(order.settings)
    except SettingsError as problem:
        _tell(str(problem))
        sys.exit(2)
    serve(app, order.place.bind(), proxies=order.proxies, on_ready=partial(_tell, READY))


def _order() -> Order:
    length = int.from_bytes(sys.stdin.buffer.read(4))
    order: Order = pickle.loads(sys.stdin.buffer.read(length))  # noqa: S301 - from our own parent
    return order


def _tell(line: str) -> None:
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


def _end_with_the_one_above() -> None:
    """It may have been killed, and could then tell nobody."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
