"""What a lift leaves to the authority's own judgment: the facts that a step lays, read from the pack's condition.

Of a lift by self-cleaning it is that the measures suffice, of a derogation that the authority decided so. No regime is
named here: whatever a pack asks of the authority itself, as a truth, a word, or a derogation with its basis, is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.asked_of import asked_of
from tenderlaw.facts.catalogue import field_at
from tenderlaw.facts.models import FactModels
from tenderlaw.packs.conditions import All, AnyOf, Condition, Given, Not, Some, Test
from tenderlaw.packs.model.grounds import Lift
from tenderlaw.service.files.places import steps_of

__all__ = ["Assessment", "assessed_paths", "assessment_of", "is_assessed"]

_LIST: Final = "derogations"


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the authority judges where a lift depends on it."""

    form: Literal["entry", "operator", "derogation"]
    """Whether the facts are of the entry, of the operator, or an entry of its derogations."""
    lays: Mapping[str, object]
    """The facts that let it lift."""
    against: Mapping[str, object]
    """The facts where the authority judges otherwise; of a word, none: another word says it."""
    words: tuple[str, ...] = ()
    """Of a word, those that it may be."""
    more: tuple[str, ...] = ()
    """Further facts of the derogation that the law asks for, which whoever decides it gives."""


def assessment_of(lift: Lift, condition: Condition, collection: str | None, models: FactModels) -> Assessment | None:
    """What of a lift the authority judges; None where it is the bidder's alone to show, or no judgment at all."""
    if (found := _derogation(condition)) is not None:
        return found
    if lift.state not in ("self_cleaned", "derogated"):
        return None
    for test in _tests(condition):
        if test.ref.root == "procurement" or not isinstance(test.operand, Given) or test.operator != "is":
            continue
        of_entry = test.ref.root == "item" and collection is not None
        names = ".".join(test.ref.names)
        if asked_of(f"operator.{collection}[0].{names}" if of_entry else f"operator.{names}", models) != "authority":
            continue
        value = test.operand.value
        if test.kind == "truth":
            return Assessment("entry" if of_entry else "operator", {names: value}, {names: not value})
        if test.kind == "code":
            words = _words(models, collection if of_entry else None, test.ref.names)
            return Assessment("entry" if of_entry else "operator", {names: value}, {}, words)
    return None


def _words(models: FactModels, collection: str | None, names: Sequence[str]) -> tuple[str, ...]:
    model = models.operator if collection is None else models.collections[collection].model
    field = field_at(model, tuple(names))
    return () if field is None else field.vocabulary


def _derogation(condition: Condition) -> Assessment | None:
    for some in _somes(condition):
        if some.collection != _LIST:
            continue
        said = {test.ref.names[0]: test.operand.value for test in _tests(some.where)
                if test.operator == "is" and isinstance(test.operand, Given) and len(test.ref.names) == 1}  # fmt: skip
        if "basis" not in said:
            continue
        basis = said["basis"]
        more = {test.ref.names[0] for test in _tests(some.where)} - {"basis", "decided", "decided_on"}
        more -= {"reasons_recorded"}
        # that it derogated, or has the reasons on file and has not, is known of the authority's own acts
        decided = "decided" in said
        lays = {"basis": basis, "decided": decided, "reasons_recorded": True}
        against = {"basis": basis, "decided": False, "reasons_recorded": False}
        return Assessment("derogation", lays, against, more=tuple(sorted(more)))
    return None


def _tests(condition: Condition) -> Iterator[Test]:
    """The facts compared outside lists, and not denied: what bars a lift is no part of what it asks."""
    match condition:
        case Test():
            yield condition
        case All(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _tests(part)


def _somes(condition: Condition) -> Iterator[Some]:
    match condition:
        case Some():
            yield condition
        case All(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _somes(part)
        case Not():
            return


@lru_cache(maxsize=256)
def assessed_paths(regime: Regime) -> frozenset[str]:
    """The facts that only a step of the authority gives under a regime: `convictions.self_cleaning.accepted`."""
    found = set()
    models = regime.typed.pack.models
    for ground in regime.grounds:
        for lift, condition in ground.typed.lifts:
            asked = assessment_of(lift, condition, ground.typed.collection, models)
            if asked is not None and asked.form != "derogation":
                within = f"{ground.typed.collection}." if asked.form == "entry" else ""
                found |= {f"{within}{name}" for name in asked.lays}
    return frozenset(found)


def is_assessed(path: str, assessed: frozenset[str]) -> bool:
    """Whether only a step of the authority gives the fact at a path of a case, or any fact below it."""
    names = [str(step) for step in steps_of(path) if not isinstance(step, int)]
    if names[:1] not in (["operator"], ["entities"]):
        return False
    inner = names[1:]
    if inner[:1] == [_LIST]:
        return True
    return any(".".join(inner[n:]) in assessed for n in range(len(inner)))
