"""The results as a picture: each page's 95th percentile in both worlds, beside what is aimed at."""

from html import escape
from typing import Any

from upkeep.bench.pages import AIMS

_ROW, _LEFT, _WIDTH, _TOP = 22, 250, 560, 64
# Beyond this many milliseconds a bar is cut off, and its number says the rest.
_END = 300
_STYLE = """
text { font: 12px system-ui, sans-serif; fill: #1f2933 }
.title { font-size: 15px; font-weight: 600 } .small { fill: #52606d }
.grid { stroke: #d5dce3 } .aim { stroke: #b42318; stroke-width: 2 }
.large { fill: #1f6f78 } .little { fill: #a8c5c8 } .missed { font-weight: 600; fill: #b42318 }
@media (prefers-color-scheme: dark) {
  text { fill: #e4e9ee } .small { fill: #a9b4bf } .grid { stroke: #3b4650 } .missed { fill: #ff9c8f }
  .aim { stroke: #ff9c8f } .large { fill: #58b4bd } .little { fill: #2f565b }
}
"""


def drawn(results: dict[str, Any]) -> str:
    pages = results["pages"]
    people = f"{results['server']['people']:,}".replace(",", ".")
    height = _TOP + _ROW * len(pages) + 20
    width = _LEFT + _WIDTH + 90
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>p95 of each page at {people} people and at 223</title><style>{_STYLE}</style>",
        f'<text class="title" x="8" y="22">p95, ms: {people} people (dark), 223 people (light)</text>',
        '<text class="small" x="8" y="42">the line is the aim of each page; one client</text>',
        *_grid(height),
        *(part for place, page in enumerate(pages) for part in _bar(page, _TOP + _ROW * place)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _x(milliseconds: float) -> float:
    return round(_LEFT + _WIDTH * min(milliseconds, _END) / _END, 1)


def _grid(height: int) -> list[str]:
    return [
        f'<line class="grid" x1="{_x(at)}" x2="{_x(at)}" y1="{_TOP - 6}" y2="{height - 16}"/>'
        f'<text class="small" x="{_x(at)}" y="{_TOP - 10}" text-anchor="middle">{at}</text>'
        for at in range(0, _END + 1, 50)
    ]


def _bar(page: dict[str, Any], y: int) -> list[str]:
    large, small, aim = page["large"]["p95"], page["small"]["p95"], AIMS[page["kind"]]
    who = page["key"].partition(".")[2] or page["who"].partition(".")[0]
    name = escape(f"{page['title']} ({who})")
    missed = ' class="missed"' if large > aim else ""
    return [
        f'<text x="{_LEFT - 8}" y="{y + 14}" text-anchor="end">{name}</text>',
        f'<rect class="large" x="{_LEFT}" y="{y + 2}" width="{_x(large) - _LEFT:.1f}" height="9" rx="2"/>',
        f'<rect class="little" x="{_LEFT}" y="{y + 12}" width="{_x(small) - _LEFT:.1f}" height="5" rx="2"/>',
        f'<line class="aim" x1="{_x(aim)}" x2="{_x(aim)}" y1="{y + 1}" y2="{y + 18}"/>',
        f'<text{missed} x="{_x(large) + 6}" y="{y + 12}">{large:.0f}</text>',
    ]
