"""Quantifiers in columns: counts and sums of entries, and what they come to for a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, cast

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from tenderlaw.facts.collections import COLLECTIONS, Item
from tenderlaw.facts.portions import PORTIONS
from tenderlaw.packs.conditions import Amount, Condition, Some, Sum
from tenderlaw.rules.reading import number_of
from tenderlaw.rules.sums import compile_sum
from tenderlaw.rules.truth import Truth
from tenderlaw.screening.entries import ABSENT, Entries
from tenderlaw.screening.kleene import Kleene, agreed, all_of, any_of, column, negate, possibly, surely
from tenderlaw.screening.leaves import is_column, money_parts
from tenderlaw.screening.plan import Wanted
from tenderlaw.screening.portions import REST, REST_IN

if TYPE_CHECKING:
    from tenderlaw.screening.translate import Sight

__all__ = ["adds", "bounds_of", "needs_counts", "number_in", "of_procurement", "reader_of", "tallies", "truth_of_row"]

_AMOUNT = "decimal(38, 4)"

Bound: TypeAlias = tuple[ir.Value, ir.Value]
"""An amount and its currency."""
Part: TypeAlias = tuple[bool | ir.BooleanValue, int | Decimal]
"""What may add to a total, and how much."""


def needs_counts(one: Wanted) -> bool:
    """Whether a quantifier needs more than a bit: a number of entries, or a sum."""
    return isinstance(one.quantifier, Sum) or (one.quantifier is not None and one.quantifier.at_least != 1)


def number_in(some: Some, sight: Sight) -> int | None:
    """How many entries a quantifier asks for, the same for every row; None where the day is unknown."""
    return number_of(some, sight.constant())


def bounds_of(total: Sum, sight: Sight) -> Sequence[Bound]:
    """What a sum may be compared with, of one currency; nothing where no row knows it."""
    found = sight.choices(total.operand)
    if any(one is None for one in found) or len({one.currency for one in found if isinstance(one, Amount)}) > 1:
        return ()
    return [money_parts(one) for one in found]


def tallies(one: Wanted, value: Kleene, entries: Entries, sight: Sight) -> dict[str, int | ir.Value]:
    """What an entry adds to the row's count or sum, by the name of the column; summed over the row's entries."""
    if entries.missing:
        return _unknown_tallies(one, value, sight)
    sure, maybe = (ibis.literal(part) if isinstance(part, bool) else part for part in (surely(value), possibly(value)))
    absent = entries.table[ABSENT]
    if isinstance(one.quantifier, Some):
        many = ibis.ifelse(absent, number_in(one.quantifier, sight) or 1, 1)
        return {
            f"sure_{one.bit}": ibis.ifelse(sure & ~absent, 1, 0).cast("int64"),
            f"maybe_{one.bit}": ibis.ifelse(maybe, many, 0).cast("int64"),
        }
    total = cast("Sum", one.quantifier)
    money, bounds = entries.read(total.names), bounds_of(total, sight)
    zero = ibis.literal(Decimal(0), type=_AMOUNT)
    found = _amounts(money, bounds, entries, total.names)
    if found is None:
        return {f"least_{one.bit}": zero, f"most_{one.bit}": zero, f"open_{one.bit}": ibis.ifelse(maybe, 1, 0)}
    amount, known = found
    return {
        f"least_{one.bit}": ibis.ifelse(sure & known, amount, zero),
        f"most_{one.bit}": ibis.ifelse(maybe & known, amount, zero),
        f"open_{one.bit}": ibis.ifelse(maybe & ~known, 1, 0).cast("int64"),
    }


def _amounts(
    money: object, bounds: Sequence[Bound], entries: Entries, names: tuple[str, ...]
) -> tuple[ir.Value, ir.BooleanValue] | None:
    """The amount of each entry, and where it is known; None where it is in no row."""
    table, absent = entries.table, entries.table[ABSENT]
    if not bounds:
        return None
    found: tuple[ir.Value, ir.BooleanValue] | None = None
    if isinstance(money, ir.StructValue):
        found = money["amount"].cast(_AMOUNT), column(adds(money, bounds)) & ~absent
    if REST not in table.columns or names != (PORTIONS[entries.collection].value,):
        return found
    # what stands for entries that nobody gave comes to an amount that may be known
    same = column(_same(table[REST_IN], bounds[0][1]))
    known = absent & table[REST].notnull() & same.fill_null(False)
    if found is None:
        return table[REST], known
    return ibis.ifelse(absent, table[REST], found[0]), found[1] | known


def _unknown_tallies(one: Wanted, value: Kleene, sight: Sight) -> dict[str, int | ir.Value]:
    """What a list adds of which nothing is known: nothing for certain, and any number where its entries may count."""
    maybe = possibly(value) is True
    if isinstance(one.quantifier, Some):
        return {f"sure_{one.bit}": 0, f"maybe_{one.bit}": (number_in(one.quantifier, sight) or 1) if maybe else 0}
    return {f"open_{one.bit}": int(maybe)}


def truth_of_row(one: Wanted, found: Callable[[str], ir.Value], sight: Sight) -> Kleene:
    """What a quantifier comes to for a row; `found` reads a column of what its entries came to, zero where none did."""
    if not needs_counts(one):
        sure, maybe = ((found(f"{word}{one.word}") & one.mask) != 0 for word in ("s", "p"))
        return ibis.ifelse(sure, True, ibis.ifelse(maybe, ibis.null("boolean"), False))
    if isinstance(one.quantifier, Some):
        number = number_in(one.quantifier, sight)
        if number is None:
            return None
        sure, maybe = found(f"sure_{one.bit}") >= number, found(f"maybe_{one.bit}") >= number
        return ibis.ifelse(sure, True, ibis.ifelse(maybe, ibis.null("boolean"), False))
    least, most, bounded = found(f"least_{one.bit}"), found(f"most_{one.bit}"), found(f"open_{one.bit}") == 0
    total = cast("Sum", one.quantifier)
    return _of_sum(total, least, most, bounded, bounds_of(total, sight))


def _of_sum(leaf: Sum, least: ir.Value, most: ir.Value, bounded: ir.BooleanValue, bounds: Sequence[Bound]) -> Kleene:
    """What lies between the least and the most, compared with each bound; without a most where it is not bounded."""
    strict, rising = leaf.operator in ("more_than", "at_most"), leaf.operator in ("at_least", "more_than")

    def compared(bound: Bound) -> Kleene:
        limit = bound[0].cast(_AMOUNT)
        above = least > limit if strict else least >= limit
        below = bounded & (most <= limit if strict else most < limit)
        return ibis.ifelse(above, rising, ibis.ifelse(below, not rising, ibis.null("boolean")))

    return agreed([compared(bound) for bound in bounds]) if bounds else None


def of_procurement(quantifier: Some | Sum, sight: Sight, translate: Callable[[Condition, Sight], Kleene]) -> Kleene:
    """A quantifier over a list of the procurement, whose entries are the same for every row."""
    items = COLLECTIONS[quantifier.collection].items(sight.procurement)
    values = [translate(quantifier.where, replace(sight, item=reader_of(item), known={})) for item in items]
    same = not any(is_column(value) for value in values)
    if isinstance(quantifier, Sum):
        if same and not is_column(sight.operand(quantifier.operand)):
            test = compile_sum(quantifier, sight.typed.pack)
            return test(cast("list[Truth]", values), items, sight.constant())
        return _added_up(quantifier, list(zip(values, items, strict=True)), bounds_of(quantifier, sight))
    truths = [all_of([value, None]) if item.placeholder else value for value, item in zip(values, items, strict=True)]
    wanted = number_in(quantifier, sight)
    if wanted is None:
        return None
    if wanted == 1:
        return any_of(truths)
    many = [wanted if item.placeholder else 1 for item in items]
    if same:
        sure = sum(1 for value in truths if value is True)
        maybe = sum(number for value, number in zip(truths, many, strict=True) if value is not False)
        return True if sure >= wanted else None if maybe >= wanted else False
    sure_ = _total([(surely(value), 1) for value in truths]) >= wanted
    maybe_ = _total([(possibly(value), number) for value, number in zip(truths, many, strict=True)]) >= wanted
    return ibis.ifelse(sure_, True, ibis.ifelse(maybe_, ibis.null("boolean"), False))


def _added_up(leaf: Sum, entries: Sequence[tuple[Kleene, Item]], bounds: Sequence[Bound]) -> Kleene:
    """A sum over entries of the procurement of which each belongs to it in some rows."""
    if not bounds:
        return None
    least, most, open_ = list[Part](), list[Part](), list[Kleene]()
    for value, item in entries:
        money = item.money.get(leaf.names[0]) if item.placeholder else reader_of(item)(leaf.names)
        known = adds(money, bounds)
        open_.append(all_of([possibly(value), negate(known)]))
        if isinstance(money, Mapping):
            least.append((surely(all_of([value, known])), money["amount"]))
            most.append((surely(all_of([possibly(value), known])), money["amount"]))
    bounded = column(negate(any_of(open_)))
    return _of_sum(leaf, _total(least), _total(most), bounded, bounds)


def adds(money: object, bounds: Sequence[Bound]) -> Kleene:
    """Whether an amount adds to a sum: known, and in the currency of the bounds, if that is known."""
    if money is None:
        return False
    (_, currency), wanted = money_parts(money), bounds[0][1] if bounds else None
    known = money.notnull() if isinstance(money, ir.Value) else True
    return all_of([known, True if wanted is None else possibly(_same(currency, wanted))])


def _same(left: ir.Value, right: ir.Value) -> Kleene:
    a, b = left.op(), right.op()
    if isinstance(a, ops.Literal) and isinstance(b, ops.Literal):
        return bool(a.value == b.value)
    return cast("Kleene", right == left if isinstance(a, ops.Literal) else left == right)


def _total(parts: Iterable[Part]) -> ir.NumericValue:
    """The numbers of those parts that hold, added up."""
    out: ir.NumericValue = ibis.literal(0, type=_AMOUNT)
    for holds, number in parts:
        amount = ibis.literal(number, type=_AMOUNT)
        if holds is not False:
            out = out + (amount if holds is True else ibis.ifelse(holds, amount, ibis.literal(0, type=_AMOUNT)))
    return out


def reader_of(item: Item) -> Callable[[tuple[str, ...]], object]:
    """Reads a fact of an entry of the procurement."""

    def read(names: tuple[str, ...]) -> object:
        found: object = item.record
        for name in names:
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    return read
