"""Chains of ownership in plain Python, one supplier at a time: what the columns must come to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from tenderlaw.interop.bods import Edge

Days = tuple[frozenset[date | None], frozenset[date | None]]
"""The latest first and the earliest last day of the steps of a chain, and None where one is unknown."""
ALWAYS: Days = (frozenset([date(1600, 1, 1)]), frozenset([date.max]))
Link = tuple[str | None, str | None, str | None, date | None, date | None, bool]
"""Node, kind, link, first and last day, hidden."""
Chain = tuple[str | None, str | None, str | None, Days, bool]
"""A link whose days are not stated yet."""


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


def known(days: frozenset[date | None]) -> list[date]:
    return [day for day in days if day is not None]


def both(one: Days, edge: Edge) -> Days:
    first = one[0] | {edge.since} | (set() if edge.since_exact else {None})
    last = one[1] | {edge.until} | (set() if edge.until_exact else {None})
    return frozenset({max(known(first))} | (first & {None})), frozenset({min(known(last))} | (last & {None}))


def ever(days: Days) -> bool:
    return max(known(days[0])) <= min(known(days[1]))


def on(days: Days, day: date) -> tuple[date | None, date | None]:
    """The days of a link: unknown where one of its steps is, unless it has surely not begun or is surely over."""
    first, last = max(known(days[0])), min(known(days[1]))
    since = first if None not in days[0] or first > day else None
    return since, last if None not in days[1] or last < day else None


def links_of(root: str, edges: Iterable[Edge], bound: int, day: date) -> set[Link]:
    above: dict[str, list[Edge]] = {}
    for edge in edges:
        above.setdefault(edge.subject, []).append(edge)
    seen: set[tuple[str, bool, Days]] = set()
    frontier = {(root, True, ALWAYS)}
    for _ in range(bound):
        frontier = _up(root, frontier, above) - seen
        seen |= frontier
    beyond = _up(root, frontier, above) - seen
    chains = [one for state in seen for one in _links(root, state, above, own=False)]
    chains += _links(root, (root, True, ALWAYS), above, own=True)
    chains += [(None, None, None, days, True) for _, _, days in beyond]
    found: set[Link] = {(node, kind, link, *on(days, day), hidden) for node, kind, link, days, hidden in chains}
    return {link for link in found if not any(_contains(other, link) for other in found)}


def _up(
    root: str, states: Iterable[tuple[str, bool, Days]], above: dict[str, list[Edge]]
) -> set[tuple[str, bool, Days]]:
    out = set()
    for node, sure, days in states:
        for edge in above.get(node, ()):
            kind, span = power(edge), both(days, edge)
            company = edge.party_kind == "company" or (edge.party_kind is None and kind != "seat")
            if edge.party not in (None, root) and company and kind in ("control", "perhaps", "seat") and ever(span):
                out.add((str(edge.party), sure and kind == "control", span))
    return out


def _links(root: str, state: tuple[str, bool, Days], above: dict[str, list[Edge]], *, own: bool) -> list[Chain]:
    node, sure, days = state
    if node not in above:
        return [(None, None, None, days, True)]
    out: list[Chain] = []
    for edge in above[node]:
        kind, span = power(edge), both(days, edge)
        if kind == "nobody" or edge.party == root or not ever(span) or (kind == "none" and not own):
            continue
        link = {"seat": edge.interest if own else None, "control": "controller" if sure else None, "none": "other"}
        out.append((edge.party, edge.party_kind, link.get(kind), span, edge.hidden))
    return out


def _contains(other: Link, one: Link) -> bool:
    """Whether a link of the same party and kind lasts longer on both sides, both known."""
    if None in (*other[3:5], *one[3:5], one[0]) or (other[0], other[2]) != (one[0], one[2]):
        return False
    (since, until), (first, last) = other[3:5], one[3:5]
    return since <= first and until >= last and (since, until) != (first, last)  # type: ignore[operator]
