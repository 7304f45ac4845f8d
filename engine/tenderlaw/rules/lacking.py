"""What leaves a leaf of the condition tree unknown: the paths of the facts that it lacks."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from tenderlaw.facts.currencies import rates_beside
from tenderlaw.facts.lot_facts import answers_about_lots
from tenderlaw.packs.conditions import Begun, Condition, Dated, Fact, Given, InPeriod, Reading, Ref, Test, Unsettled
from tenderlaw.packs.model.values import Version
from tenderlaw.packs.typed import TypedPack, TypedPeriod
from tenderlaw.rules.dated import asked_days, choices, choices_on_bases, held, settled, value_of, version_of
from tenderlaw.rules.reading import Scope, day_path, operand_of, path_of, read

__all__ = ["missing_facts"]


def missing_facts(leaf: Condition, typed: TypedPack, scope: Scope) -> list[str]:
    """Paths of the facts whose absence leaves this leaf unknown."""
    if isinstance(leaf, Test) and isinstance(leaf.operand, Given) and leaf.kind != "valuation":
        # by far the most of them; given, and still unknown, is another currency, or what the pack does not know
        return _answers(leaf.ref, scope) if read(leaf.ref, scope) is None else [_unfit(leaf, scope)]
    if isinstance(leaf, InPeriod):
        found = [] if operand_of(leaf.at, scope) is not None else _absent_operand(leaf, scope)
        return found + _missing_of_period(typed.periods[leaf.period_id], scope)
    if isinstance(leaf, Begun):
        return _absent_operand(leaf, scope)
    if not isinstance(leaf, Test) or isinstance(leaf.operand, Unsettled):
        return []
    found = [] if read(leaf.ref, scope) is not None else _answers(leaf.ref, scope)
    if isinstance(leaf.operand, Dated):
        if not _is_settled(leaf, leaf.operand, typed, scope):
            days = asked_days(leaf.operand.on, scope.operator, scope.procurement)
            found += [day_path(day, scope) for day in days] or [path_of(leaf.ref, scope)]
    elif operand_of(leaf.operand, scope) is None:
        found += _absent_operand(leaf, scope)
    if leaf.kind == "valuation":
        known = read(leaf.ref, scope) is not None
        found = [*([] if found and known else [_basis_path(leaf, typed, scope)]), *found[0 if known else 1 :]]
    # given, and still unknown: another currency, or an offence that the catalogue does not hold
    return found or [_unfit(leaf, scope)]


def _unfit(leaf: Test, scope: Scope) -> str:
    """What would answer where a fact is given and does not: a rate of its year, or the fact in another way."""
    path = path_of(leaf.ref, scope)
    return (rates_beside(path) if leaf.kind == "money" else None) or path


def _is_settled(leaf: Test, operand: Dated, typed: TypedPack, scope: Scope) -> bool:
    """Whether the dated value is known with which the leaf compares."""
    counting = scope.values.get(operand.key)
    if isinstance(counting, Version):
        return (counting.amount if leaf.kind == "valuation" else held(counting)) is not None
    choose = choices_on_bases if leaf.kind == "valuation" else choices
    return settled(choose(value_of(operand, typed.pack), counting))


def _answers(ref: Ref, scope: Scope) -> list[str]:
    """The facts of the case that would answer `ref`: itself, or what it is derived from."""
    if ref.root != "procurement" or len(ref.names) > 1:
        return [path_of(ref, scope)]
    return [f"procurement.{path}" for path in answers_about_lots(scope.procurement, ref.names[0])]


def _basis_path(leaf: Test, typed: TypedPack, scope: Scope) -> str:
    """The path of the value on the VAT basis that the threshold asks for; without VAT where that is unknown."""
    operand = cast("Dated", leaf.operand)
    version = version_of(scope.values.get(operand.key))
    basis = None if version is None else value_of(operand, typed.pack).vat_of(version)
    name = f"{leaf.ref.names[0]}_{'including' if basis == 'included' else 'excluding'}_vat"
    return path_of(replace(leaf.ref, names=(name,)), scope)


def _absent_operand(leaf: Reading, scope: Scope) -> list[str]:
    operand = leaf.operand if isinstance(leaf, Test) else leaf.at
    return [path_of(operand.ref, scope)] if isinstance(operand, Fact) else []


def _missing_of_period(period: TypedPeriod, scope: Scope) -> list[str]:
    refs: list[Ref] = []
    if period.judgment is not None:
        sets, until = period.judgment
        if read(sets, scope) is None:
            refs.append(sets)
        elif read(sets, scope) is True:
            refs.append(until)
    if period.judgment is None or read(period.judgment[0], scope) is not True:
        for start in period.starts:
            if start.when is not None:
                refs += [ref for ref in _refs(start.when) if read(ref, scope) is None]
                if scope.decide(start.when, scope) is False:
                    continue
            if read(start.day, scope) is None:
                refs.append(start.day)
            if start.when is None or scope.decide(start.when, scope) is True:
                break
    return list(dict.fromkeys(path_of(ref, scope) for ref in refs))


def _refs(condition: Condition) -> list[Ref]:
    if isinstance(condition, Test):
        return [condition.ref]
    parts = getattr(condition, "parts", None) or [part for part in [getattr(condition, "part", None)] if part]
    return [ref for part in parts for ref in _refs(part)]
