"""What a register leaves open, and in what it contradicts itself or the case: none of it is passed over in silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from tenderlaw.chains.graph import on_cycles
from tenderlaw.chains.model import BIDDER, Gap, GapKind, Node
from tenderlaw.interop.names import name_keys
from tenderlaw.interop.register import COMPLETE, REGISTER, called, identifier_of, keys_of_entry
from tenderlaw.sources.faults import quoted

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


def gaps_of(nodes: Sequence[Node], around: Around) -> tuple[Gap, ...]:
    """Every gap, in an order that does not depend on that of the register."""
    by_id = {node.id: node for node in nodes}
    found = [*_of_register(nodes, around), *_of_entities(nodes, around), *_of_tiers(nodes)]
    for node in nodes:
        found += [*_silent(node), *_of_buyers(node, by_id, around), *_of_tier(node, by_id)]
    found += [*_of_numbers(nodes), *_of_names(nodes, around), *_of_cycles(nodes, by_id)]
    at = {node.id: number for number, node in enumerate(nodes)}
    return tuple(sorted(found, key=lambda gap: (_ORDER[gap.kind], [at[one] for one in gap.about], gap.message)))


def _of_register(nodes: Sequence[Node], around: Around) -> Iterator[Gap]:
    if not around.given:
        yield Gap("register-unknown", (), "the case has no register of subcontractors", f"operator.{REGISTER}")
    if around.complete != "yes" and (nodes or not around.given or around.complete is not None):
        said = {"no": "is not complete", "unknown-to-the-bidder": "may not be complete: the bidder does not know"}
        message = f"the register {said.get(around.complete or '', 'is not said to be complete')}"
        yield Gap("register-incomplete", (), message, f"operator.{COMPLETE}")
    if not nodes and around.given and around.complete is None:
        message = "the register is empty and is not said to be complete"
        yield Gap("register-incomplete", (), message, f"operator.{COMPLETE}")
    reach, stated = 1 + max((node.at or 1 for node in nodes), default=0), around.stated_tiers
    path = "procurement.supply_chain.tiers"
    if stated in _TIERS and reach > _TIERS[stated] and stated != "three-or-more":
        message = f"the case says {stated} tier(s), the bidder's own among them; the register has {reach}"
        yield Gap("facts-contradict", (), message, path)
    elif stated in _TIERS and reach < _TIERS[stated] and around.given:
        kind: GapKind = "facts-contradict" if around.complete == "yes" else "tier-missing"
        message = f"the case says {stated} tiers, the bidder's own among them; the register has {reach}"
        yield Gap(kind, (), message, path if around.complete == "yes" else f"operator.{REGISTER}")
    if around.stated_known == "fully" and around.complete in ("no", "unknown-to-the-bidder"):
        message = "the case says that the bidder knows its supply chain fully, and that the register is not complete"
        yield Gap("facts-contradict", (), message, "procurement.supply_chain.known")


def _of_entities(nodes: Sequence[Node], around: Around) -> Iterator[Gap]:
    """Subcontractors that the bidder brings along, and the register does not hold."""
    for place in around.other_registers:
        message = f"{place} has a register of its own, which is not read here: join it to that of the bidder"
        yield Gap("register-of-entity", (), message, f"{place}.{REGISTER}")
    if not around.given:
        return
    numbers = {node.identifier for node in nodes}
    names = {called(node.entry.name) for node in nodes if node.entry.name is not None}
    for place, name, identifiers in around.subcontractors:
        if identifiers & numbers:
            continue
        if name is not None and called(name) in names:
            message = f"{quoted(name)} ({place}) has the name of an entry, and no number shows that they are one"
            yield Gap("entity-not-in-register", (), message, f"{place}.identifiers")
        else:
            message = f"{quoted(name) if name else place} takes part as a subcontractor and is not in the register"
            yield Gap("entity-not-in-register", (), message, f"operator.{REGISTER}")


def _silent(node: Node) -> Iterator[Gap]:
    """What an entry does not say of itself."""
    entry, one = node.entry, (node.id,)
    asked: tuple[tuple[GapKind, str, object, str], ...] = (
        ("no-name", "name", entry.name, "has no name"),
        ("no-address", "address", entry.address, "has no address"),
        ("no-country", "country", entry.country, "has no country"),
        ("no-register-number", "register_number", identifier_of(entry), "has no register number: lists can be "
         "searched for its name alone, which is only a reason to look"),
        ("no-goods", "goods", entry.goods, "is not said to supply any good, or none"),
    )  # fmt: skip
    for kind, name, value, message in asked:
        if value is None or (isinstance(value, str) and not value.strip()):
            yield Gap(kind, one, f"{_said(node)} {message}", f"{node.place}.{name}")
    if node.identifier is None and identifier_of(entry) is not None:
        why = "without a country nobody knows whose number it is" if entry.country is None else "it stands no check"
        message = f"{_said(node)} has the number {quoted(entry.register_number)}, but {why}"
        path = f"{node.place}.{'country' if entry.country is None else 'register_number'}"
        yield Gap("number-unchecked", one, message, path)


def _of_buyers(node: Node, by_id: Mapping[str, Node], around: Around) -> Iterator[Gap]:
    name, path = node.entry.engaged_by, f"{node.place}.engaged_by"
    if name is None:
        if not node.buyers:
            yield Gap("engaged-by-unknown", (node.id,), f"who engages {_said(node)} is not said", path)
        return
    if not node.buyers:
        message = f"{quoted(name)} engages {_said(node)}, and nobody in the register is called so"
        alike = _alike(name, by_id, around)
        hint = f"; is it {alike}?" if alike else ""
        if around.bidder is None:
            hint += "; the bidder has no name in the case"
        yield Gap("engaged-by-nobody", (node.id,), message + hint, path)
    elif not node.sure:
        who = ", ".join("the bidder" if one == BIDDER else _said(by_id[one], whole=True) for one in node.buyers)
        message = f"{quoted(name)} engages {_said(node)}, and several are called so: {who}"
        yield Gap("engaged-by-several", (node.id,), message, path)


def _alike(name: str, by_id: Mapping[str, Node], around: Around) -> str:
    """Who has nearly the same name: a hint, and nothing rests on it."""
    wanted = set(name_keys(name))
    names = [node.entry.name for node in by_id.values()] + [around.bidder]
    found = sorted({one for one in names if one is not None and wanted & set(name_keys(one))})
    return " or ".join(map(quoted, found[:3]))


def _of_tier(node: Node, by_id: Mapping[str, Node]) -> Iterator[Gap]:
    """Whether the tier is said, can be, and agrees with who engages it."""
    path, given = f"{node.place}.tier", node.entry.tier
    if given is None:
        follows = f": by who engages it, it is {node.depth}" if node.depth is not None else ""
        yield Gap("no-tier", (node.id,), f"the tier of {_said(node)} is not said{follows}", path)
        return
    if node.tier is None:
        message = f"the tier of {_said(node)} is {given:f}, and tiers are counted from 1 in whole numbers"
        yield Gap("tier-impossible", (node.id,), message, path)
        return
    if not node.sure or not node.buyers or node.entry.engaged_by is None:
        return
    for buyer in node.buyers:
        at = 0 if buyer == BIDDER else by_id[buyer].at
        if at is not None and node.tier != at + 1:
            who = "the bidder" if buyer == BIDDER else f"{_said(by_id[buyer])} of tier {at}"
            message = f"{_said(node)} is said to be at tier {node.tier}, and {who} engages it, which makes it {at + 1}"
            yield Gap("tier-contradicts", (node.id,), message, path)
            return


def _of_tiers(nodes: Sequence[Node]) -> Iterator[Gap]:
    """Tiers at which nobody is known, above tiers at which somebody is."""
    known = {node.at for node in nodes if node.at is not None}
    above = next((tier for tier in range(1, max(known, default=0)) if tier not in known), None)
    if above is not None:
        below = min(tier for tier in known if tier > above)
        reach = f"tier {above}" if below == above + 1 else f"tiers {above} to {below - 1}"
        yield Gap(
            "tier-missing", (), f"nobody is known at {reach}, and somebody is at tier {below}", f"operator.{REGISTER}"
        )


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
            checked = "" if group[0].identifier else ", which stands no check"
            who = " and ".join(_said(one, whole=True) for one in group)
            message = f"{who} have one register number{checked}, and differ in {', '.join(differ)}"
            path = f"{group[1].place}.{differ[0]}"
            yield Gap("same-number-differs", tuple(one.id for one in group), message, path)
    for group in whole.values():
        if len(group) > 1:
            message = f"{_said(group[0])} stands {len(group)} times with the same facts"
            yield Gap("stands-twice", tuple(one.id for one in group), message, group[1].place)


def _of_names(nodes: Sequence[Node], around: Around) -> Iterator[Gap]:
    """Entries with the number of the bidder, and entries of one name and country whose numbers are not the same."""
    held: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in nodes:
        if node.identifier in around.bidder_numbers:
            message = f"{_said(node)} has the number of the bidder itself"
            yield Gap("is-the-bidder", (node.id,), message, f"{node.place}.register_number")
        if node.identifier is not None and node.entry.name is not None and node.entry.country is not None:
            held[called(node.entry.name), node.entry.country].append(node)
    for group in held.values():
        if len({node.identifier for node in group}) > 1:
            numbers = " and ".join(dict.fromkeys(quoted(node.entry.register_number) for node in group))
            message = f"{_said(group[0])} stands with the numbers {numbers}: is it one undertaking?"
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
        who = ", ".join(_said(by_id[one]) for one in circle)
        message = f"{who} engages itself" if len(circle) == 1 else f"{who} engage one another in a circle"
        yield Gap("cycle", circle, message, f"{by_id[circle[0]].place}.engaged_by")


def _said(node: Node, *, whole: bool = False) -> str:
    """An entry as people call it; `whole` also says what tells it from others of its name."""
    entry = node.entry
    name = quoted(entry.name) if entry.name else f"an entry without a name ({node.id})"
    more = [one for one in (entry.country, entry.site or entry.address) if one] if whole else []
    return f"{name} ({', '.join(more)})" if more else name
