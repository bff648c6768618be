"""Charts as SVG: drawn here, without script, in the colors of static/figures.css. Each stands
beside its table.

Widths are parts of the page and heights are fixed, so that the words keep their size on a
telephone. A screen reader hears the title and one sentence; the table has the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

_ROW, _BAR, _WORDS = 42, 14, 14
_TOP, _BASE, _HEIGHT = 18, 158, 182
_FILLED = 0.84  # of a column's place; the rest keeps the columns apart


@dataclass(frozen=True)
class Bar:
    """One bar: what it is called, how long it is, and its number in words. `color` is one of the
    four of the page; `href` leads to the conversations that it counts."""

    words: str
    value: float
    told: str
    color: int = 0
    href: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart with its title, which the page repeats where it says more than the sheet's own; and
    below it the legend."""

    title: str
    svg: Markup
    legend: Sequence[str] = ()


def bars(name: str, title: str, told: str, rows: Sequence[Bar]) -> Chart:
    """Bars below each other, each under its words; the longest is as wide as the page. `name` is
    used once on a page."""
    most = max((bar.value for bar in rows), default=0) or 1
    parts = [
        part
        for at, bar in enumerate(rows)
        for part in _linked_bar(at * _ROW, bar, 100 * bar.value / most)
    ]
    role = "group" if any(bar.href for bar in rows) else "img"
    return Chart(title, _drawn(name, title, told, len(rows) * _ROW, parts, role))


def _linked_bar(top: int, bar: Bar, width: float) -> Iterator[Markup]:
    """A whole bar is one link, named by its words and number."""
    if not bar.href:
        yield from _bar(top, bar, width)
        return
    inside = Markup("").join(_bar(top, bar, width))
    yield _led(bar.href, f"{bar.words}: {bar.told}", inside)


def _led(href: str, said: str, inside: Markup) -> Markup:
    link = Markup('<a href="{}" aria-label="{}" class="chart-link">{}</a>')
    return link.format(href, said, inside)


def _bar(top: int, bar: Bar, width: float) -> Iterator[Markup]:
    yield _text("0", top + _WORDS, bar.words, "start")
    yield _text("100%", top + _WORDS, bar.told, "end")
    yield Markup('<rect x="0" y="{}" width="100%" height="{}" rx="2" class="chart-rest"/>').format(
        top + _WORDS + 6, _BAR
    )
    if width:
        yield _rect(0, top + _WORDS + 6, width, _BAR, bar.color, f"{bar.words}: {bar.told}")


def columns(
    name: str,
    title: str,
    told: str,
    labels: Sequence[str],
    series: Mapping[str, Sequence[int]],
    hrefs: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Chart:
    """A column for each label, the series on top of each other in their order; each part leads to
    its address among `hrefs`. The first and the last label are written."""
    sums = [sum(values) for values in zip(*series.values(), strict=True)]
    top = round_up(max(sums, default=0))
    parts = [*_lines(top), *_stacks(labels, series, top, hrefs), *_scale(top)]
    ends = (
        ((labels[0], "0", "start"), (labels[-1], "100%", "end"))
        if len(labels) > 1
        else ((labels[0], "50%", "middle"),)
    )
    parts += [_text(x, _HEIGHT - 6, label, anchor) for label, x, anchor in ends]
    role = "group" if hrefs else "img"
    return Chart(title, _drawn(name, title, told, _HEIGHT, parts, role), list(series))


def _stacks(
    labels: Sequence[str],
    series: Mapping[str, Sequence[int]],
    top: int,
    hrefs: Mapping[str, Sequence[str]],
) -> Iterator[Markup]:
    place = 100 / len(labels)
    for at, label in enumerate(labels):
        base = float(_BASE)
        for color, (words, values) in enumerate(series.items()):
            height = (_BASE - _TOP) * values[at] / top
            base -= height
            if values[at]:
                x = place * (at + (1 - _FILLED) / 2)
                said = f"{label}, {words}: {values[at]}"
                part = _rect(x, base, place * _FILLED, height, color, said)
                yield _led(hrefs[words][at], said, part) if words in hrefs else part


def _marks(top: int) -> list[tuple[int, float]]:
    """The top, and the middle if that is a whole number; each with its height."""
    return [
        (value, _BASE - (_BASE - _TOP) * value / top)
        for value in ((top, top // 2) if top % 2 == 0 else (top,))
    ]


def _scale(top: int) -> Iterator[Markup]:
    """Written over the columns, or the first of them would cover it on a telephone."""
    return (_text("0", y - 4, str(value), "start") for value, y in _marks(top))


def _lines(top: int) -> Iterator[Markup]:
    for _, y in _marks(top):
        yield Markup(
            '<line x1="0" x2="100%" y1="{0:.1f}" y2="{0:.1f}" class="chart-line"/>'
        ).format(y)
    yield Markup('<line x1="0" x2="100%" y1="{0}" y2="{0}" class="chart-base"/>').format(_BASE)


def round_up(value: int) -> int:
    """The next number that people like at the end of a scale: one digit, and then only zeros."""
    step = 10 ** max(len(str(value - 1)) - 1, 0) if value else 1
    return max(step, -(-value // step) * step)


def _rect(x: float, y: float, width: float, height: float, color: int, told: str) -> Markup:
    shape = (
        '<rect x="{:.3f}%" y="{:.1f}" width="{:.3f}%" height="{:.1f}"'
        ' class="chart-{}"><title>{}</title></rect>'
    )
    return Markup(shape).format(x, y, width, height, color, told)


def _text(x: str, y: float, words: str, anchor: str) -> Markup:
    return Markup('<text x="{}" y="{:.1f}" text-anchor="{}" class="chart-words">{}</text>').format(
        x, y, anchor, words
    )


def _drawn(
    name: str, title: str, told: str, height: int, parts: Sequence[Markup], role: str = "img"
) -> Markup:
    head = (
        '<svg class="chart" role="{2}" aria-labelledby="{0}-title {0}-told" width="100%"'
        ' height="{1}">'
    )
    words = '<title id="{0}-title">{1}</title><desc id="{0}-told">{2}</desc>'
    return Markup("{}{}{}</svg>").format(
        Markup(head).format(name, height, role),
        Markup(words).format(name, title, told),
        Markup("").join(parts),
    )
