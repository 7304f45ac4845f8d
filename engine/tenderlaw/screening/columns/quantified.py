"""Quantifiers in columns: counts and sums of entries, and what they come to for a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias, cast

from tenderlaw.facts.collections import Item
from tenderlaw.facts.portions import PORTIONS
from tenderlaw.packs.conditions import Amount, Condition, Some, Sum
from tenderlaw.rules.reading import number_of, years_ended
from tenderlaw.rules.sums import compile_sum
from tenderlaw.rules.truth import Truth
from tenderlaw.screening.arrow.algebra import (
    AMOUNT,
    NUMBER,
    Given,
    amounts,
    choose,
    compare,
    each_day,
    has_bits,
    is_null,
    of_kind,
    sum_of,
)
from tenderlaw.screening.arrow.spaces import Column
from tenderlaw.screening.columns.entries import Entries
from tenderlaw.screening.columns.kleene import Kleene, agreed, all_of, any_of, negate, possibly, surely, where
from tenderlaw.screening.columns.leaves import money_parts, same
from tenderlaw.screening.columns.portions import REST, REST_IN
from tenderlaw.screening.columns.sight import Sight
from tenderlaw.screening.columns.tallies import WORD, Tally

__all__ = ["adds", "bounds_of", "needs_counts", "number_in", "of_procurement", "reader_of", "tallies", "truth_of_row"]

Bound: TypeAlias = tuple[Given, Given]
"""An amount and its currency."""
Part: TypeAlias = tuple[bool | Column, int | Column | Decimal]
"""What may add to a total, and how much."""


def needs_counts(quantifier: Some | Sum | None) -> bool:
    """Whether a quantifier needs more than a bit: a number of entries, or a sum."""
    return isinstance(quantifier, Sum) or (quantifier is not None and quantifier.at_least != 1)


def number_in(some: Some, sight: Sight) -> int | Column | None:
    """How many entries a quantifier asks for; null, or None, where the day is unknown from which years are counted."""
    if isinstance(some.at_least, int):
        return some.at_least
    since, at = sight.read(some.at_least.since), sight.operand(some.at_least.at)
    if since is None or at is None:
        return None
    if not isinstance(since, Column) and not isinstance(at, Column):
        return number_of(some, sight.constant())
    return each_day(_years_ended, (cast("Column", since), cast("Column", at)), NUMBER, some.at_least.event_day_counted)


def _years_ended(since: date, at: date, event_day_counted: bool) -> int:
    return years_ended(since, at, event_day_counted=event_day_counted)


def bounds_of(total: Sum, sight: Sight) -> Sequence[Bound]:
    """What a sum may be compared with, of one currency; nothing where no row knows it."""
    found = sight.all_choices(total.operand)
    if any(one is None for one in found) or len({one.currency for one in found if isinstance(one, Amount)}) > 1:
        return ()
    return [money_parts(one) for one in found]


def tallies(quantifier: Some | Sum, bit: int, value: Kleene, entries: Entries, sight: Sight) -> dict[str, Tally]:
    """What an entry adds to the row's count or sum, by the word for it; `bit` is the quantifier's."""
    sure, maybe, absent = surely(value), possibly(value), entries.absent
    if isinstance(quantifier, Some):
        many = _choose_number(absent, _many(number_in(quantifier, sight)), 1)
        return {
            f"sure_{bit}": Tally("count", _choose_number(all_of([sure, negate(absent)]), 1, 0)),
            f"maybe_{bit}": Tally("count", _choose_number(maybe, many, 0)),
        }
    names = quantifier.names
    known, amount = _amounts(entries.read(names), bounds_of(quantifier, sight), entries, names)
    zero = Decimal(0)
    return {
        f"least_{bit}": Tally("sum", _choose_amount(all_of([sure, known]), amount, zero)),
        f"most_{bit}": Tally("sum", _choose_amount(all_of([maybe, known]), amount, zero)),
        f"open_{bit}": Tally("count", _choose_number(all_of([maybe, negate(known)]), 1, 0)),
    }


def _many(number: int | Column | None) -> int | Column:
    """How many entries stand for a list that was not given: as many as are asked for, and at least one."""
    if not isinstance(number, Column):
        return number or 1
    return _choose_number(surely(compare("greater", number, 0)), number, 1)


def _choose_number(condition: Kleene, then: int | Column, otherwise: int | Column) -> int | Column:
    return otherwise if condition is None else cast("int | Column", choose(condition, then, otherwise, NUMBER))


def _choose_amount(condition: Kleene, then: Given, otherwise: Given) -> Given:
    return otherwise if condition is None or then is None else choose(condition, then, otherwise, AMOUNT)


def _amounts(money: object, bounds: Sequence[Bound], entries: Entries, names: tuple[str, ...]) -> tuple[Kleene, Given]:
    """Where the amount of an entry is known and adds, and the amount."""
    if not bounds:
        return False, None
    known: Kleene = False
    amount: Given = None
    if isinstance(money, Column):
        known = all_of([adds(money, bounds), negate(entries.absent)])
        amount = of_kind(money_parts(money)[0], AMOUNT, money.space)
    rest = entries.columns.get(REST)
    if rest is None or names != (PORTIONS[entries.collection].value,):
        return known, amount
    # what stands for entries that nobody gave comes to an amount that may be known
    mine = surely(same(cast("Given", entries.columns[REST_IN]), bounds[0][1]))
    of_rest = all_of([entries.absent, negate(is_null(rest)), mine])
    return any_of([known, of_rest]), rest if amount is None else _choose_amount(entries.absent, rest, amount)


def truth_of_row(quantifier: Some | Sum, bit: int, found: Callable[[str], Given], sight: Sight) -> Kleene:
    """What a quantifier comes to for a row; `found` reads what its entries came to, zero where none did."""
    if not needs_counts(quantifier):
        place, mask = bit // WORD, 1 << bit % WORD
        sure, maybe = (has_bits(cast("int | Column", found(f"{word}{place}")), mask) for word in ("s", "p"))
        return where(sure, True, where(maybe, None, False))
    if isinstance(quantifier, Some):
        number = number_in(quantifier, sight)
        if number is None:
            return None
        sure_, maybe_ = (_at_least(found(f"{word}_{bit}"), number) for word in ("sure", "maybe"))
        known = where(surely(sure_), True, where(surely(maybe_), None, False))
        return where(is_null(number), None, known) if isinstance(number, Column) else known
    least, most = found(f"least_{bit}"), found(f"most_{bit}")
    bounded = negate(_at_least(found(f"open_{bit}"), 1))
    return _by_bounds(quantifier, sight, lambda inside: _of_sum(
        quantifier, least, most, bounded, bounds_of(quantifier, inside)
    ))  # fmt: skip


def _by_bounds(leaf: Sum, sight: Sight, judge: Callable[[Sight], Kleene]) -> Kleene:
    """What follows from what a sum is compared with, whichever version of it counts in a row."""
    return sight.by_version(leaf.operand, judge) if sight.varies(leaf.operand) else judge(sight)


def _at_least(a: Given, b: Given) -> Kleene:
    return _sizes("greater_equal", a, b)


def _sizes(name: str, a: Given, b: Given) -> Kleene:
    if isinstance(a, Column) or isinstance(b, Column):
        return compare(name, a, b)
    held, bound = cast("Decimal", a), cast("Decimal", b)
    return {"greater": held > bound, "greater_equal": held >= bound, "less": held < bound,
            "less_equal": held <= bound}[name]  # fmt: skip


def _of_sum(leaf: Sum, least: Given, most: Given, bounded: Kleene, bounds: Sequence[Bound]) -> Kleene:
    """What lies between the least and the most, compared with each bound; without a most where it is not bounded."""
    strict, rising = leaf.operator in ("more_than", "at_most"), leaf.operator in ("at_least", "more_than")

    def compared(bound: Bound) -> Kleene:
        limit = bound[0]
        above = surely(_sizes("greater" if strict else "greater_equal", least, limit))
        below = surely(all_of([bounded, _sizes("less_equal" if strict else "less", most, limit)]))
        return where(above, rising, where(below, not rising, None))

    return agreed([compared(bound) for bound in bounds]) if bounds else None


# Lists of the procurement -------------------------------------------------------------------------------


def of_procurement(quantifier: Some | Sum, sight: Sight, translate: Callable[[Condition, Sight], Kleene]) -> Kleene:
    """A quantifier over a list of the procurement, whose entries are the same for every row."""
    items = sight.models.collections[quantifier.collection].items(sight.procurement)
    values = [translate(quantifier.where, replace(sight, item=reader_of(item), known={})) for item in items]
    if isinstance(quantifier, Sum):
        return _by_bounds(quantifier, sight, lambda inside: _sum_of_procurement(quantifier, values, items, inside))
    truths = [all_of([value, None]) if item.placeholder else value for value, item in zip(values, items, strict=True)]
    wanted = number_in(quantifier, sight)
    if wanted is None:
        return None
    if wanted == 1:
        return any_of(truths)
    many = [_many(wanted) if item.placeholder else 1 for item in items]
    sure = _at_least(_total([(surely(value), 1) for value in truths]), wanted)
    maybe = _at_least(_total([(possibly(value), number) for value, number in zip(truths, many, strict=True)]), wanted)
    known = where(surely(sure), True, where(surely(maybe), None, False))
    return where(is_null(wanted), None, known) if isinstance(wanted, Column) else known


def _sum_of_procurement(leaf: Sum, values: Sequence[Kleene], items: Sequence[Item], sight: Sight) -> Kleene:
    """A sum over entries of the procurement of which each belongs to it in some rows."""
    bounds = bounds_of(leaf, sight)
    varying = [*values, *(part for bound in bounds for part in bound)]
    if not any(isinstance(value, Column) for value in varying):
        truths = [cast("Truth", value) for value in values]
        return compile_sum(leaf, sight.typed.pack)(truths, items, sight.constant())
    if not bounds:
        return None
    least, most, open_ = list[Part](), list[Part](), list[Kleene]()
    for value, item in zip(values, items, strict=True):
        money = item.money.get(leaf.names[0]) if item.placeholder else reader_of(item)(leaf.names)
        known = adds(money, bounds)
        open_.append(all_of([possibly(value), negate(known)]))
        if isinstance(money, Mapping):
            least.append((surely(all_of([value, known])), money["amount"]))
            most.append((surely(all_of([possibly(value), known])), money["amount"]))
    return _of_sum(leaf, _total_amount(least), _total_amount(most), negate(any_of(open_)), bounds)


def adds(money: object, bounds: Sequence[Bound]) -> Kleene:
    """Whether an amount adds to a sum: known, and in the currency of the bounds, if that is known."""
    if money is None:
        return False
    (_, currency), wanted = money_parts(money), bounds[0][1] if bounds else None
    known = negate(is_null(money)) if isinstance(money, Column) else True
    return all_of([known, True if wanted is None else possibly(same(currency, wanted))])


def _total(parts: Iterable[Part]) -> int | Column:
    """The numbers of those parts that hold, added up."""
    return sum_of(*(_choose_number(holds, cast("int | Column", number), 0) for holds, number in parts))


def _total_amount(parts: Iterable[Part]) -> Given:
    """The amounts of those parts that hold, added up."""
    out: Given = Decimal(0)
    for holds, number in parts:
        amount = _choose_amount(holds, cast("Decimal", number), Decimal(0))
        if isinstance(out, Column) or isinstance(amount, Column):
            first, second = (out, amount) if isinstance(out, Column) else (amount, out)
            out = amounts("add", cast("Column", first), second)
        else:
            out = cast("Decimal", out) + cast("Decimal", amount)
    return out


def reader_of(item: Item) -> Callable[[tuple[str, ...]], object]:
    """Reads a fact of an entry of the procurement."""

    def read(names: tuple[str, ...]) -> object:
        found: object = item.record
        for name in names:
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    return read
