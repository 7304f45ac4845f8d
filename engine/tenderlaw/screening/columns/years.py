"""Financial years that cannot be so: `facts.accounts` in columns."""

from __future__ import annotations

import pyarrow as pa

from tenderlaw.facts.accounts import Figures
from tenderlaw.screening.arrow.aggregates import added_up, any_entry
from tenderlaw.screening.arrow.algebra import AMOUNT, NUMBER, amounts, choose, compare, field_of, is_null, of_kind
from tenderlaw.screening.arrow.spaces import Column, Rows, Space, Spread
from tenderlaw.screening.columns.kleene import Kleene, all_of, any_of, negate, surely

__all__ = ["conflicting_years"]


def conflicting_years(suppliers: Rows) -> bool | Column:
    """Where financial years of a supplier overlap, or state sums that are not those of their parts."""
    listed = suppliers.read("financial_years")
    if listed is None or not pa.types.is_list(listed.kind) or not pa.types.is_struct(listed.kind.value_type):
        return False
    years = suppliers.spread(listed)
    wrong = [_overlaps(years, listed), *(_of_figure(years, name) for name in Figures.model_fields)]
    return any_entry(surely(any_of(wrong)), years)


def _overlaps(years: Spread, listed: Column) -> Kleene:
    pairs = years.spread(years.reach(listed))
    end, begin, other = field_of(years.entry, "ends_on"), field_of(years.entry, "begins_on"), _field(pairs, "ends_on")
    if end is None or other is None:
        return False
    same = surely(compare("equal", other, pairs.reach(end)))
    number = added_up(of_kind(choose(same, 1, 0, NUMBER), NUMBER, pairs), pairs.parents, years)
    found: list[Kleene] = [compare("greater", number, 1)]
    if begin is not None:
        earlier = all_of([compare("less", other, pairs.reach(end)), negate(compare("less", other, pairs.reach(begin)))])
        found.append(any_entry(surely(earlier), pairs))
    return any_of(found)


def _of_figure(years: Spread, name: str) -> Kleene:
    """Where a sum is less than a part of it, or another than its parts come to."""
    own, summed, alone = (_figure(years.entry, group, name) for group in ("own", "with_subsidiaries", "consolidated"))
    found: list[Kleene] = []
    if own is not None and summed is not None:
        found.append(_less(summed, own, years))
    listed = field_of(years.entry, "subsidiaries")
    if listed is None:
        return any_of(found)
    parts = years.spread(listed)
    number = added_up(of_kind(choose(True, 1, 0, NUMBER), NUMBER, parts), parts.parents, years)
    if own is not None and alone is not None:
        none = all_of([negate(is_null(listed)), compare("equal", number, 0)])
        found.append(all_of([none, _differs(alone, own, years)]))
    part = _field(parts, name)
    if summed is None or part is None:
        return any_of(found)
    found.append(any_entry(surely(_less(summed, part, parts)), parts))
    if own is not None:
        found.append(_no_sum(summed, own, part, listed, parts, years))
    return any_of(found)


def _no_sum(summed: Column, own: Column, part: Column, listed: Column, parts: Spread, years: Spread) -> Kleene:
    """Where every part is known, of one currency, and they come to something else."""
    amount = of_kind(_amount(part), AMOUNT, parts)
    strange = any_of([is_null(_amount(part)), negate(_alike(own, part, parts))])
    total = amounts("add", of_kind(_amount(own), AMOUNT, years), added_up(amount, parts.parents, years))
    differs = any_of([compare("not_equal", _amount(summed), total), negate(_alike(summed, own, years))])
    return all_of([negate(is_null(listed)), negate(any_entry(surely(strange), parts)), differs])


def _less(whole: Column, part: Column, space: Space) -> Kleene:
    less = compare("less", space.reach(_amount(whole)), space.reach(_amount(part)))
    return all_of([less, _alike(whole, part, space)])


def _differs(one: Column, other: Column, space: Space) -> Kleene:
    amount = compare("not_equal", space.reach(_amount(one)), space.reach(_amount(other)))
    return any_of([amount, negate(_alike(one, other, space))])


def _alike(one: Column, other: Column, space: Space) -> Kleene:
    """Whether two figures are of one currency; numbers always are."""
    of_one, of_other = field_of(one, "currency"), field_of(other, "currency")
    if of_one is None or of_other is None:
        return True
    return compare("equal", space.reach(of_one), space.reach(of_other))


def _figure(year: Column, group: str, name: str) -> Column | None:
    held = field_of(year, group)
    return None if held is None else field_of(held, name)


def _field(spread: Spread, name: str) -> Column | None:
    return field_of(spread.entry, name)


def _amount(figure: Column) -> Column:
    found = field_of(figure, "amount")
    return figure if found is None else found
