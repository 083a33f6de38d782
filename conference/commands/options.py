"""What several commands share: their options, and the settings that these override."""

import os

import click

from conference.settings import VARIABLES, Settings, from_environment

database_option = click.option(
    "--database", metavar="URL", help="Instead of CONFERENCE_DATABASE, which see."
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object, and no words.")


def read_settings(**options: str | None) -> Settings:
    """The environment's settings; an option wins over the variable it is named for.

    Every file that is made from here on is for its owner's eyes only. Raises SettingsError.
    """
    os.umask(0o077)
    given = {f"CONFERENCE_{name.upper()}": value for name, value in options.items() if value}
    return from_environment({**os.environ, **given})


class CommandWithVariables(click.Command):
    """Its help ends with the environment variables that it reads."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Environment variables"):
            formatter.write_dl(list(VARIABLES.items()))
