"""Numbers as the page's language writes them: decimal sign, groups, percent, a true minus sign."""

from babel.numbers import format_decimal, format_percent

from conference import i18n


def number(value: float) -> str:
    """1118 → "1,118"; German "1.118"."""
    return _with_minus(format_decimal(value, locale=i18n.locale()))


def tenths(value: float) -> str:
    """4 → "4.0"; German "4,0"."""
    return _with_minus(format_decimal(value, "#,##0.0", locale=i18n.locale()))


def percent(points: float) -> str:
    """54 → "54%"; German "54 %" with a narrow space that does not break."""
    written = format_percent(points / 100, locale=i18n.locale())
    return _with_minus(written.replace("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"))


def _with_minus(written: str) -> str:
    return written.replace("-", "\N{MINUS SIGN}")
