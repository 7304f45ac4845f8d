"""Values and the portions given of them: what the portions leave of the whole is there all the same.

Of that remainder nothing is known but its amount. Where no portion is given, the remainder is the whole. A portion
without a value leaves open whether anything remains; one in another currency, how much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, cast

from tenderlaw.facts.agreeing import Conflict, Get, fact_of
from tenderlaw.facts.base import Record
from tenderlaw.facts.exact import difference, total

__all__ = ["PORTIONS", "Portions", "Remainder", "overrun", "remainder_in", "remainder_of", "unaccounted"]


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
