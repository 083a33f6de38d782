"""Threads for work on whole agendas, which takes seconds for a large or a hostile one.

The threads that all share destroy keys and serve videos, and must not wait behind it.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

# One each: a file may take 200 MB while it is read. A plan is made while its event is locked, so it
# must not wait for somebody else's file.
_reading = ThreadPoolExecutor(1, thread_name_prefix="agenda-files")
_planning = ThreadPoolExecutor(1, thread_name_prefix="agenda-plans")


async def read_aside(
    work: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Result:
    """For what looks at a file."""
    return await _run(_reading, partial(work, *args, **kwargs))


async def plan_aside(
    work: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Result:
    """For what was read already, from a file and from the database."""
    return await _run(_planning, partial(work, *args, **kwargs))


async def _run(thread: ThreadPoolExecutor, work: Callable[[], Result]) -> Result:
    """In the locale in force."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(thread, copy_context().run, work)
