"""What a register leaves open, and in what it contradicts itself or the case: none of it is passed over in silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from tenderlaw.chains.graph import on_cycles
from tenderlaw.chains.model import BIDDER, Gap, GapKind, Node
from tenderlaw.decisions.sentences.sentence import Sentence
from tenderlaw.interop.names import name_keys
from tenderlaw.interop.register import COMPLETE, REGISTER, called, identifier_of, keys_of_entry
from tenderlaw.sources.faults import quoted
from tenderlaw.sources.worked_out import worked_out

__all__ = ["Around", "gaps_of"]

_ORDER: Final = {kind: number for number, kind in enumerate(get_args(GapKind))}
_TIERS: Final = {"one": 1, "two": 2, "three-or-more": 3}
_LOOKS: Final = ("name", "country", "address")
"""In what two entries of one number may differ; another site, tier or buyer is no contradiction."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the case says beside the register."""

    given: bool
    complete: str | None
    bidder: str | None
    stated_tiers: str | None
    stated_known: str | None
    subcontractors: tuple[tuple[str, str | None, frozenset[str]], ...] = ()
    """Entities that tender as subcontractors: place, name, checked identifiers."""
    bidder_numbers: frozenset[str] = frozenset()
    """Checked identifiers of the bidder."""
    other_registers: tuple[str, ...] = ()
    """Places of entities that have a register of their own."""


@dataclass(frozen=True)
class _Names:
    """What the undertakings of the register, and the bidder, are called."""

    held: tuple[str | None, ...]

    def like(self, name: str) -> tuple[str, ...]:
        """Who has nearly the same name: a hint, and nothing rests on it."""
        found = {one for key in name_keys(name) for one in self._by_key.get(key, ())}
        return tuple(map(quoted, sorted(found)[:3]))

    @worked_out
    def _by_key(self) -> Mapping[str, set[str]]:
        """By what each is found; most registers never ask."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in filter(None, self.held):
            for key in name_keys(one):
                found[key].add(one)
        return found


def gaps_of(nodes: Sequence[Node], around: Around) -> tuple[Gap, ...]:
    """Every gap, in an order that does not depend on that of the register."""
    by_id, names = {node.id: node for node in nodes}, _Names((*(node.entry.name for node in nodes), around.bidder))
    found = [*_of_register(nodes, around), *_of_entities(nodes, around), *_of_tiers(nodes)]
    for node in nodes:
        found += [*_silent(node), *_of_buyers(node, by_id, names, around), *_of_tier(node, by_id)]
    found += [*_of_numbers(nodes), *_of_names(nodes, around), *_of_cycles(nodes, by_id)]
    at = {node.id: number for number, node in enumerate(nodes)}
    return tuple(sorted(found, key=lambda gap: (_ORDER[gap.kind], [at[one] for one in gap.about], gap.message)))


def _of_register(nodes: Sequence[Node], around: Around) -> Iterator[Gap]:
    if not around.given:
        yield Gap("register-unknown", (), Sentence("chain_register_unknown"), f"operator.{REGISTER}")
    if around.complete != "yes" and (nodes or not around.given or around.complete is not None):
        said = {"no": "no", "unknown-to-the-bidder": "unknown"}.get(around.complete or "", "silent")
        yield Gap("register-incomplete", (), Sentence(f"chain_incomplete_{said}"), f"operator.{COMPLETE}")
    if not nodes and around.given and around.complete is None:
        yield Gap("register-incomplete", (), Sentence("chain_empty"), f"operator.{COMPLETE}")
    reach, stated = 1 + max((node.at or 1 for node in nodes), default=0), around.stated_tiers
    path = "procurement.supply_chain.tiers"
    message = Sentence("chain_tiers", stated=quoted(stated), reach=str(reach))
    if stated in _TIERS and reach > _TIERS[stated] and stated != "three-or-more":
        yield Gap("facts-contradict", (), message, path)
    elif stated in _TIERS and reach < _TIERS[stated] and around.given:
        kind: GapKind = "facts-contradict" if around.complete == "yes" else "tier-missing"
        yield Gap(kind, (), message, path if around.complete == "yes" else f"operator.{REGISTER}")
    if around.stated_known == "fully" and around.complete in ("no", "unknown-to-the-bidder"):
        yield Gap("facts-contradict", (), Sentence("chain_known_fully"), "procurement.supply_chain.known")


def _of_entities(nodes: Sequence[Node], around: Around) -> Iterator[Gap]:
    """Subcontractors that the bidder brings along, and the register does not hold."""
    for place in around.other_registers:
        yield Gap("register-of-entity", (), Sentence("chain_entity_register", place=place), f"{place}.{REGISTER}")
    if not around.given:
        return
    numbers = {node.identifier for node in nodes}
    names = {called(node.entry.name) for node in nodes if node.entry.name is not None}
    for place, name, identifiers in around.subcontractors:
        if identifiers & numbers:
            continue
        if name is not None and called(name) in names:
            message = Sentence("chain_entity_name", name=quoted(name), place=place)
            yield Gap("entity-not-in-register", (), message, f"{place}.identifiers")
        else:
            message = Sentence("chain_entity_missing", name=quoted(name or place), place=place)
            yield Gap("entity-not-in-register", (), message, f"operator.{REGISTER}")


def _silent(node: Node) -> Iterator[Gap]:
    """What an entry does not say of itself."""
    entry, one = node.entry, (node.id,)
    asked: tuple[tuple[GapKind, str, object], ...] = (
        ("no-name", "name", entry.name),
        ("no-address", "address", entry.address),
        ("no-country", "country", entry.country),
        ("no-register-number", "register_number", identifier_of(entry)),
        ("no-goods", "goods", entry.goods),
    )
    for kind, name, value in asked:
        if value is None or (isinstance(value, str) and not value.strip()):
            message = Sentence(f"chain_{kind.replace('-', '_')}", who=_said(node))
            yield Gap(kind, one, message, f"{node.place}.{name}")
    if node.identifier is None and identifier_of(entry) is not None:
        code = "number_of_nobody" if entry.country is None else "number_unchecked"
        message = Sentence(f"chain_{code}", who=_said(node), number=quoted(entry.register_number))
        path = f"{node.place}.{'country' if entry.country is None else 'register_number'}"
        yield Gap("number-unchecked", one, message, path)


def _of_buyers(node: Node, by_id: Mapping[str, Node], names: _Names, around: Around) -> Iterator[Gap]:
    name, path = node.entry.engaged_by, f"{node.place}.engaged_by"
    if name is None:
        if not node.buyers:
            yield Gap("engaged-by-unknown", (node.id,), Sentence("chain_engaged_unknown", who=_said(node)), path)
        return
    if not node.buyers:
        message = Sentence("chain_engaged_nobody", name=quoted(name), who=_said(node))
        alike = names.like(name)
        if alike:
            message = Sentence("chain_engaged_nearly", before=message, alike=alike)
        if around.bidder is None:
            message = Sentence("chain_bidder_nameless", before=message)
        yield Gap("engaged-by-nobody", (node.id,), message, path)
    elif not node.sure:
        bidder = Sentence("chain_the_bidder")
        others = tuple(bidder if one == BIDDER else _said(by_id[one], whole=True) for one in node.buyers)
        message = Sentence("chain_engaged_several", name=quoted(name), who=_said(node), others=others)
        yield Gap("engaged-by-several", (node.id,), message, path)


def _of_tier(node: Node, by_id: Mapping[str, Node]) -> Iterator[Gap]:
    """Whether the tier is said, can be, and agrees with who engages it."""
    path, given = f"{node.place}.tier", node.entry.tier
    if given is None:
        message = Sentence("chain_no_tier", who=_said(node))
        if node.depth is not None:
            message = Sentence("chain_no_tier_follows", who=_said(node), tier=str(node.depth))
        yield Gap("no-tier", (node.id,), message, path)
        return
    if node.tier is None:
        message = Sentence("chain_tier_impossible", who=_said(node), tier=f"{given:f}")
        yield Gap("tier-impossible", (node.id,), message, path)
        return
    if not node.sure or not node.buyers or node.entry.engaged_by is None:
        return
    for buyer in node.buyers:
        at = 0 if buyer == BIDDER else by_id[buyer].at
        if at is not None and node.tier != at + 1:
            who = Sentence("chain_the_bidder")
            if buyer != BIDDER:
                who = Sentence("chain_buyer_at", who=_said(by_id[buyer]), tier=str(at))
            message = Sentence(
                "chain_tier_contradicts", who=_said(node), tier=str(node.tier), buyer=who, other=str(at + 1)
            )
            yield Gap("tier-contradicts", (node.id,), message, path)
            return


def _of_tiers(nodes: Sequence[Node]) -> Iterator[Gap]:
    """Tiers at which nobody is known, above tiers at which somebody is."""
    known = {node.at for node in nodes if node.at is not None}
    above = next((tier for tier in range(1, max(known, default=0)) if tier not in known), None)
    if above is not None:
        below = min(tier for tier in known if tier > above)
        code = "chain_tier_missing" if below == above + 1 else "chain_tiers_missing"
        message = Sentence(code, first=str(above), last=str(below - 1), below=str(below))
        yield Gap("tier-missing", (), message, f"operator.{REGISTER}")


def _of_numbers(nodes: Sequence[Node]) -> Iterator[Gap]:
    """Entries of one number that are not alike, and entries that stand twice."""
    held: dict[str, list[Node]] = defaultdict(list)
    whole: dict[tuple[str, ...], list[Node]] = defaultdict(list)
    for node in nodes:
        checked, loose = keys_of_entry(node.entry)
        if key := checked or loose:
            held[key].append(node)
        whole[node.entry.order].append(node)
    for group in held.values():
        differ = [name for name in _LOOKS if _differs(group, name)]
        if differ:
            code = "chain_number_differs" if group[0].identifier else "chain_number_differs_unchecked"
            fields = tuple(Sentence(f"chain_field_{name}") for name in differ)
            message = Sentence(code, who=tuple(_said(one, whole=True) for one in group), fields=fields)
            path = f"{group[1].place}.{differ[0]}"
            yield Gap("same-number-differs", tuple(one.id for one in group), message, path)
    for group in whole.values():
        if len(group) > 1:
            message = Sentence("chain_twice", who=_said(group[0]), times=str(len(group)))
            yield Gap("stands-twice", tuple(one.id for one in group), message, group[1].place)


def _of_names(nodes: Sequence[Node], around: Around) -> Iterator[Gap]:
    """Entries with the number of the bidder, and entries of one name and country whose numbers are not the same."""
    held: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in nodes:
        if node.identifier in around.bidder_numbers:
            message = Sentence("chain_is_bidder", who=_said(node))
            yield Gap("is-the-bidder", (node.id,), message, f"{node.place}.register_number")
        if node.identifier is not None and node.entry.name is not None and node.entry.country is not None:
            held[called(node.entry.name), node.entry.country].append(node)
    for group in held.values():
        if len({node.identifier for node in group}) > 1:
            numbers = tuple(dict.fromkeys(quoted(node.entry.register_number) for node in group))
            message = Sentence("chain_other_number", who=_said(group[0]), numbers=numbers)
            about = tuple(node.id for node in group)
            yield Gap("same-name-other-number", about, message, f"{group[1].place}.register_number")


def _differs(group: Sequence[Node], name: str) -> bool:
    """Whether the entries say different things; of an address, only those of one site."""
    said: dict[str, set[str]] = defaultdict(set)
    for node in group:
        value = getattr(node.entry, name)
        if value is not None:
            said[(node.entry.site or "") if name == "address" else ""].add(called(value))
    return any(len(words) > 1 for words in said.values())


def _of_cycles(nodes: Sequence[Node], by_id: Mapping[str, Node]) -> Iterator[Gap]:
    for circle in on_cycles(nodes):
        who = tuple(_said(by_id[one]) for one in circle)
        message = Sentence("chain_cycle_itself" if len(circle) == 1 else "chain_cycle", who=who)
        yield Gap("cycle", circle, message, f"{by_id[circle[0]].place}.engaged_by")


def _said(node: Node, *, whole: bool = False) -> str:
    """An entry as people call it; `whole` also says what tells it from others of its name."""
    entry = node.entry
    name = quoted(entry.name) if entry.name else Sentence("chain_nameless", number=node.id)
    more = [one for one in (entry.country, entry.site or entry.address) if one] if whole else []
    return f"{name} ({', '.join(more)})" if more else name
