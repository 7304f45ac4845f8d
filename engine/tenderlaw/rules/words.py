"""Facts, values and operands in words that do not depend on language or locale."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

from tenderlaw.facts.base import OPEN
from tenderlaw.facts.currencies import said_of
from tenderlaw.packs.conditions import Amount, AsOf, Fact, Given, Length, Operand, Unsettled
from tenderlaw.packs.model.pack import Pack
from tenderlaw.packs.model.values import Value, Version
from tenderlaw.rules.dated import Undated, held, value_of
from tenderlaw.rules.reading import Scope, operand_of

__all__ = ["shown", "words_of"]

_MONEY: Final = {"amount", "currency"}
_VAT: Final = {"excluding_vat": "without VAT", "including_vat": "with VAT"}


def shown(value: object) -> str:
    """A fact's value in words."""
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return "open" if value == OPEN else value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Amount):
        return f"{value.amount:f} {value.currency}"
    if isinstance(value, dict) and value.keys() >= _MONEY:
        return said_of(value)
    if isinstance(value, dict) and value and set(value) <= set(_VAT):
        return ", ".join(f"{shown(money)} {_VAT[basis]}" for basis, money in value.items())
    if isinstance(value, tuple):
        return ", ".join(shown(part) for part in value)
    return str(value)


def words_of(operand: Operand, pack: Pack) -> Callable[[Scope], str]:
    """An operand in words, with the value that it stands for."""
    if isinstance(operand, Given):
        given = shown(operand.value)
        return lambda scope: given
    if isinstance(operand, Unsettled):
        why = operand.why
        return lambda scope: f"what the text leaves open: {why}"
    if isinstance(operand, AsOf):
        return lambda scope: f"the as-of date {scope.as_of.isoformat()}"
    if isinstance(operand, Fact):
        named = str(operand.ref) if operand.plus is None else f"{operand.ref} plus {_length(operand.plus)}"
        return lambda scope: f"{named} ({_shown_or_unknown(operand_of(operand, scope))})"
    value, key = value_of(operand, pack), operand.key

    # by identity: the versions are those of the pack, and live as long as it does
    said = {id(version): _dated(value, version) for version in value.versions}
    every = f"{value.id} (whatever its version)"

    def dated(scope: Scope) -> str:
        counting = scope.values.get(key)
        return every if isinstance(counting, Undated) else said.get(id(counting), f"{value.id} (unknown)")

    return dated


def _dated(value: Value, version: Version) -> str:
    if version.unsettled:
        return f"{value.id} (unknown: {version.unsettled})"
    money = f" {value.currency_of(version)}" if version.amount is not None else ""
    vat = f", VAT {value.vat_of(version)}" if version.amount is not None and value.vat_of(version) else ""
    return f"{value.id} ({shown(held(version))}{money}{vat}; {version.cite})"


def _length(length: Length) -> str:
    units = (length.years, "year"), (length.months, "month"), (length.days, "day")
    return " and ".join(f"{number} {unit}" + ("s" if number != 1 else "") for number, unit in units if number)


def _shown_or_unknown(value: object) -> str:
    return "unknown" if value is None else shown(value)
