"""Charts drawn by the server as SVG, each with its numbers as a table.

Widths are percentages and heights pixels, so that a chart fills a phone or a page and its
words keep their size. Geometry is text: a localised "12,5" would not be drawn.

    {% bar_chart "Peserta per blok" bars %}              bars: (label, value, url, tone)
    {% funnel_chart "Dari usulan ke lulus" bars %}       the same, in the order of the way
    {% stacked_chart "Sesi per pekan" weeks %}           weeks: (label, planned, held, not_held, url)
    {% rate_chart "Kehadiran per pekan" points %}        points: (label, percent or None, url)
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.template import TemplateSyntaxError
from django.utils.translation import gettext as _

from ui.parts import TONES, parts

_LONGEST_LABEL = 40
_ROW = 48  # px: a row is a target of more than 44
_PLOT = 160  # px: height of the area of a chart over weeks
_MOST_LABELS = 6
_GUTTER = 11  # percent: where the names of the guide lines stand


@dataclass(frozen=True)
class Bar:
    """`few` is said in place of a number that the reader is not told; nothing is drawn of it."""

    label: Any
    value: int
    url: str = ""
    tone: str = "info"
    few: Any = ""

    @property
    def told(self) -> Any:
        return self.few or self.value


@dataclass(frozen=True)
class Week:
    """Sessions of a week: planned counts what is still ahead, so that the three never overlap.

    `told` are the words for held, not held and planned where they are not just the numbers.
    """

    label: Any
    planned: int
    held: int
    not_held: int
    url: str = ""
    told: tuple[Any, Any, Any] | None = None

    @property
    def words(self) -> tuple[Any, Any, Any]:
        return self.told or (self.held, self.not_held, self.planned)

    @property
    def total(self) -> int:
        return self.planned + self.held + self.not_held


@dataclass(frozen=True)
class Point:
    """A share in percent; None where there was nothing to count."""

    label: Any
    percent: float | None
    url: str = ""


def bars(title: Any, items: Iterable[Any], desc: Any = "", unit: Any = "") -> dict[str, Any]:
    """Horizontal bars: the label above, the number at the right."""
    found = _bars(title, items)
    longest = max((bar.value for bar in found), default=0)
    rows = [_row(number, bar, _share(bar.value, longest)) for number, bar in enumerate(found)]
    return _chart(
        title,
        desc or _peak(found),
        rows=rows,
        role=_role(found),
        height=len(rows) * _ROW,
        unit=unit or _("Jumlah"),
    )


def funnel(title: Any, items: Iterable[Any], desc: Any = "", unit: Any = "") -> dict[str, Any]:
    """A way in stages: bars about the middle, each with its share of the first stage."""
    found = _bars(title, items)
    first = found[0].value if found else 0
    widest = max((bar.value for bar in found), default=0)
    rows = []
    for number, bar in enumerate(found):
        width = _share(bar.value, widest)
        share = round(100 * bar.value / first) if first else 0
        told = bar.few or f"{bar.value} · {share}%"
        rows.append(
            {
                **_row(number, bar, width),
                "x": _percent((100 - width) / 2),
                "told": told,
            }
        )
    return _chart(
        title,
        desc or _peak(found),
        rows=rows,
        role=_role(found),
        height=len(rows) * _ROW,
        unit=unit or _("Orang"),
    )


def stacked(title: Any, weeks: Iterable[Any], desc: Any = "") -> dict[str, Any]:
    """A column a week: held below, not held above it, still planned on top."""
    _require_title(title)
    found = parts(Week, weeks)
    highest = max((week.total for week in found), default=0)
    slot = 100 / len(found) if found else 100
    columns = []
    for number, week in enumerate(found):
        columns.append(
            {
                "week": week,
                "x": _percent(slot * number + slot * 0.15),
                "width": _percent(slot * 0.7),
                "hit_x": _percent(slot * number),
                "hit_width": _percent(slot),
                "middle": _percent(slot * (number + 0.5)),
                "layers": _layers(week, highest),
                "named": _is_named(number, len(found)),
            }
        )
    return _chart(
        title, desc or _sums(found), columns=columns, highest=highest, role=_role(found), height=_PLOT + 44
    )


def rate(title: Any, points: Iterable[Any], desc: Any = "", unit: Any = "") -> dict[str, Any]:
    """A line of percentages over weeks; a week without a number leaves a gap, never a zero."""
    _require_title(title)
    found = parts(Point, points)
    slot = (100 - _GUTTER) / len(found) if found else 100
    dots = [
        {
            "point": point,
            "x": _percent(_GUTTER + slot * (number + 0.5)),
            "y": _height(point.percent),
            "hit_x": _percent(_GUTTER + slot * number),
            "hit_width": _percent(slot),
            "shown": None if point.percent is None else round(point.percent),
            "named": _is_named(number, len(found)),
        }
        for number, point in enumerate(found)
    ]
    lines = [(one, two) for one, two in itertools.pairwise(dots) if one["y"] and two["y"]]
    guides = [(label, _height(label)) for label in (100, 50, 0)]
    return _chart(
        title,
        desc or _latest(found),
        dots=dots,
        lines=lines,
        guides=guides,
        role=_role(found),
        height=_PLOT + 44,
        unit=unit or _("Persen"),
    )


def _chart(title: Any, desc: Any, **drawing: Any) -> dict[str, Any]:
    return {"title": title, "desc": desc, **drawing}


def _role(items: Iterable[Any]) -> str:
    """An image has no parts to a screen reader; with links inside it is a group."""
    return "group" if any(item.url for item in items) else "img"


def _require_title(title: Any) -> None:
    if not title:
        raise TemplateSyntaxError("A chart needs a title.")


def _bars(title: Any, items: Iterable[Any]) -> list[Bar]:
    _require_title(title)
    found = parts(Bar, items)
    for bar in found:
        if bar.tone not in TONES:
            raise TemplateSyntaxError(f"{bar.tone!r} is no tone.")
    return found


def _row(number: int, bar: Bar, width: float) -> dict[str, Any]:
    top = number * _ROW
    return {
        "bar": bar,
        "short": _short(bar.label),
        "width": _percent(width),
        "top": top,
        "text_y": top + 18,
        "bar_y": top + 25,
        "hit_height": _ROW - 2,
    }


def _layers(week: Week, highest: int) -> list[dict[str, Any]]:
    """The column from the ground up, in whole pixels."""
    ground = _PLOT + 20
    layers = []
    for kind, value in (
        ("held", week.held),
        ("not-held", week.not_held),
        ("planned", week.planned),
    ):
        height = round(_PLOT * value / highest) if highest else 0
        if height:
            ground -= height
            layers.append({"kind": kind, "y": ground, "height": height})
    return layers


def _is_named(number: int, count: int) -> bool:
    """Labels under the columns never touch on a phone: every n-th, counted from the newest."""
    every = -(-count // _MOST_LABELS)
    return (count - 1 - number) % every == 0


def _height(percent: float | None) -> str:
    if percent is None:
        return ""
    kept = min(max(percent, 0), 100)
    return str(round(20 + _PLOT * (100 - kept) / 100))


def _share(value: int, whole: int) -> float:
    return 100 * value / whole if whole else 0


def _percent(value: float) -> str:
    return f"{value:.2f}%"


def _short(label: Any) -> str:
    text = str(label)
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1]}…"


def _peak(found: list[Bar]) -> str:
    if not found:
        return str(_("Belum ada data."))
    top = max(found, key=lambda bar: bar.value)
    return _("Terbanyak: %(label)s, %(value)s.") % {
        "label": top.label,
        "value": top.value,
    }


def _sums(found: list[Week]) -> str:
    if any(week.told for week in found):
        return str(_("Angka kecil tidak disebut."))
    return _("Terlaksana %(held)s, tidak terlaksana %(not_held)s, direncanakan %(planned)s sesi.") % {
        "held": sum(week.held for week in found),
        "not_held": sum(week.not_held for week in found),
        "planned": sum(week.planned for week in found),
    }


def _latest(found: list[Point]) -> str:
    known = [point for point in found if point.percent is not None]
    if not known:
        return str(_("Belum ada data."))
    last = known[-1]
    return _("Terakhir, %(label)s: %(value)s persen.") % {
        "label": last.label,
        "value": round(last.percent or 0),
    }
