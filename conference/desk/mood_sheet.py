"""The releases of the mood as a table to download: every number as it was released."""

from collections.abc import Iterator

from conference.desk.mood_view import MoodView
from conference.i18n import Text, _
from conference.partners.labels import category_label
from conference.privacy.figures import Cell, End, Value
from conference.privacy.releases import Released
from conference.web.sheets import Cell as SheetCell
from conference.web.sheets import Sheet

HEAD = (
    _("Release"),
    _("Time"),
    _("Final"),
    _("Group"),
    _("Companies"),
    _("Figure"),
    _("Value"),
    _("Beyond"),
    _("Interval from"),
    _("Interval to"),
)
ENDS: dict[End, Text | str] = {End.EXACT: "", End.UNDER: _("under"), End.OVER: _("over")}
FIGURES = {
    "mean": _("Mean"),
    "low": _("1 or 2, percent"),
    "middle": _("3, percent"),
    "high": _("4 or 5, percent"),
}


def mood_sheet(view: MoodView) -> Sheet:
    """In the locale in force; times are those of the event."""
    rows = [row for release in view.releases for row in _rows(view, release)]
    return Sheet(f"{view.event.slug}-mood", [str(title) for title in HEAD], rows)


def _rows(view: MoodView, release: Released) -> Iterator[list[SheetCell]]:
    at = view.event.local(release.at).strftime("%Y-%m-%d %H:%M")
    final = str(_("yes") if release.is_final else _("no"))
    for cell in release.figures.cells:
        group = _group(release.plan.dimension, cell)
        for name, value in _values(cell):
            yield [release.number, at, final, group, cell.companies, name, *_numbers(value)]


def _group(dimension: str, cell: Cell) -> str:
    if not cell.group:
        return str(_("All"))
    return ", ".join(category_label(dimension, category) for category in cell.group)


def _values(cell: Cell) -> Iterator[tuple[str, Value]]:
    if cell.mean:
        yield str(FIGURES["mean"]), cell.mean
    for share in cell.shares:
        name = FIGURES.get(share.name) or _("%(value)s, percent", value=share.name)
        yield str(name), share.share


def _numbers(value: Value) -> list[SheetCell]:
    return [value.value, str(ENDS[value.end]), value.low, value.high]
