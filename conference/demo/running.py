"""Runs the demo: folder, database, seed, and the server, with a sign-in link for every role."""

import asyncio
import logging
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from conference.app import create_app
from conference.commands.opening import bring_up_to_date
from conference.commands.showing import Tell, steps
from conference.db import Database
from conference.demo.cast import WHOLE, Turnout
from conference.demo.folder import prepared
from conference.demo.links import DemoRole, role_url
from conference.demo.seed import is_planted, plant
from conference.demo.shift import bring_to_now
from conference.privacy import KeyFolder
from conference.serving import bind, port_of, serve
from conference.settings import Operator, Settings, normal_origin, sqlite_url, stored_secret
from conference.web import log

HOST = "127.0.0.1"
CROWD_MINUTES = 15
CROWD_LOG = "crowd.log"
LABELS = {
    DemoRole.ATTENDEE: "Attendee",
    DemoRole.MODERATOR: "Moderator",
    DemoRole.ORGANISER: "Organiser",
    DemoRole.CHANNEL_STAFF: "Channel staff",
}
OPERATOR = Operator(
    name="Halvestra AG (invented for this demo)",
    address="Speicherweg 12|20000 Musterhafen|Germany",
    email="kontakt@halvestra.example",
    register="Commercial register Musterhafen, HRB 0000",
    privacy_contact="datenschutz@halvestra.example",
)


def run(folder: Path, port: int, *, fresh: bool, turnout: Turnout = WHOLE, crowd: int = 0) -> None:
    """Until INT or TERM. `crowd`: how many people come by themselves.

    Raises CannotServe before it touches a thing, CannotUse, SettingsError.
    """
    listener = bind(HOST, port)
    with prepared(folder, fresh=fresh):
        settings = demo_settings(folder, port_of(listener))
        log.configure(human=sys.stderr.isatty())
        # The links would soon be scrolled away.
        logging.getLogger().setLevel(logging.WARNING)
        with steps() as tell:
            asyncio.run(prepare(settings, turnout, tell))
        with _crowd(settings, crowd) as start:

            def ready() -> None:
                start()
                _announce(settings, crowd)

            serve(create_app(settings), listener, on_ready=ready)


@contextmanager
def _crowd(settings: Settings, people: int) -> Iterator[Callable[[], None]]:
    """What to call when it may come. A process of its own, as it is no part of the server."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        if not people:
            return
        where = ["--folder", str(settings.data), "--port", str(urlsplit(settings.root_url).port)]
        how = ["--people", str(people), "--minutes", str(CROWD_MINUTES)]
        command = [sys.executable, "-m", "conference", "crowd", *where, *how]
        with (settings.data / CROWD_LOG).open("wb") as log_file:
            started.append(subprocess.Popen(command, stdout=log_file, stderr=log_file))  # noqa: S603

    if people:
        # uvicorn passes a TERM on once it has ended, which would end us before the crowd.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        yield start
    finally:
        for process in started:
            process.terminate()
            process.wait()


def demo_settings(folder: Path, port: int) -> Settings:
    return Settings(
        database=sqlite_url(folder / "conference.sqlite"),
        data=folder,
        secret=stored_secret(folder),
        root_url=normal_origin(f"http://{HOST}:{port}"),
        mail_folder=folder / "mail",
        mail_from="Halvestra Partnertage <partnertage@halvestra.example>",
        operator=OPERATOR,
        demo=True,
    )


async def prepare(settings: Settings, turnout: Turnout, tell: Tell) -> None:
    """The demo's database is there, planted, and stands at this moment."""
    await bring_up_to_date(settings.database, tell)
    database = Database(settings.database)
    async with database.writing() as db:
        if not await is_planted(db):
            # Of a planting that was broken off: its rows are gone, and their ids come again.
            shutil.rmtree(settings.keys, ignore_errors=True)
            await plant(db, KeyFolder(settings.keys), turnout, tell)
        tell("Moving the keynote to ten minutes ago")
        await bring_to_now(db)
    await database.close()


def _announce(settings: Settings, crowd: int) -> None:
    lines = [f"{label}: {role_url(settings, role)}" for role, label in LABELS.items()]
    lines.append(f"Mails: {settings.mail_folder} ({settings.root_url}/mails)")
    if crowd:
        lines.append(f"A crowd of {crowd} is on its way: {settings.data / CROWD_LOG}")
    lines.append(f"Serving {settings.root_url} until Ctrl+C.")
    print(*lines, sep="\n", flush=True)
