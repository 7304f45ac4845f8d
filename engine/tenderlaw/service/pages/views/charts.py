"""A dated amount over time as a picture: SVG made on the server, legible without colour, with a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from lxml import etree
from markupsafe import Markup

from tenderlaw.facts import written

__all__ = ["Step", "steps_svg"]

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 640, 240, 92, 20, 26, 46
_INK: Final = "#1b1b1f"
_QUIET: Final = "#4a4a52"
_LINE: Final = "#1f4e8c"
_GRID: Final = "#c4c7d0"
_SVG: Final = "http://www.w3.org/2000/svg"
_FEW: Final = 8
"""So many amounts stand beside their steps; of more, every other one."""


@dataclass(frozen=True, slots=True)
class Step:
    """An amount and the days for which it counts; without an amount, it is not settled."""

    from_: date
    to: date | None
    amount: Decimal | None


def steps_svg(steps: Sequence[Step], title: str, described: str, language: str) -> Markup:
    """The steps as a picture; `described` says in words what it shows. The same steps, the same bytes."""
    amounts = [one.amount for one in steps if one.amount is not None]
    first, last = steps[0].from_, _end(steps)
    lowest, highest = min(amounts, default=Decimal(0)), max(amounts, default=Decimal(1))
    room = (highest - lowest) or max(highest, Decimal(1))
    scale = _Scale(first, last, lowest - room / 4, highest + room / 4)
    root = etree.Element("svg", xmlns=_SVG)
    box = {
        "viewBox": f"0 0 {_WIDTH} {_HEIGHT}", "role": "img", "class": "tl-chart", "width": _WIDTH, "height": _HEIGHT,
        "aria-label": f"{title}. {described}",
    }  # fmt: skip
    for name, value in box.items():
        root.set(name, str(value))
    _axes(root, scale, amounts, language)
    for number, step in enumerate(steps):
        _step(root, scale, step, steps[number - 1] if number else None)
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704 - elements of our own, texts escaped by lxml


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date
    lowest: Decimal
    highest: Decimal

    def x(self, day: date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(self, amount: Decimal) -> float:
        share = float((amount - self.lowest) / (self.highest - self.lowest))
        return round(_HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM), 1)


def _end(steps: Sequence[Step]) -> date:
    """The last day that is shown: that of the last step, or some time after it began."""
    last = steps[-1]
    if last.to is not None:
        return last.to
    return date(last.from_.year + 2, last.from_.month, min(last.from_.day, 28))


def _axes(root: etree._Element, scale: _Scale, amounts: Sequence[Decimal], language: str) -> None:
    """A line and a label for each amount that there was, and for each year."""
    told: list[float] = []
    for amount in sorted(set(amounts)):
        at = scale.y(amount)
        _add(root, "line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=at, y2=at, stroke=_GRID, stroke_width=1)
        if all(abs(at - other) >= 15 for other in told):
            told.append(at)
            _text(root, written.number(amount, language), _LEFT - 8, at + 4, "end")
    bottom = _HEIGHT - _BOTTOM
    _add(root, "line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=bottom, y2=bottom, stroke=_QUIET, stroke_width=1)
    years = range(scale.first.year + (scale.first > date(scale.first.year, 1, 1)), scale.last.year + 1)
    every = max(1, -(-len(years) // _FEW))
    for year in list(years)[::every]:
        at = scale.x(date(year, 1, 1))
        _add(root, "line", x1=at, x2=at, y1=bottom, y2=bottom + 5, stroke=_QUIET, stroke_width=1)
        _text(root, str(year), at, bottom + 20, "middle")


def _step(root: etree._Element, scale: _Scale, step: Step, before: Step | None) -> None:
    left, right = scale.x(step.from_), scale.x(step.to if step.to is not None else scale.last)
    if step.amount is None:
        middle, bottom = (left + right) / 2, _HEIGHT - _BOTTOM
        _add(
            root,
            "line",
            x1=left,
            x2=right,
            y1=bottom - 8,
            y2=bottom - 8,
            stroke=_QUIET,
            stroke_width=2,
            stroke_dasharray="3 4",
        )
        _text(root, "?", round(middle, 1), bottom - 14, "middle")
        return
    at = scale.y(step.amount)
    if before is not None and before.amount is not None and before.amount != step.amount:
        _add(
            root,
            "line",
            x1=left,
            x2=left,
            y1=scale.y(before.amount),
            y2=at,
            stroke=_LINE,
            stroke_width=1,
            stroke_dasharray="2 3",
        )
    _add(root, "line", x1=left, x2=right, y1=at, y2=at, stroke=_LINE, stroke_width=4)
    if step.to is None:
        tip = f"M{right - 7},{at - 7} L{right + 2},{at} L{right - 7},{at + 7}"
        _add(root, "path", d=tip, fill="none", stroke=_LINE, stroke_width=2)


def _text(root: etree._Element, text: str, x: float, y: float, anchor: str) -> None:
    _add(root, "text", x=x, y=y, fill=_INK, font_size=12, text_anchor=anchor).text = text


def _add(parent: etree._Element, tag: str, **values: str | float) -> etree._Element:
    """An element within another; `stroke_width` is its `stroke-width`."""
    found = etree.SubElement(parent, tag)
    for name, value in values.items():
        found.set(name.replace("_", "-"), str(value))
    return found
