"""Engines as the tests want them, since each test has its own: quick to begin, to commit and to
answer who asks alone."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from conference.db import database, gathered, migrate


@contextmanager
def statements_are_kept() -> Iterator[None]:
    """One memory of compiled statements for all engines of the process: to compile them took a
    third of the time. SQLAlchemy keeps them with the dialect they are for."""
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


def let_sqlite_hurry(patch: pytest.MonkeyPatch) -> None:
    """Nothing here has to survive the end of the machine, and to wait for the disk takes longer
    than to write."""
    patch.setattr(database, "PRAGMAS", (*database.PRAGMAS, "synchronous=OFF"))


def let_gathering_not_rest(patch: pytest.MonkeyPatch) -> None:
    """Who asks again at once would wait until others could have asked, and there are none: that
    took longer than to answer. Rounds gather all the same what is asked while one is read."""
    patch.setattr(gathered, "REST_MOST_S", 0.0)
