"""How likely forced labour is at each undertaking: the policy's own tiering, asked of what the register says of it.

The tiering is asked as if the undertaking were the contractor and its goods were what is bought: its goods as
delivered, from its country; the chain below it as its supply chain. Whatever else the policy asks of a contract nobody
knows of a subcontractor, and counts as not known. An entity of the case that has the same checked number brings its
own facts along.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, cast

from tenderlaw.chains.model import AskedFact, Node, NodeRisk, ScoredFactor
from tenderlaw.decisions.cases import given_of
from tenderlaw.decisions.model.policies import FactorScore, TierResult
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.tiers import tier_of
from tenderlaw.facts.case import Case
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.facts.procurement import Procurement
from tenderlaw.facts.risk import Good
from tenderlaw.interop.goods import GoodsList, complete, normalised
from tenderlaw.sources.canonical import canonical

__all__ = ["Asking", "risks_of"]

_OF_GOOD: Final = re.compile(r"procurement\.goods\[(\d+)\]\.(\w+)")
_LISTED: Final = ("listed", "country_listed", "listed_for_country", "forced_labour_for_country")
_PLACE: Final = "procurement.place_of_work_listed"
_TIER_WORDS: Final = ("one", "two", "three-or-more")


@dataclass(frozen=True, slots=True)
class Asking:
    """What the tierings are asked with besides the register."""

    case: Case
    complete: bool
    """Whether the register is said to be complete."""
    listed: GoodsList | None
    entities: Mapping[str, tuple[str, EconomicOperator]]
    """Operators of the case with their places, by a checked number."""


@dataclass(slots=True)
class _Facts:
    """The facts of one undertaking as a case of its own, and where each comes from."""

    procurement: dict[str, object] = field(default_factory=dict)
    operator: dict[str, object] = field(default_factory=dict)
    asked: list[AskedFact] = field(default_factory=list)

    def add(self, path: str, value: object, source: str) -> None:
        self.asked.append(AskedFact(path, str(value).lower() if isinstance(value, bool) else str(value), source))


def risks_of(nodes: Sequence[Node], policies: Sequence[Regime], asking: Asking, day: date) -> tuple[NodeRisk, ...]:
    """The tier of each entry under each policy that has a tiering."""
    own = [policy for policy in policies if policy.tiering is not None]
    if not own:
        return ()
    below = _below(nodes)
    known: dict[bytes, list[tuple[Regime, TierResult]]] = {}
    found: list[NodeRisk] = []
    for node in nodes:
        facts = _facts_of(node, below.get(node.id), asking)
        # no rule reads a name: entries that differ in it alone come to the same
        alike = canonical([facts.procurement, {**facts.operator, "name": None}])
        if alike not in known:
            known[alike] = _tiers(facts, own, day)
        found += [_risk(node, policy, tier, facts) for policy, tier in known[alike]]
    return tuple(found)


def _tiers(facts: _Facts, policies: Sequence[Regime], day: date) -> list[tuple[Regime, TierResult]]:
    given = given_of({"procurement": facts.procurement, "operator": facts.operator}, policies)
    procurement, operators = given.records(day)
    asked = [(one, one.tiering.evaluate(operators[0], procurement, day)) for one in policies if one.tiering is not None]
    found = [(policy, tier_of(policy, evaluation)) for policy, evaluation in asked]
    return [(policy, tier) for policy, tier in found if tier is not None]


def _below(nodes: Sequence[Node]) -> Mapping[str, int]:
    """How many tiers there are below each entry; nothing where of any it is not known at which tier it stands."""
    if any(node.depth is None for node in nodes):
        return {}
    sells: dict[str, list[Node]] = {}
    for node in nodes:
        for buyer in node.buyers:
            sells.setdefault(buyer, []).append(node)
    found: dict[str, int] = {}
    for node in sorted(nodes, key=lambda one: -(one.depth or 0)):  # whoever sells to it stands one tier deeper
        found[node.id] = max((1 + found[one.id] for one in sells.get(node.id, ())), default=0)
    return found


def _facts_of(node: Node, below: int | None, asking: Asking) -> _Facts:
    facts = _Facts()
    entity = asking.entities.get(node.identifier or "")
    if entity is None:
        facts.operator = {"role": "subcontractor"}
    else:
        place, operator = entity
        facts.operator = {**operator.model_dump(mode="json", exclude_none=True), "role": "subcontractor"}
        facts.add("operator", operator.name or place, place)
    for name in ("name", "country"):
        if (value := getattr(node.entry, name)) is not None:
            facts.operator[name] = value
    if node.entry.country is not None:
        facts.add("operator.country", node.entry.country, f"{node.place}.country")
    _add_goods(facts, node, asking)
    _add_chain(facts, node, below, asking)
    return facts


def _add_goods(facts: _Facts, node: Node, asking: Asking) -> None:
    """Its goods as delivered, with what the case or a list says of them."""
    country, listed = node.entry.country, asking.listed
    if node.entry.goods is not None:
        goods = tuple(_good(facts, node, number, asking) for number in range(len(node.entry.goods)))
        bought = Procurement(goods=goods)
        done = bought if listed is None else complete(bought, listed)[0]
        facts.procurement["goods"] = [one.model_dump(mode="json", exclude_none=True) for one in done.goods or ()]
        for number, (before, after) in enumerate(zip(goods, done.goods or (), strict=True)):
            for name in _LISTED:
                if getattr(before, name) is None and getattr(after, name) is not None:
                    facts.add(f"procurement.goods[{number}].{name}", getattr(after, name), "the list of goods")
        if not goods:
            facts.add("procurement.goods", "none", f"{node.place}.goods")
    if listed is not None and country is not None:
        facts.procurement["place_of_work_listed"] = country[:2] in listed.countries
        facts.add(_PLACE, country[:2] in listed.countries, f"{node.place}.country and the list of goods")


def _good(facts: _Facts, node: Node, number: int, asking: Asking) -> Good:
    """One good; what the case says of the same good, and of the same country, holds for it, too."""
    name, country = (node.entry.goods or ())[number], node.entry.country
    path, said = f"procurement.goods[{number}]", dict[str, object]()
    facts.add(f"{path}.name", name, f"{node.place}.goods[{number}]")
    facts.add(f"{path}.supplied_as", "delivered", f"{node.place}.goods[{number}]")
    if country is not None:
        facts.add(f"{path}.country", country, f"{node.place}.country")
    for at, good in enumerate(asking.case.procurement.goods or ()):
        if normalised(good.name) != normalised(name):
            continue
        here = country is not None and good.country == country
        for one in _LISTED if here else ("listed",):
            value = getattr(good, one)
            if value is not None and one not in said:
                said[one] = value
                facts.add(f"{path}.{one}", value, f"procurement.goods[{at}].{one}")
    held = {"name": name, "supplied_as": "delivered", **said}
    return Good.model_validate(held if country is None else {**held, "country": country})


def _add_chain(facts: _Facts, node: Node, below: int | None, asking: Asking) -> None:
    """The chain below it: so many tiers where the register is complete, or at least so many."""
    if below is None:
        return
    chain: dict[str, object] = {}
    if asking.complete or below >= 2:
        chain["tiers"] = _TIER_WORDS[min(below, 2)]
    if asking.complete:
        chain["known"] = "fully"
    if chain:
        facts.procurement["supply_chain"] = chain
    for name, value in chain.items():
        facts.add(f"procurement.supply_chain.{name}", value, "who engages whom in the register")


def _risk(node: Node, policy: Regime, tier: TierResult, facts: _Facts) -> NodeRisk:
    sources = {one.path: one.source for one in facts.asked}
    of_node = [(path, _of_node(path, node)) for path in dict.fromkeys(tier.missing)]
    return NodeRisk(
        node=node.id,
        policy=policy.id,
        tier=tier.tier,
        score=tier.score,
        most=tier.most,
        cite=tier.cite,
        factors=tuple(_factor(one, sources) for one in tier.factors),
        raised=tuple(one.title for one in tier.raised),
        may_be_raised=tuple(one.title for one in tier.may_be_raised),
        asked=tuple(facts.asked),
        missing=tuple(dict.fromkeys(own for _, own in of_node if own is not None)),
        beyond=tuple(path for path, own in of_node if own is None),
    )


def _factor(one: FactorScore, sources: Mapping[str, str]) -> ScoredFactor:
    level = one.level
    if level is None:
        return ScoredFactor(one.factor, one.title, one.points, one.most, one.unknown, None, ())
    read = [sources.get(fact.path, fact.path) for fact in level.facts if fact.value is not None]
    on = tuple(dict.fromkeys(read))
    return ScoredFactor(one.factor, one.title, one.points, one.most, one.unknown, level.title, on)


def _of_node(path: str, node: Node) -> str | None:
    """The fact of the register, or of a list, that a missing fact of the tiering comes from."""
    if path == "procurement.goods":
        return f"{node.place}.goods"
    if path.startswith("procurement.supply_chain."):
        return "operator.subcontractors_complete"
    if path == _PLACE:
        return f"{node.place}.country" if node.entry.country is None else "a list of goods (--goods-list)"
    found = _OF_GOOD.fullmatch(path)
    if found is None:
        return None
    if node.entry.country is None and found[2] != "listed":
        return f"{node.place}.country"
    goods = cast("tuple[str, ...]", node.entry.goods)
    return f"whether a list names `{goods[int(found[1])]}` (--goods-list)"
