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


def data_size(count_bytes: int) -> str:
    """1_234_567 → "1.2 MB"; German "1,2 MB". Below that in whole kilobytes, of which one is the
    least."""
    if count_bytes >= 999_500:
        return f"{tenths(count_bytes / 10**6)}\N{NO-BREAK SPACE}MB"
    return f"{number(max(1, round(count_bytes / 1000)))}\N{NO-BREAK SPACE}kB"


def _with_minus(written: str) -> str:
    return written.replace("-", "\N{MINUS SIGN}")
