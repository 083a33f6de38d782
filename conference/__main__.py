"""`python3 -m conference COMMAND`, on a bare machine too: refuses an old Python, enters `.venv`.

Must parse on Python 3.6, so that an old one answers with a sentence instead of a SyntaxError.
"""

import sys


def main() -> None:
    """The console script `conference`; runs where the packages are installed."""
    from conference.cli import main as run_command  # only importable inside the environment

    run_command()


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - this is the place that enforces it
        sys.exit("Conference needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")

    from conference.bootstrap import enter  # its syntax is newer than this file may be

    enter(sys.argv[1:])
    main()
