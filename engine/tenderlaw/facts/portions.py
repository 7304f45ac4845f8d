"""Values and the portions given of them: what the portions leave of the whole is there all the same.

Of that remainder nothing is known but its amount. Where no portion is given, the remainder is the whole. A portion
without a value leaves open whether anything remains; one in another currency, how much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final, cast

from tenderlaw.facts.agreeing import Conflict, Get, fact_of
from tenderlaw.facts.base import Facts, Record
from tenderlaw.facts.catalogue import fields_of
from tenderlaw.facts.exact import difference, total

__all__ = [
    "OF_PORTIONS",
    "PORTIONS",
    "Portions",
    "Remainder",
    "overrun",
    "remainder_in",
    "remainder_of",
    "shared_with_portions",
    "unaccounted",
    "with_shared",
]


@dataclass(frozen=True, slots=True)
class Portions:
    """A list whose entries are portions of a value."""

    whole: tuple[str, ...]
    """The value, from the operator or the procurement."""
    listed: tuple[str, ...]
    """The list."""
    value: str
    """The value of an entry."""


PORTIONS: Final = {
    "performance": Portions(("estimated_value_excluding_vat",), ("performance",), "estimated_value"),
    "subcontract_performance": Portions(("subcontract", "value"), ("subcontract", "performance"), "estimated_value"),
}
"""By the collection."""

OF_PORTIONS: Final = "(of portions)"
"""Of the record of a whole: what each of its portions is, those that nobody gave among them, because the whole is."""


@cache
def shared_with_portions(model: type[Facts]) -> tuple[str, ...]:
    """The truths of a whole that each of its portions is where the whole is and the portion does not say otherwise."""
    return tuple(name for name, field in fields_of(model).items() if field.of_portions)


def with_shared(model: type[Facts], whole: Record) -> Record:
    """The record of a whole, of this model, with what its portions share with it written out; itself without any."""
    shared: Record = {name: True for name in shared_with_portions(model) if whole.get(name) is True}
    if not shared:
        return whole
    portions = cast("Sequence[Record] | None", whole.get("performance"))
    written = {} if portions is None else {"performance": tuple([{**shared, **portion} for portion in portions])}
    return {**whole, **written, OF_PORTIONS: shared}


@dataclass(frozen=True, slots=True)
class Remainder:
    """What portions leave of a value."""

    money: Record | None
    """How much; None where they are in another currency."""


def remainder_of(whole: object, portions: Sequence[Record] | None, value: str) -> Remainder | None:
    """What the portions leave of the whole; None where they leave nothing, or nobody can tell."""
    if whole is None:
        return None
    money = cast("Record", whole)
    if portions is None:
        return Remainder(money)
    values = [cast("Record | None", portion.get(value)) for portion in portions]
    known = [one for one in values if one is not None]
    if len(known) < len(values):
        return None
    if any(one["currency"] != money["currency"] for one in known):
        return Remainder(None)
    amount, given = cast("Decimal", money["amount"]), total(cast("Decimal", one["amount"]) for one in known)
    return Remainder({**money, "amount": difference(amount, given)}) if given < amount else None


def remainder_in(record: Record, collection: str) -> Remainder | None:
    """What the portions of a collection leave of their whole, within an operator or a procurement."""
    one = PORTIONS[collection]
    listed = cast("Sequence[Record] | None", _at(record, one.listed))
    return remainder_of(_at(record, one.whole), listed, one.value)


def overrun(collection: str, get: Get) -> Conflict | None:
    """Where the portions come to more than their whole; `get` reads what holds both, a model or plain data."""
    one = PORTIONS[collection]
    whole, portions = get(one.whole[-1]), get(one.listed[-1])
    if whole is None or not portions:
        return None
    found = [fact_of(portion, one.value) for portion in portions]
    same = [fact_of(money, "amount") for money in found if money and _currency(money) == _currency(whole)]
    given = total(same)
    if given <= fact_of(whole, "amount"):
        return None
    message = f"the portions come to {given:f} {_currency(whole)}, more than `{one.whole[-1]}`"
    return Conflict(message, (one.listed[-1],), (one.whole[-1],))


def _currency(money: object) -> str:
    return str(fact_of(money, "currency"))


def unaccounted(record: Record, path: str) -> str | None:
    """What a list given within an operator or a procurement leaves of its whole, in words."""
    name = next((name for name, one in PORTIONS.items() if ".".join(one.listed) == path), None)
    found = None if name is None else remainder_in(record, name)
    if name is None or found is None or _at(record, PORTIONS[name].listed) is None:
        return None
    whole = cast("Record", _at(record, PORTIONS[name].whole))
    said = f"{whole['amount']:f} {whole['currency']}"
    if found.money is None:
        return f"portions in another currency than the whole, {said}: whether they account for it is not known"
    return f"portions of {said} that leave {found.money['amount']:f} {whole['currency']}, of which nothing is known"


def _at(record: Record, path: tuple[str, ...]) -> object:
    found: object = record
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found
