"""A condition asked about another day than the as-of date: only what had begun by that day counts.

As of the as-of date this is so of itself. Of an earlier day it is written out: an entry that had not come to be by
then is none, and a fact of it that had not begun by then (a penalty, a report) was not given.
"""

from __future__ import annotations

from dataclasses import replace

from tenderlaw.facts.catalogue import begin_days
from tenderlaw.facts.models import BUILT_IN, FactModels
from tenderlaw.packs.conditions import All, AnyOf, Begun, Condition, Given, Not, Operand, Some, Sum, Test
from tenderlaw.packs.walking import with_parts

__all__ = ["begun_by"]


def begun_by(condition: Condition, collection: str | None, at: Operand, models: FactModels = BUILT_IN) -> Condition:
    """`condition`, which speaks of an entry of `collection` or of the whole case, of what had begun by the day `at`.

    It asks nothing of the day itself: where the condition compares with the as-of date, that stays for the caller.
    """
    inside = _inside(condition, collection, at, models)
    begins = collection is not None and begin_days(models.collections[collection].model)
    return All((Begun(collection, at), inside)) if collection is not None and begins else inside


def _inside(condition: Condition, collection: str | None, at: Operand, models: FactModels) -> Condition:
    if isinstance(condition, All | AnyOf | Not):
        return with_parts(condition, lambda part: _inside(part, collection, at, models))
    if isinstance(condition, Some | Sum):
        return replace(condition, where=begun_by(condition.where, condition.collection, at, models))
    if isinstance(condition, Test) and collection is not None and condition.ref.root == "item":
        return _of_fact(condition, collection, at, models)
    return condition


def _of_fact(leaf: Test, collection: str, at: Operand, models: FactModels) -> Condition:
    (name, *rest), operand = leaf.ref.names, leaf.operand
    if rest or leaf.kind != "truth" or not begin_days(models.collections[collection].model, name):
        return leaf
    begun = Begun(collection, at, name)
    if isinstance(operand, Given) and operand.value is False:
        return AnyOf((leaf, Not(begun)))
    return All((leaf, begun))
