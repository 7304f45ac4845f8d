"""The graph: every entry of the register once, and who engages it.

Who engages whom is said by name. A name that several have is that of one undertaking where one checked number joins
them; otherwise it stays open which of them is meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tenderlaw.chains.model import BIDDER, Node
from tenderlaw.interop.register import RegisterEntry, called, keys_of_entry

__all__ = ["graph_of", "on_cycles"]


@dataclass(slots=True)
class _Known:
    """The entries in their own order, and by what they are found."""

    entries: Sequence[RegisterEntry]
    bidder: str | None
    named: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    numbered: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    checked: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        for at, entry in enumerate(self.entries):
            if entry.name is not None:
                self.named[called(entry.name)].append(at)
            number, _ = keys_of_entry(entry)
            self.checked.append(number)
            if number is not None:
                self.numbered[number].append(at)

    def buyers(self, at: int) -> tuple[tuple[int | None, ...], bool]:
        """Places of who engages an entry, None for the bidder, and whether it is known which of them."""
        entry = self.entries[at]
        if entry.engaged_by is None:
            return ((None,), True) if entry.tier == 1 else ((), True)
        name = called(entry.engaged_by)
        others = self.named.get(name, [])
        found: list[int | None] = [one for one in others if one != at] or list(others)
        if self.bidder is not None and called(self.bidder) == name:
            found.append(None)
        numbers = {BIDDER if one is None else self.checked[one] for one in found}
        return tuple(found), len(found) <= 1 or (len(numbers) == 1 and None not in numbers)


def graph_of(entries: Sequence[RegisterEntry], bidder: str | None, root: str = "operator.subcontractors") -> list[Node]:
    """The entries as nodes, in the order of what they say."""
    order = sorted(range(len(entries)), key=lambda at: entries[at].order)
    known = _Known([entries[at] for at in order], bidder)
    ids = [f"n{number}" for number in range(1, len(order) + 1)]
    found: list[Node] = []
    for at, entry in enumerate(known.entries):
        places, sure = known.buyers(at)
        number = known.checked[at]
        same = [ids[one] for one in known.numbered.get(number or "", ()) if one != at]
        buyers = tuple(BIDDER if one is None else ids[one] for one in places)
        place = f"{root}[{order[at]}]"
        found.append(
            Node(ids[at], place, entry, _whole(entry.tier), None, buyers, sure, tuple(same), identifier=number)
        )
    depths = _depths(found)
    return [replace(node, depth=depths.get(node.id)) for node in found]


def _whole(tier: Decimal | None) -> int | None:
    return int(tier) if tier is not None and tier == tier.to_integral_value() and tier >= 1 else None


def _depths(nodes: Sequence[Node]) -> Mapping[str, int]:
    """How many steps each is from the bidder, where every way there is known and takes as many."""
    sells: dict[str, list[Node]] = defaultdict(list)
    waits: dict[str, int] = {}
    for node in nodes:
        if node.buyers and node.sure:
            waits[node.id] = len(node.buyers)
            for buyer in node.buyers:
                sells[buyer].append(node)
    found, several, ready = {BIDDER: 0}, set[str](), [BIDDER]
    while ready:
        buyer = ready.pop()
        for node in sells.get(buyer, ()):
            depth = found[buyer] + 1
            if found.setdefault(node.id, depth) != depth:
                several.add(node.id)
            waits[node.id] -= 1
            if not waits[node.id] and node.id not in several:
                ready.append(node.id)
    return {name: depth for name, depth in found.items() if name != BIDDER and not waits[name] and name not in several}


def on_cycles(nodes: Sequence[Node]) -> list[tuple[str, ...]]:
    """The entries that engage one another in a circle, each circle once."""
    buyers = {node.id: {one for one in node.buyers if one != BIDDER} for node in nodes}
    left = _stripped(buyers)
    turned: dict[str, set[str]] = {one: set() for one in left}
    for one, held in left.items():
        for buyer in held:
            turned[buyer].add(one)
    left = {one: left[one] for one in _stripped(turned)}
    circles: list[tuple[str, ...]] = []
    while left:
        pending, circle = [next(iter(left))], set[str]()
        while pending:
            one = pending.pop()
            if one in left:
                circle.add(one)
                pending += [*left.pop(one), *turned[one]]
        circles.append(tuple(node.id for node in nodes if node.id in circle))
    return circles


def _stripped(held: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """What is left when whoever leads nowhere is taken away, again and again."""
    left = {one: set(to) for one, to in held.items()}
    back: dict[str, list[str]] = defaultdict(list)
    for one, to in left.items():
        for other in to:
            back[other].append(one)
    ends = [one for one, to in left.items() if not to]
    while ends:
        end = ends.pop()
        left.pop(end, None)
        for one in back.get(end, ()):
            if one in left:
                left[one].discard(end)
                if not left[one]:
                    ends.append(one)
    return left
