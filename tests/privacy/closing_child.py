"""A server that is killed while it closes a vote. Run by test_killed.py, in a process of its own.

Arguments: database, folder of the keys, where to be killed: before the commit, fsync or unlink
with that number.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from conference.db import Database
from conference.privacy import KeyFolder, ScopeKind
from conference.privacy.closing import close_due
from conference.privacy.scopes import Owner


class Killer:
    def __init__(self, what: str, number: int) -> None:
        self.what, self.left = what, number

    def before(self, what: str) -> None:
        self.left -= what == self.what
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def watched(call: Callable[..., Any], killer: Killer, what: str) -> Callable[..., Any]:
    def watching(*arguments: Any, **options: Any) -> Any:
        killer.before(what)
        return call(*arguments, **options)

    return watching


async def close(url: str, folder: Path, killer: Killer) -> None:
    database = Database(url)
    event.listen(database.engine.sync_engine, "commit", lambda _: killer.before("commit"))
    os.fsync = watched(os.fsync, killer, "fsync")
    os.unlink = watched(os.unlink, killer, "unlink")
    await close_due(database, KeyFolder(folder), {ScopeKind.POLL: Owner()})
    await database.close()


if __name__ == "__main__":
    url, folder, what, number = sys.argv[1:]
    asyncio.run(close(url, Path(folder), Killer(what, int(number))))
