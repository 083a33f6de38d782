"""`conference COMMAND`: the list of commands, each loaded only when it is called for.

So `--help` answers at once, and a fault in one command leaves the others usable.
"""

import gc
import sys
from importlib import import_module

import click

from conference.settings import SettingsError

# Each module of conference/commands is named like its command and holds it as `command`.
COMMANDS = {
    "demo": "Try it out: an invented conference on this machine.",
    "serve": "Serve an installation of your own.",
    "test": "Check the project: style, types, tests, browser tests.",
    "migrate": "Bring the database to the schema of this version.",
    "grant": "Give a person a role.",
    "import-agenda": "Read an agenda from a schedule.xml or schedule.json file.",
    "export-agenda": "Write an agenda as schedule.xml, .json or iCalendar.",
    "import-partners": "Read the partner list from a CSV file.",
    "crowd": "Send invented people into a conference, to see it alive.",
    "bench": "Measure the anonymous figures and the live core.",
}


class Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"conference.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands)
@click.version_option(package_name="conference")
def group() -> None:
    """Free digital partner conferences: keynotes, live questions, honest sentiment."""


def main() -> None:
    # What a command loads stays; to look through it for garbage took a tenth of its start.
    gc.set_threshold(50_000)
    try:
        group.main(prog_name="conference")
    except SettingsError as problem:
        print(problem, file=sys.stderr)
        sys.exit(2)
