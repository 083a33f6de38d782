"""Large files are looked at where nothing else waits for them."""

import asyncio
import threading

from conference import i18n
from conference.agenda.aside import plan_aside, read_aside


async def test_a_file_that_takes_long_holds_up_neither_plans_nor_what_all_share() -> None:
    done = threading.Event()

    reading = asyncio.create_task(read_aside(done.wait, 60))
    waiting = asyncio.create_task(read_aside(i18n.locale))
    with i18n.in_locale("de"):
        planned = await plan_aside(i18n.locale)
    shared = await asyncio.to_thread(threading.active_count)
    were_done = (reading.done(), waiting.done())
    done.set()

    assert (planned, shared > 0, were_done) == ("de", True, (False, False))
    assert (await reading, await waiting) == (True, "en")
