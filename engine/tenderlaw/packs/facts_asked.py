"""Every fact that the rules of a pack name, by its path in a case without the numbers of entries."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.facts.asked_of import Asked, asked_of
from tenderlaw.facts.catalogue import begin_days
from tenderlaw.facts.models import FactModels
from tenderlaw.packs.conditions import (
    Begun,
    Condition,
    Dated,
    Fact,
    InPeriod,
    Operand,
    Ref,
    Some,
    Sum,
    Test,
)
from tenderlaw.packs.model.requirements import DueDay
from tenderlaw.packs.typed import TypedPack
from tenderlaw.packs.walking import walk

__all__ = ["asks_an_operator", "facts_asked", "shown_by"]

_OF_LINK = {"convicted": "link", "link_from": "link_from", "link_until": "link_until"}


def facts_asked(typed: TypedPack) -> frozenset[str]:
    """The facts that the pack's conditions name; a list is named with every fact of its entries."""
    found: set[str] = set()
    for collection, condition in _conditions(typed):
        found.update(_facts(condition, collection, typed))
    for duty in typed.duties:
        for ref in duty.days.values():
            found.update(_named(ref, duty.duty.over, typed))
    force = typed.pack.in_force
    chains = [force.by if force is not None else (), *(ground.ground.by for ground in typed.grounds)]
    dues = [one.requirement.due for one in typed.requirements]
    chains += [(due.fact,) for due in dues if isinstance(due, DueDay)]
    return frozenset(found.union(*(_days(chain) for chain in chains)))


def asks_an_operator(condition: Condition, typed: TypedPack) -> bool:
    """Whether a condition of the whole case speaks of an operator, and not of the procurement alone."""
    return any(path.startswith("operator") for path in _facts(condition, None, typed))


def _conditions(typed: TypedPack) -> Iterator[tuple[str | None, Condition]]:
    """Every condition of the pack, with the list of whose entries it speaks."""
    yield None, typed.scope
    for ground in typed.grounds:
        yield ground.collection, ground.when
        more = (*(condition for _, condition in ground.lifts), *ground.bars, ground.review_when)
        yield from ((ground.collection, one) for one in more if one is not None)
        if ground.ground.period is not None and ground.collection is not None:
            yield from ((ground.collection, one) for one in _of_period(ground.ground.period, typed))
            on = typed.periods[ground.ground.period].on
            if isinstance(on, Fact):
                yield None, Test(on.ref, "day", "on", on)
    for requirement in typed.requirements:
        more = (requirement.when, requirement.met, *(condition for _, condition in requirement.factors))
        yield from ((None, one) for one in more if one is not None)
    yield from ((None, unless) for _, unless in typed.roles if unless is not None)
    yield from ((None, condition) for _, condition in (*typed.risks, *typed.reviews))
    yield from ((one.over, condition) for one, condition in typed.passed_over)
    yield from (("convictions", condition) for _, _, condition in typed.elements)
    yield from ((None, condition) for _, condition in typed.remedies if condition is not None)
    for duty in typed.duties:
        yield duty.duty.over, duty.when
        parts = (part for _, asked, met in duty.elements for part in (asked, met))
        yield from ((duty.duty.over, one) for one in parts if one is not None)
    for clause in typed.clauses:
        yield from ((None, one) for one in (clause.when, *(condition for _, condition in clause.alternates)))
    if typed.tiering is not None:
        yield from ((None, condition) for _, condition in typed.tiering.targets)


def _of_period(period_id: str, typed: TypedPack) -> Iterator[Condition]:
    yield from (start.when for start in typed.periods[period_id].starts if start.when is not None)


def _facts(condition: Condition, collection: str | None, typed: TypedPack) -> Iterator[str]:
    for of, one in walk(condition, collection):
        if isinstance(one, Some | Sum):
            names = begin_days(typed.pack.models.collections[one.collection].model)
            for ref in (Ref("item", ()), *(Ref("item", (name,)) for name in names)):
                yield from _named(ref, one.collection, typed)
            if isinstance(one, Sum):
                yield from _named(Ref("item", one.names), one.collection, typed)
                yield from _operand(one.operand, of, typed)
        elif isinstance(one, Test):
            yield from _named(one.ref, of, typed)
            yield from _operand(one.operand, of, typed)
        elif isinstance(one, InPeriod | Begun):
            yield from _operand(one.at, of, typed)
            yield from _leaf(one, of, typed)


def _leaf(leaf: InPeriod | Begun, collection: str | None, typed: TypedPack) -> Iterator[str]:
    if isinstance(leaf, Begun):
        return
    period = typed.periods[leaf.period_id]
    refs = [*(period.judgment or ()), *(start.day for start in period.starts)]
    refs += [start.not_before for start in period.starts if start.not_before is not None]
    for ref in refs:
        yield from _named(ref, collection, typed)
    for condition in _of_period(leaf.period_id, typed):
        yield from _facts(condition, collection, typed)


def _operand(operand: Operand, collection: str | None, typed: TypedPack) -> Iterator[str]:
    if isinstance(operand, Fact):
        yield from _named(operand.ref, collection, typed)
    elif isinstance(operand, Dated):
        yield from _days(operand.on)


def _days(paths: tuple[str, ...]) -> Iterator[str]:
    for path in paths:
        if path != "as_of":
            yield path if path.startswith(("procurement.", "operator.")) else f"operator.{path}"


def _named(ref: Ref, collection: str | None, typed: TypedPack) -> Iterator[str]:
    """The paths of a fact, and of the groups that hold it."""
    if ref.root == "as_of":
        return
    heads = [ref.root] if ref.root != "item" or collection is None else _lists(collection, ref, typed)
    for head in heads:
        names = ref.names
        if collection == "convictions" and head == "operator.linked_persons" and names:
            names = (_OF_LINK[names[0]],)
        yield from (
            ".".join((head, *names[: end + 1])) for end in range(-1, len(names)) if end >= 0 or head != ref.root
        )


def _lists(collection: str, ref: Ref, typed: TypedPack) -> list[str]:
    """Where the entries of a collection stand."""
    if collection == "convictions":
        if ref.names and ref.names[0] in _OF_LINK:
            return ["operator.linked_persons"]
        return ["operator.convictions", "operator.linked_persons", "operator.linked_persons.convictions"][
            :: 1 if not ref.names else 2
        ]
    if collection == "subcontract_performance":
        return ["operator.subcontract", "operator.subcontract.performance"][0 if not ref.names else 1 :]
    return [f"{typed.pack.models.root_of(collection)}.{collection}"]


def shown_by(met: Condition | None, models: FactModels) -> Asked:
    """Who can show that a condition holds: the bidder, if any fact of it is its to answer."""
    tests = [] if met is None else [one for _, one in walk(met) if isinstance(one, Test)]
    paths = [f"operator.{'.'.join(one.ref.names)}" for one in tests if one.ref.root != "procurement"]
    return "bidder" if any(asked_of(path, models) == "bidder" for path in paths) else "authority"
