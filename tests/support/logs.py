"""What a server would log, as it writes it."""

import io
import logging
from collections.abc import Iterator

import pytest
from structlog.stdlib import ProcessorFormatter

# What the test's own clients log in this process.
OURS = ("httpx", "httpcore", "websockets.client", "asyncio", "aiosqlite")


@pytest.fixture
def printed() -> Iterator[io.StringIO]:
    """All that is logged from here on, as the server writes it."""
    root = logging.getLogger()
    formatters = [handler.formatter for handler in root.handlers]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(next(each for each in formatters if isinstance(each, ProcessorFormatter)))
    handler.addFilter(lambda record: not record.name.startswith(OURS))
    before = root.level
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)
