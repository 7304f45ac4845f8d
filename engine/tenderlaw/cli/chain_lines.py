"""The supply chain for people: who engages whom, what is open, who may be listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from tenderlaw.chains.model import BIDDER
from tenderlaw.decisions.sentences.sentence import phrase
from tenderlaw.facts.wording import said_in

if TYPE_CHECKING:
    from tenderlaw.chains.model import Hit, Node, NodeRisk, ScoredFactor, SupplyChain

__all__ = ["chain_lines"]

_SAID: Final = {
    "identifier": "by its number",
    "unchecked-identifier": "the same number, unchecked: a reason to look",
    "name": "by name alone: a reason to look",
    "linked-person": "a person linked to it: a reason to look",
}

_SILENT: Final = ("no-name", "no-tier", "no-address", "no-country", "no-register-number", "no-goods")
"""What several entries do not say of themselves."""
_A_FEW: Final = 8
"""So many entries are named of those that do not say the same thing."""


def chain_lines(found: SupplyChain, language: str, *, full: bool) -> Iterator[str]:
    """The chain, line by line; `full` has every factor of every tier."""
    yield f"Outcome: {found.outcome}"
    day = f", as of {found.as_of.isoformat()}" if found.as_of else ""
    countries = ", ".join(f"{name} {number}" for name, number in found.countries.items())
    size = f"{len(found.nodes)} known to tier {found.reach}" if found.nodes else "nobody known"
    yield f"Supply chain of {found.bidder or 'the bidder'}{day}: {size}" + (f" ({countries})" if countries else "")
    yield from _tree(found, _beside(found, language, full=full))
    yield from _of_nobody(found)
    yield from _lists(found)
    yield from _open(found, language, full=full)
    beyond = dict.fromkeys(path for risk in found.risks for path in risk.beyond)
    if full and beyond:
        yield f"Asked by the policy, and of no subcontractor known: {', '.join(beyond)}"
    if found.nodes and not found.packs:
        yield "Risk: not asked; --policy names a policy with tiers"
    yield f"Chain {found.id[:16]}"


def _open(found: SupplyChain, language: str, *, full: bool) -> Iterator[str]:
    """The gaps; what several entries do not say of themselves stands once, with the paths."""
    if found.gaps:
        yield "Open:"
    labels = {node.id: node.label for node in found.nodes}
    for kind, held in groupby(found.gaps, key=lambda gap: gap.kind):
        gaps = list(held)
        if kind not in _SILENT or len(gaps) == 1:
            for gap in gaps:
                yield f"  [{kind}] {said_in(gap.message, language)}" + (f" ({gap.path})" if gap.path else "")
            continue
        shown = gaps if full else gaps[:_A_FEW]
        more = f", and {len(gaps) - len(shown)} more (--full)" if len(gaps) > len(shown) else ""
        head = phrase(f"chain_several_{kind.replace('-', '_')}", {}, language)
        yield f"  [{kind}] {head}: {', '.join(labels[gap.about[0]] for gap in shown)}{more}"
        yield f"    {', '.join(gap.path or '' for gap in shown)}"


def _tree(found: SupplyChain, risks: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Each entry once, under who engages it; then those that hang on nobody."""
    sells: dict[str, list[Node]] = defaultdict(list)
    for node in found.nodes:
        for buyer in node.buyers:
            sells[buyer].append(node)
    seen: set[str] = set()
    yield from _under(BIDDER, sells, risks, seen)
    loose = [node for node in found.nodes if node.id not in seen]
    if loose:
        yield "  not joined to the bidder:"
    for top in sorted(loose, key=lambda node: bool(node.buyers)):
        if top.id not in seen:
            yield from _entry(top, 1, risks)
            seen.add(top.id)
            yield from _under(top.id, sells, risks, seen, depth=2)


def _under(
    root: str,
    sells: Mapping[str, list[Node]],
    risks: Mapping[str, Sequence[str]],
    seen: set[str],
    depth: int = 1,
) -> Iterator[str]:
    pending = [(node, depth) for node in reversed(sells.get(root, ()))]
    while pending:
        node, at = pending.pop()
        if node.id in seen:
            continue
        seen.add(node.id)
        yield from _entry(node, at, risks)
        pending += [(one, at + 1) for one in reversed(sells.get(node.id, ()))]


def _entry(node: Node, depth: int, risks: Mapping[str, Sequence[str]]) -> Iterator[str]:
    space, entry = "  " * depth, node.entry
    tier = f"tier {node.at}" if node.at is not None else "tier not known"
    goods = ", ".join(entry.goods or ())
    more = [entry.country, entry.site and f"site {entry.site}", entry.supplied, goods]
    yield f"{space}{node.label} ({tier}): {'; '.join(one for one in more if one) or 'nothing said'}"
    for line in risks.get(node.id, ()):
        yield f"{space}  {line}"


def _beside(found: SupplyChain, language: str, *, full: bool) -> Mapping[str, Sequence[str]]:
    """What is said of the risk of each entry, and what the record says of it, line by line."""
    places = {node.id: node.place for node in found.nodes}
    said: dict[str, list[str]] = defaultdict(list)
    for risk in found.risks:
        said[risk.node] += _risk(risk, places[risk.node], language, full=full)
    for one in found.mentions:
        if one.node is not None:
            day = f" of {one.day.isoformat()}" if one.day else ""
            said[one.node].append(f"in the record: {one.list.replace('_', ' ')}{day} ({one.path})")
    return said


def _of_nobody(found: SupplyChain) -> Iterator[str]:
    """Sites and undertakings of the record that no entry of the register has: the bidder's own, or gaps."""
    loose = [one for one in found.mentions if one.node is None]
    if loose:
        said = ", ".join(f"{one.named} ({one.path})" for one in loose)
        yield f"In the record, and in no entry of the register: {said}"


def _risk(risk: NodeRisk, place: str, language: str, *, full: bool) -> Iterator[str]:
    yield f"risk {risk.tier} [{risk.policy}: {risk.score} of {risk.most}]"
    for title in risk.raised:
        yield f"  raised: {said_in(title, language)}"
    asked = dict.fromkeys(one.source.removeprefix(f"{place}.") for one in risk.asked)
    yield f"  on {', '.join(asked) if asked else 'nothing that is known'}; not known: {_unknown(risk, language)}"
    if not full:
        return
    for one in risk.factors:
        mark = " (not known)" if one.unknown else ""
        yield f"  {said_in(one.title, language)}: {one.points} of {one.most}{mark}" + _level(one, place, language)
    for name, words in (("may be raised", risk.may_be_raised), ("missing", risk.missing)):
        if words:
            yield f"  {name}: {'; '.join(said_in(word, language) for word in words)}"


def _level(one: ScoredFactor, place: str, language: str) -> str:
    on = ", ".join(source.removeprefix(f"{place}.") for source in one.on)
    return (f", {said_in(one.level, language)}" if one.level else "") + (f" ({on})" if on else "")


def _unknown(risk: NodeRisk, language: str) -> str:
    open_ = [said_in(one.title, language).lower() for one in risk.factors if one.unknown]
    return ", ".join(open_) if open_ else "nothing that counts"


def _lists(found: SupplyChain) -> Iterator[str]:
    """Entries that are about somebody or are to be compared, then of whom it stays unknown."""
    if found.searched and not found.hits:
        yield f"Lists: {', '.join(found.searched)} name nobody of the chain"
        return
    nodes = {node.id: node for node in found.nodes}
    if found.hits:
        yield "Lists:"
    open_: dict[str, list[str]] = defaultdict(list)
    for hit in found.hits:
        who = (found.bidder or "the bidder") if hit.node == BIDDER else nodes[hit.node].label
        at = "the bidder" if hit.node == BIDDER else f"tier {nodes[hit.node].at or 'not known'}"
        if hit.entry is None:
            open_[hit.list].append(f"{who} ({at})")
        else:
            yield f"  {who} ({at}): {_hit(hit)}"
    for name, held in open_.items():
        yield f"  whether `{name}` names them stays unknown: {', '.join(held)}"


def _hit(hit: Hit) -> str:
    kind = f", {hit.exclusion_type}" if hit.exclusion_type else ""
    days = f", from {hit.listed_from.isoformat()}" if hit.listed_from else ""
    days += f" until {hit.listed_until.isoformat()}" if hit.listed_until else ""
    return f"`{hit.list}` {hit.entry}{kind}{days}, {_SAID[hit.matched_by or 'name']}"
