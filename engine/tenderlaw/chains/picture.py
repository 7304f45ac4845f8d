"""The supply chain as a picture: SVG, a column a tier, legible without colour, the same bytes from the same chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from tenderlaw.chains.model import BIDDER, Node, SupplyChain
from tenderlaw.sources.printing import on_one_line

__all__ = ["chain_svg"]

_WIDE, _HIGH, _GAP, _BETWEEN, _MARGIN, _HEAD = 210, 74, 14, 70, 16, 40
"""Width and height of a box, space below and between columns, margin and head, in pixels."""
_LETTERS: Final = 31
"""So many stand on a line of a box; the whole is in its title."""
_FILL: Final = {"high": "#7c1d1d", "medium": "#f3dfc0", "low": "#dcebd9"}
_INK: Final = {"high": "#ffffff"}
_ORDER: Final = ("low", "medium", "high")
_SVG: Final = "http://www.w3.org/2000/svg"


@dataclass(frozen=True, slots=True)
class _Box:
    """Where an undertaking stands, and what is written in it."""

    left: int
    top: int
    lines: tuple[str, ...]
    title: str
    tier: str | None


def chain_svg(chain: SupplyChain) -> bytes:
    """The picture as UTF-8."""
    columns = _columns(chain)
    boxes = _boxes(chain, columns)
    tallest = max((len(held) for _, held in columns), default=0)
    width = 2 * _MARGIN + _WIDE * (len(columns) + 1) + _BETWEEN * len(columns)
    height = 2 * _MARGIN + _HEAD + max(tallest, 1) * (_HIGH + _GAP) + 20
    root = etree.Element("svg", xmlns=_SVG)
    box = {"width": width, "height": height, "viewBox": f"0 0 {width} {height}"}
    named = {"role": "img", "aria-labelledby": "chain-title chain-desc", "font-family": "sans-serif"}
    for name, value in {**box, **named}.items():
        root.set(name, str(value))
    _add(root, "title", text=f"Supply chain of {chain.bidder or 'the bidder'}", id="chain-title")
    _add(root, "desc", text=_described(chain), id="chain-desc")
    _add(root, "rect", x=0, y=0, width=width, height=height, fill="#ffffff")
    for number, (name, _) in enumerate((("Bidder", ()), *columns)):
        middle = _MARGIN + (_WIDE + _BETWEEN) * number + _WIDE // 2
        bold: dict[str, str | int] = {"text-anchor": "middle", "font-size": 12, "font-weight": "bold"}
        _add(root, "text", text=name, x=middle, y=_MARGIN + 16, **bold)
    for node in chain.nodes:
        for buyer in node.buyers:
            _edge(root, boxes[buyer], boxes[node.id], sure=node.sure)
    for one in (boxes[BIDDER], *(boxes[node.id] for _, held in columns for node in held)):
        _draw(root, one)
    said = "Lines lead from who engages to who is engaged; dashed: which of several is not known"
    _add(root, "text", text=said, x=_MARGIN, y=height - _MARGIN, **{"font-size": 11})
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _columns(chain: SupplyChain) -> list[tuple[str, list[Node]]]:
    """Each tier with its entries, and those of which no tier is known; a tier where nobody is known is a column too."""
    held: dict[int | None, list[Node]] = defaultdict(list)
    for node in chain.nodes:
        held[node.at].append(node)
    known = sorted(tier for tier in held if tier is not None)
    columns: list[tuple[str, list[Node]]] = []
    rank = {BIDDER: 0}
    for before, tier in zip([0, *known], known, strict=False):
        if tier > before + 1:
            reach = f"Tier {before + 1}" if tier == before + 2 else f"Tiers {before + 1} to {tier - 1}"
            columns.append((f"{reach}: nobody known", []))
        columns.append((f"Tier {tier}", _ordered(held[tier], rank)))
    if None in held:
        columns.append(("Tier not known", _ordered(held[None], rank)))
    return columns


def _ordered(nodes: Sequence[Node], rank: dict[str, int]) -> list[Node]:
    """Entries in the order of who engages them, so that few lines cross."""
    last = len(rank)
    found = sorted(nodes, key=lambda node: min((rank.get(one, last) for one in node.buyers), default=last))
    for place, node in enumerate(found):
        rank[node.id] = place
    return found


def _boxes(chain: SupplyChain, columns: Sequence[tuple[str, Sequence[Node]]]) -> Mapping[str, _Box]:
    listed: dict[str, list[str]] = defaultdict(list)
    for hit in chain.hits:
        if hit.entry is not None:
            sure = "listed" if hit.matched_by == "identifier" else "compare"
            listed[hit.node].append(f"{sure}: {hit.list}")
    risks = _highest(chain)
    top = _MARGIN + _HEAD
    name = chain.bidder or "the bidder (no name)"
    boxes = {BIDDER: _Box(_MARGIN, top, (name, "", *listed[BIDDER][:1]), "; ".join((name, *listed[BIDDER])), None)}
    for column, (_, nodes) in enumerate(columns, 1):
        for row, node in enumerate(nodes):
            left = _MARGIN + (_WIDE + _BETWEEN) * column
            boxes[node.id] = _box(node, (left, top + (_HIGH + _GAP) * row), risks.get(node.id), listed[node.id])
    return boxes


def _highest(chain: SupplyChain) -> Mapping[str, str]:
    """The tier of each entry; of those that several policies give, the highest."""
    found: dict[str, str] = {}
    for risk in chain.risks:
        found[risk.node] = max(risk.tier, found.get(risk.node, "low"), key=_ORDER.index)
    return found


def _box(node: Node, place: tuple[int, int], tier: str | None, listed: Sequence[str]) -> _Box:
    entry = node.entry
    where = ", ".join(one for one in (entry.country or "country?", entry.site) if one)
    what = ", ".join(entry.goods or ()) or entry.supplied or ""
    marks = "; ".join([*([f"risk: {tier}"] if tier else []), *listed, *([] if node.buyers else ["engaged by?"])])
    return _Box(
        *place, (node.label, where, what, marks), "; ".join(filter(None, (node.label, where, what, marks))), tier
    )


def _described(chain: SupplyChain) -> str:
    """What the picture shows, for those who do not see it."""
    by_id = {node.id: node for node in chain.nodes}
    tier = _highest(chain)
    parts = [f"{len(chain.nodes)} entries, to tier {chain.reach}, {len(chain.gaps)} gaps, {len(chain.hits)} of lists."]
    for node in chain.nodes:
        at = f"tier {node.at}" if node.at is not None else "tier not known"
        who = " or ".join("the bidder" if one == BIDDER else by_id[one].label for one in node.buyers) or "nobody known"
        risk = f", risk {tier[node.id]}" if node.id in tier else ""
        parts.append(f"{node.label}: {at}, engaged by {who}, {node.entry.country or 'no country'}{risk}.")
    return " ".join(parts)


def _edge(root: etree._Element, buyer: _Box, seller: _Box, *, sure: bool) -> None:
    """A line from who engages to who is engaged, out of the right side and into the left one."""
    x, y = buyer.left + _WIDE, buyer.top + _HIGH // 2
    to, at = seller.left, seller.top + _HIGH // 2
    bend = _BETWEEN // 2
    if buyer.left == seller.left:  # of one tier, or of none that is known
        x, to, bend = buyer.left, seller.left, -bend
        curve = f"M {x} {y} C {x + bend} {y} {to + bend} {at} {to} {at}"
    else:
        curve = f"M {x} {y} C {x + bend} {y} {to - bend} {at} {to} {at}"
    line = _add(root, "path", d=curve, fill="none", stroke="#5b7388")
    if not sure:
        line.set("stroke-dasharray", "5 4")


def _draw(root: etree._Element, box: _Box) -> None:
    group = _add(root, "g")
    _add(group, "title", text=box.title)
    fill, ink = _FILL.get(box.tier or "", "#ffffff"), _INK.get(box.tier or "", "#12293d")
    frame = {"fill": fill, "stroke": "#5b7388"}
    _add(group, "rect", x=box.left, y=box.top, width=_WIDE, height=_HIGH, rx=4, **frame)
    for number, line in enumerate(box.lines):
        style: dict[str, str | int] = {"font-size": 11, "fill": ink}
        if number == 0:
            style["font-weight"] = "bold"
        _add(group, "text", text=_short(line), x=box.left + 8, y=box.top + 17 + 16 * number, **style)


def _short(line: str) -> str:
    return line if len(line) <= _LETTERS else f"{line[: _LETTERS - 1]}…"


def _add(parent: etree._Element, tag: str, text: str | None = None, **values: str | int) -> etree._Element:
    found = etree.SubElement(parent, tag)
    for name, value in values.items():
        found.set(name, str(value))
    found.text = None if text is None else _legible(text)
    return found


def _legible(text: str) -> str:
    """Without what XML cannot hold."""
    return on_one_line(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
