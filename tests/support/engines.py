"""One memory of compiled statements for all engines of a process, since each test has its own.

To compile them took a third of the time. SQLAlchemy keeps them with the dialect they are for.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from conference.db import database, migrate


@contextmanager
def statements_are_kept() -> Iterator[None]:
    make, first = database.make_engine, dict[str, AsyncEngine]()

    def make_like_the_first(url: str) -> AsyncEngine:
        engine = make(url)
        kept = first.setdefault(engine.dialect.name, engine).sync_engine
        # What a dialect knows of its server it learns at its first connection.
        if kept.dialect.server_version_info:
            engine.sync_engine.dialect = kept.dialect
            engine.sync_engine._compiled_cache = kept._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        for module in (database, migrate):
            patch.setattr(module, "make_engine", make_like_the_first)
        yield
