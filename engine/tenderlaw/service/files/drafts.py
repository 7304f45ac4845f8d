"""Drafts: what was answered about a procurement and a bidder, apart from what the authority decides in steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, cast

from tenderlaw.decisions.cases import given_of
from tenderlaw.decisions.regime import Regime
from tenderlaw.service.files.assessing import assessed_paths, is_assessed
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.places import Plain
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = [
    "OPERATORS",
    "BidderDraft",
    "CaseDraft",
    "ProcurementDraft",
    "assessed_by",
    "changed_paths",
    "checked_case",
    "paths_told",
    "refuse_assessed",
    "without_assessed",
]

OPERATORS: Final[tuple[str, ...]] = ("operator", "entities")
"""What of a case is the bidder's own."""
_MOST: Final = 200
"""Paths that an entry of the record names one by one."""


@dataclass(frozen=True, slots=True)
class ProcurementDraft:
    """What is known of a procurement, and by which packs its bidders are decided."""

    facts: Plain
    """As JSON has them; what is unknown is left out."""
    unknown: tuple[str, ...] = ()
    """Paths of facts that were asked and that nobody knows."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where facts come from, by path."""
    regimes: tuple[str, ...] | None = None
    """Packs of law; None: all by which the tenant decides."""
    policies: tuple[str, ...] | None = None
    """The authority's own; None: those of the tenant."""

    def plain(self) -> Plain:
        """As it is sealed."""
        return {
            "facts": self.facts,
            "unknown": list(self.unknown),
            "sources": dict(self.sources),
            "regimes": None if self.regimes is None else list(self.regimes),
            "policies": None if self.policies is None else list(self.policies),
        }


@dataclass(frozen=True, slots=True)
class BidderDraft:
    """What was answered about a bidder; nothing in it comes from a step of the authority."""

    facts: Plain
    """`operator`, and `entities` where they were named."""
    unknown: tuple[str, ...] = ()
    """Paths of facts that were asked and that nobody knows."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where facts come from, by path."""
    growing: tuple[str, ...] = ()
    """Lists of which nobody has said yet that they are whole."""
    order: tuple[str, ...] = ()
    """The paths that were answered, as they came."""
    aim: str = "award"
    """How far the questionnaire asks."""
    listed: Mapping[str, str] = field(default_factory=dict)
    """What a search in lists has put among the facts: by `list/entry`, the digest of the whole entry of the list."""

    def plain(self) -> Plain:
        """As it is sealed."""
        return {
            "facts": self.facts,
            "unknown": list(self.unknown),
            "sources": dict(self.sources),
            "growing": list(self.growing),
            "order": list(self.order),
            "aim": self.aim,
            "listed": dict(self.listed),
        }


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """A whole case that is to be kept: what belongs to the procurement, and what to the bidder."""

    facts: Plain
    unknown: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    growing: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    aim: str = "award"

    def of_bidder(self, listed: Mapping[str, str]) -> BidderDraft:
        """What belongs to the bidder, with what was found of it in lists."""
        facts: Plain = {name: self.facts[name] for name in OPERATORS if name in self.facts}
        sources = {path: one for path, one in self.sources.items() if not _of_procurement(path)}
        unknown = tuple([path for path in self.unknown if not _of_procurement(path)])
        return BidderDraft(facts, unknown, sources, self.growing, self.order, self.aim, listed)

    def of_procurement(self, known: ProcurementDraft) -> ProcurementDraft:
        """What belongs to the procurement, of which the packs are known."""
        sources = {path: one for path, one in self.sources.items() if _of_procurement(path)}
        unknown = tuple([path for path in self.unknown if _of_procurement(path)])
        facts = cast("Plain", self.facts.get("procurement") or {})
        return replace(known, facts=facts, unknown=unknown, sources=sources)


def _of_procurement(path: str) -> bool:
    return path == "procurement" or path.startswith("procurement.")


def checked_case(hand: Hand, facts: Mapping[str, object], known: ProcurementDraft) -> Plain:
    """The facts of a case, checked, as they are kept. Raises InputInvalidError with every fault."""
    regimes = (*hand.regimes(known.regimes), *hand.policies(known.policies))
    return given_of(facts, regimes).plain


def assessed_by(regimes: Iterable[Regime]) -> frozenset[str]:
    """The facts that only steps of the authority give, under any of these regimes."""
    return frozenset[str]().union(*map(assessed_paths, regimes))


def refuse_assessed(facts: Mapping[str, object], regimes: Sequence[Regime]) -> None:
    """Raise InputInvalidError for facts that only a step of the authority gives: it has reasons, and is on record."""
    found = list(_assessed_in(facts, assessed_by(regimes)))
    if found:
        hint = "take the step: it says why, and by whom"
        raise InputInvalidError([Fault("facts", 0, 0, path, "is decided by a step of the authority", hint)
                                for path in found])  # fmt: skip


def without_assessed(facts: Plain, regimes: Sequence[Regime]) -> tuple[Plain, tuple[str, ...]]:
    """Facts without those that only a step of the authority gives, and the paths of what was set aside.

    For what comes from a case file or a former case: what was decided there was decided for another procedure.
    """
    assessed = assessed_by(regimes)
    aside = tuple(_assessed_in(facts, assessed))
    return cast("Plain", _stripped(facts, "", frozenset(aside))), aside


def _stripped(node: object, path: str, aside: frozenset[str]) -> object:
    if isinstance(node, dict):
        inner = {name: (f"{path}.{name}" if path else name) for name in node}
        return {name: _stripped(node[name], at, aside) for name, at in inner.items() if at not in aside}
    if isinstance(node, list):
        return [_stripped(one, f"{path}[{n}]", aside) for n, one in enumerate(node)]
    return node


def _assessed_in(node: object, assessed: frozenset[str], path: str = "") -> Iterator[str]:
    if path and is_assessed(path, assessed):
        yield path
    elif isinstance(node, dict):
        for name, value in node.items():
            yield from _assessed_in(value, assessed, f"{path}.{name}" if path else str(name))
    elif isinstance(node, list):
        for number, one in enumerate(node):
            yield from _assessed_in(one, assessed, f"{path}[{number}]")


def changed_paths(old: object, new: object, path: str = "") -> Iterator[str]:
    """The paths at which facts differ: no values, and of lists whose length differs the list alone."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted({*old, *new}):
            yield from changed_paths(old.get(name), new.get(name), f"{path}.{name}" if path else name)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from changed_paths(one, other, f"{path}[{number}]")
    elif isinstance(new, dict) and old is None:
        for name in sorted(new):
            yield from changed_paths(None, new[name], f"{path}.{name}" if path else name)
    else:
        yield path


def paths_told(paths: Iterable[str]) -> Plain:
    """Paths as an entry of the record names them: the first, and how many more there are."""
    found = list(paths)
    return {"paths": found[:_MOST], **({"more": len(found) - _MOST} if len(found) > _MOST else {})}
