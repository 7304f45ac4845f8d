"""Chains of ownership in plain Python, one supplier at a time: what the columns must come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from tenderlaw.interop.bods import Edge

ALWAYS = (date(1600, 1, 1), date.max)
Days = tuple[date | None, date | None]
Link = tuple[str | None, str | None, str | None, date | None, date | None, bool]
"""Node, kind, link, first and last day, hidden."""


def power(edge: Edge) -> str:
    if edge.party is None and not edge.hidden:
        return "nobody"
    if edge.interest in ("governing-body-member", "representative", "decision-maker"):
        return "seat"
    share = edge.interest in ("shares", "votes")
    if edge.interest == "controller" or (share and edge.share_min is not None and edge.share_min > 50):
        return "control"
    if edge.interest is None or edge.beneficial or (share and (edge.share_max or Decimal(100)) >= 50):
        return "perhaps"
    return "none"


def both(one: Days, other: Days) -> Days:
    since = None if one[0] is None or other[0] is None else max(one[0], other[0])
    until = None if one[1] is None or other[1] is None else min(one[1], other[1])
    return since, until


def ever(days: Days) -> bool:
    return days[0] is None or days[1] is None or days[0] <= days[1]


def links_of(root: str, edges: Iterable[Edge], bound: int) -> set[Link]:
    above: dict[str, list[Edge]] = {}
    for edge in edges:
        above.setdefault(edge.subject, []).append(edge)
    seen: set[tuple[str, bool, Days]] = set()
    frontier = {(root, True, ALWAYS)}
    for _ in range(bound):
        frontier = _up(root, frontier, above) - seen
        seen |= frontier
    beyond = _up(root, frontier, above) - seen
    found = {link for state in seen for link in _links(root, state, above, own=False)}
    found |= set(_links(root, (root, True, ALWAYS), above, own=True))
    found |= {(None, None, None, *days, True) for _, _, days in beyond}
    return {link for link in found if not any(_contains(other, link) for other in found)}


def _up(
    root: str, states: Iterable[tuple[str, bool, Days]], above: dict[str, list[Edge]]
) -> set[tuple[str, bool, Days]]:
    out = set()
    for node, sure, days in states:
        for edge in above.get(node, ()):
            kind, span = power(edge), both(days, (edge.since, edge.until))
            company = edge.party_kind == "company" or (edge.party_kind is None and kind != "seat")
            if edge.party not in (None, root) and company and kind in ("control", "perhaps", "seat") and ever(span):
                out.add((str(edge.party), sure and kind == "control", span))
    return out


def _links(root: str, state: tuple[str, bool, Days], above: dict[str, list[Edge]], *, own: bool) -> Sequence[Link]:
    node, sure, days = state
    if node not in above:
        return [(None, None, None, *days, True)]
    out: list[Link] = []
    for edge in above[node]:
        kind, span = power(edge), both(days, (edge.since, edge.until))
        if kind == "nobody" or edge.party == root or not ever(span) or (kind == "none" and not own):
            continue
        link = {"seat": edge.interest if own else None, "control": "controller" if sure else None, "none": "other"}
        out.append((edge.party, edge.party_kind, link.get(kind), *span, edge.hidden))
    return out


def _contains(other: Link, one: Link) -> bool:
    """Whether a link of the same party and kind lasts longer on both sides, both known."""
    if None in (*other[3:5], *one[3:5], one[0]) or (other[0], other[2]) != (one[0], one[2]):
        return False
    (since, until), (first, last) = other[3:5], one[3:5]
    return since <= first and until >= last and (since, until) != (first, last)  # type: ignore[operator]
