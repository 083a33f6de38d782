"""Where the files beside the code are: templates, static files, seed."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_HOME = _PACKAGE if (_PACKAGE / "templates").is_dir() else _PACKAGE.parent


def resource(*parts: str) -> Path:
    """`resource("templates", "x.html")`: in the package once installed, else in the checkout."""
    return _HOME.joinpath(*parts)
