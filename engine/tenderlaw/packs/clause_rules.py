"""Prescriptions of clauses: typed, and checked for which day decides their version and what the pack fills in."""

from __future__ import annotations

from tenderlaw.facts.catalogue import Field
from tenderlaw.packs.conditions import All, Ref
from tenderlaw.packs.fact_paths import check_day, resolve
from tenderlaw.packs.grammar import Grammar
from tenderlaw.packs.model.prescriptions import ClauseRule, Filling
from tenderlaw.packs.typed import TypedClause, TypedFilling
from tenderlaw.sources.faults import nearest
from tenderlaw.sources.tree import Steps

__all__ = ["type_clause"]

_KINDS = ("code", "word", "offence", "words", "day", "money", "number")
"""Kinds of facts that can be said in a clause."""


def type_clause(rule: ClauseRule, grammar: Grammar, at: Steps) -> TypedClause:
    """Type a prescription; faults go to the report of the grammar."""
    for i, path in enumerate(rule.by):
        check_day(grammar.pack.models, path, (*at, "by", i), grammar.report)
    if (rule.by != ("as_of",)) != (rule.by_cite is not None):
        grammar.report(at, "`by` and `by_cite` go together", "cite the provision that names the day, or leave both out")
    alternates = tuple(
        (name, grammar.condition(raw, None, (*at, "alternates", name))) for name, raw in rule.alternates.items()
    )
    fillings = tuple(
        _filling(name, filling, grammar, (*at, "fillings", name, i))
        for name, options in rule.fillings.items()
        for i, filling in enumerate(options)
    )
    return TypedClause(rule, grammar.condition(rule.when, None, (*at, "when")), alternates, fillings)


def _filling(name: str, said: Filling, grammar: Grammar, at: Steps) -> TypedFilling:
    when = None if said.when is None else grammar.condition(said.when, None, (*at, "when"))
    if (said.value is None) == (said.each is None):
        grammar.report(at, "a filling gives a `value`, or `each` entry of a list", "say one of the two")
    if said.value is not None:
        _check_value(said, grammar, at)
        return TypedFilling(name, said, when, None, ())
    collection = said.each
    if collection is None or collection not in grammar.pack.models.collections:
        hint = nearest(str(collection), grammar.pack.models.collections)
        grammar.report((*at, "each"), f"unknown collection `{collection}`", hint)
        return TypedFilling(name, said, when, None, ())
    if grammar.pack.models.collections[collection].root != "procurement":
        hint = "a clause names no facts of a bidder"
        grammar.report((*at, "each"), f"`{collection}` is no list of the procurement", hint)
    if not said.of:
        grammar.report(at, "nothing is said of the entries", "name facts of them with `of`")
    of: list[tuple[Ref, Field]] = []
    for i, path in enumerate(said.of):
        found = resolve(grammar.pack.models, path, collection, (*at, "of", i), grammar.report)
        if found is not None and (found[0].root != "item" or found[1].kind not in _KINDS):
            grammar.report((*at, "of", i), f"`{path}` cannot be said of an entry", "name a single fact of the entry")
        elif found is not None:
            of.append(found)
    where = All(()) if said.where is None else grammar.condition(said.where, collection, (*at, "where"))
    return TypedFilling(name, said, when, where, tuple(of))


def _check_value(said: Filling, grammar: Grammar, at: Steps) -> None:
    values = grammar.pack.value_by_id
    if said.value not in values:
        grammar.report((*at, "value"), f"unknown value `{said.value}`", nearest(str(said.value), values))
    if said.of or said.where is not None:
        grammar.report(at, "`of` and `where` are for the entries of a list", "leave them out beside `value`")
