"""What a supply chain comes to: undertakings and who engages them, gaps, risk, entries of lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, TypeAlias, cast

import orjson
from pydantic.json_schema import SkipJsonSchema

from tenderlaw.decisions.model.decision import PackUsed
from tenderlaw.facts.given import Given
from tenderlaw.interop.register import REGISTER, RegisterEntry
from tenderlaw.sources.canonical import canonical, digest

__all__ = [
    "BIDDER",
    "AskedFact",
    "ChainOutcome",
    "Gap",
    "GapKind",
    "Hit",
    "Mention",
    "Node",
    "NodeRisk",
    "ScoredFactor",
    "SupplyChain",
]

BIDDER: Final = "bidder"
"""The place of the bidder among those who engage."""

GapKind: TypeAlias = Literal[
    "register-unknown", "register-incomplete", "no-name", "no-tier", "no-address", "no-country", "no-register-number",
    "no-goods", "number-unchecked", "engaged-by-unknown", "engaged-by-nobody", "engaged-by-several", "cycle",
    "tier-impossible", "tier-contradicts", "tier-missing", "same-number-differs", "stands-twice", "facts-contradict",
    "entity-not-in-register", "register-of-entity", "is-the-bidder", "same-name-other-number",
]  # fmt: skip
"""What the register leaves open, or in what it contradicts itself or the case."""
ChainOutcome: TypeAlias = Literal["needs_look", "unknown", "complete"]
"""`needs_look`: a list may name somebody, or facts contradict one another; `unknown`: something is missing."""


@dataclass(frozen=True, slots=True)
class Node:
    """One entry of the register."""

    id: str
    """Its place among all entries by what they say; the order of the register changes nothing."""
    place: str
    """Where it stands in the case."""
    entry: RegisterEntry
    tier: int | None
    """The tier that the register gives; None where it gives none that there can be."""
    depth: int | None
    """The tier that follows from who engages it."""
    buyers: tuple[str, ...]
    """Who engages it: ids, or `bidder`; several where the name is that of several."""
    sure: bool
    """Whether it is known which of them."""
    same: tuple[str, ...] = ()
    """Other entries of the same undertaking, by a number that stood its check."""
    identifier: str | None = None
    """The number by which lists are searched for it surely."""

    @property
    def at(self) -> int | None:
        """The tier at which it is shown: the one given, or else the one that follows."""
        return self.tier if self.tier is not None else self.depth

    @property
    def label(self) -> str:
        """What people call it."""
        return self.entry.name or "(no name)"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the register does not say, or says in two ways."""

    kind: GapKind
    about: tuple[str, ...]
    """The entries, by id."""
    message: str
    path: str | None = None
    """The fact of the case that would settle it."""


@dataclass(frozen=True, slots=True)
class AskedFact:
    """A fact with which a tiering was asked of a subcontractor, and where in the case it comes from."""

    path: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class ScoredFactor:
    """A factor of the tiering: its points, and which level gave them."""

    factor: str
    title: str
    points: int
    most: int
    unknown: bool
    level: str | None
    on: tuple[str, ...]
    """The facts of the case on which the level rests."""


@dataclass(frozen=True, slots=True)
class NodeRisk:
    """The tier of a policy, asked of one subcontractor on its own facts alone; the rest counts as not known."""

    node: str
    policy: str
    tier: Literal["low", "medium", "high"]
    score: int
    most: int
    cite: str
    factors: tuple[ScoredFactor, ...]
    raised: tuple[str, ...]
    """What raised it whatever the points."""
    may_be_raised: tuple[str, ...]
    asked: tuple[AskedFact, ...]
    missing: tuple[str, ...]
    """Facts that the register, the case or a list could give."""
    beyond: tuple[str, ...]
    """Facts that the policy asks for and no register of subcontractors holds."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry of a list that is about somebody in the chain, or that a person should compare."""

    node: str
    """An id, or `bidder`."""
    list: str
    entry: str | None
    """None where it stays unknown whether the list names it."""
    matched_by: str | None
    """`identifier` is the undertaking's own; everything else is a reason to look and no more."""
    exclusion_type: str | None
    listed_from: date | None
    listed_until: date | None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """An entry of the bidder's record that names a site or an undertaking: an audit, interviews, an incident."""

    node: str | None
    """The entry of the register that it is about; None where none has that name."""
    list: str
    named: str
    day: date | None
    path: str


@dataclass(frozen=True, slots=True)
class SupplyChain:
    """The supply chain of a case, with what is open in it."""

    outcome: ChainOutcome
    bidder: str | None
    as_of: date | None
    complete: str | None
    """What the case says of the register: `yes`, `no`, `unknown-to-the-bidder`, or nothing."""
    nodes: tuple[Node, ...]
    gaps: tuple[Gap, ...]
    risks: tuple[NodeRisk, ...]
    hits: tuple[Hit, ...]
    mentions: tuple[Mention, ...]
    searched: tuple[str, ...]
    """The lists that were searched."""
    packs: tuple[PackUsed, ...]
    files: tuple[str, ...]
    """SHA-256 of the lists."""
    engine_version: str
    given: SkipJsonSchema[Given]

    @property
    def facts(self) -> dict[str, object]:
        """The facts as given, as plain data, a copy of one's own."""
        return self.given.plain

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts of the case that gaps lack, once."""
        return tuple(dict.fromkeys(gap.path for gap in self.gaps if gap.path is not None))

    @property
    def reach(self) -> int:
        """The deepest tier that is known."""
        return max((node.at or 0 for node in self.nodes), default=0)

    @property
    def countries(self) -> dict[str, int]:
        """How many entries are in each country."""
        return _counted(node.entry.country for node in self.nodes)

    @property
    def sites(self) -> dict[str, int]:
        """How many entries name each site."""
        return _counted(node.entry.site for node in self.nodes)

    @property
    def goods(self) -> dict[str, int]:
        """How many entries supply each good."""
        return _counted(good for node in self.nodes for good in node.entry.goods or ())

    @property
    def id(self) -> str:
        """SHA-256 of what it says, of policies, lists and the engine's version; without the order of the register."""
        return digest(self.data(places=False))

    def data(self, *, places: bool = True) -> dict[str, object]:
        """The chain as plain data; without `places`, the same for the same entries in another order."""
        nodes = [{**_plain(node), "entry": node.entry.facts} for node in self.nodes]
        behind = ("nodes", "given")
        rest = {name: _plain(getattr(self, name)) for name in self.__dataclass_fields__ if name not in behind}
        tally = {"countries": self.countries, "sites": self.sites, "goods": self.goods, "reach": self.reach}
        data: dict[str, Any] = {**rest, "nodes": nodes, "missing": list(self.missing), **tally}
        if places:
            return {**data, "facts": self.facts}
        return {**cast("dict[str, Any]", _without_places(data)), "facts": _in_order(self.facts)}


def _counted(words: Any) -> dict[str, int]:  # noqa: ANN401 - a generator of texts or None
    found: dict[str, int] = {}
    for word in words:
        if word is not None:
            found[word] = found.get(word, 0) + 1
    return dict(sorted(found.items()))


def _plain(value: object) -> Any:  # noqa: ANN401 - plain data
    return orjson.loads(orjson.dumps(value, default=str))


_PLACES: Final = ("place", "path", "source", "missing", "on")


def _in_order(facts: dict[str, object]) -> dict[str, object]:
    """The facts with the register in an order that does not depend on the one in which it was given."""
    operator = cast("dict[str, Any]", facts["operator"])
    if REGISTER not in operator:
        return facts
    return {**facts, "operator": {**operator, REGISTER: sorted(operator[REGISTER], key=canonical)}}


def _without_places(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without_places(one) for name, one in value.items() if name not in _PLACES}
    return [_without_places(one) for one in value] if isinstance(value, list) else value
