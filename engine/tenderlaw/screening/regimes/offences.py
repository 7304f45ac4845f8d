"""Offences in columns: two numbers an entry say to which of the asked sets its offence surely and possibly belongs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from tenderlaw.packs.conditions import Condition, Test
from tenderlaw.packs.typed import TypedPack
from tenderlaw.packs.walking import leaves_of
from tenderlaw.rules.offences import answers, covering, members
from tenderlaw.screening.arrow.aggregates import any_entry, joined_entries
from tenderlaw.screening.arrow.algebra import (
    NUMBER,
    Given,
    choose,
    each,
    has_bits,
    is_null,
    joined_bits,
    number_by_word,
    of_kind,
)
from tenderlaw.screening.arrow.kernels import numbers
from tenderlaw.screening.arrow.spaces import Column
from tenderlaw.screening.columns.entries import Entries
from tenderlaw.screening.columns.kleene import Kleene, all_of, any_of, negate, surely, where
from tenderlaw.sources.faults import InternalError

__all__ = ["Offences", "asked_offences", "offences_of"]

Sets = Sequence[frozenset[str]]
_MOST = 61
"""Sets for which there is room in a number, beside the bit of a name that the catalogue holds."""


def asked_offences(conditions: Iterable[Condition], typed: TypedPack) -> list[frozenset[str]]:
    """The sets of offences for which the conditions ask, each once."""
    above = typed.pack.categories
    return list(dict.fromkeys(members(leaf, above) for condition in conditions for leaf in _leaves(condition)))


def _leaves(condition: Condition) -> Iterator[Test]:
    return (one for one in leaves_of(condition) if isinstance(one, Test) and one.kind == "offence")


@dataclass(frozen=True, slots=True)
class Offences:
    """Of each entry, to which sets its offence belongs."""

    member: Callable[[frozenset[str]], Kleene]
    """Whether it belongs to one of these; null where the catalogue does not hold it."""
    unplaced: bool | Column
    """Whether a person must say to which category it belongs."""


def offences_of(entries: Entries, sets: Sets, typed: TypedPack) -> Offences:
    """To which of `sets` the offences of entries belong."""
    waits, denied = _foreign(entries)
    offence, also = entries.columns.get("offence"), entries.columns.get("also_offences")
    if offence is None and also is None:
        return Offences(lambda wanted: None, surely(any_of([waits, denied])))
    if len(sets) > _MOST:
        raise InternalError(f"`{typed.pack.id}` asks for more than {_MOST} sets of offences")
    above = typed.pack.categories
    placed = _Placed(offence, also, frozenset((*above, "other")))
    found = [answers(asked, above) for asked in sets]
    every = (1 << len(sets)) - 1
    sure = placed.bits([frozenset(name for name, truth in one.items() if truth is True) for one in found])
    maybe = placed.bits([frozenset(name for name, truth in one.items() if truth is not False) for one in found])
    sure_bits = _number(placed.known, sure, 0)
    maybe_bits = _number(placed.known, maybe, every)
    # what it is not: a set that lies whole within a category that was denied
    outside = _without(every, placed.bits([covering(asked, above) for asked in sets]))
    sure_bits = _number(any_of([denied, waits]), 0, sure_bits)
    maybe_bits = _number(denied, _number(placed.known, outside, every), maybe_bits)
    maybe_bits = _number(waits, every, maybe_bits)

    def member(wanted: frozenset[str]) -> Kleene:
        bit = 1 << sets.index(wanted)
        return where(has_bits(sure_bits, bit), True, where(has_bits(maybe_bits, bit), None, False))

    return Offences(member, surely(any_of([all_of([placed.named, negate(placed.known)]), waits, denied])))


def _number(condition: Kleene, then: int | Column, otherwise: int | Column) -> int | Column:
    return otherwise if condition is None else cast("int | Column", choose(condition, then, otherwise, NUMBER))


def _without(every: int, bits: int | Column) -> int | Column:
    """All bits but these."""
    return every & ~bits if isinstance(bits, int) else each(numbers, (bits, every), NUMBER, "bit_wise_xor")


def _foreign(entries: Entries) -> tuple[bool | Column, bool | Column]:
    """Of a foreign offence: whether nobody has said if it belongs to the category named; whether it does not."""
    told = entries.columns.get("foreign_offence")
    if told is None:
        return False, False
    foreign = negate(is_null(told))
    confirmed = entries.columns.get("equivalence_confirmed")
    if confirmed is None:
        return surely(foreign), False
    return surely(all_of([foreign, is_null(confirmed)])), surely(all_of([foreign, negate(confirmed)]))


class _Placed:
    """The names of an entry's offence, as far as the catalogue holds them."""

    def __init__(self, offence: Column | None, also: Column | None, catalogue: frozenset[str]) -> None:
        self.offence, self.catalogue = offence, catalogue
        self.also = None if also is None else also.space.spread(also)
        self.named = any_of([
            False if offence is None else negate(is_null(offence)),
            False if self.also is None else any_entry(True, self.also),
        ])  # fmt: skip
        self.known = has_bits(self.bits([catalogue]), 1)
        """Whether the catalogue holds one of the names."""

    def bits(self, sets: Sets) -> int | Column:
        """A bit for each set that holds one of the names."""
        masks: dict[str, int] = {}
        for name in sorted(self.catalogue):
            mask = sum(1 << number for number, one in enumerate(sets) if name in one)
            if mask:
                masks[name] = mask
        words: list[int | Column] = []
        if self.offence is not None and masks:
            words.append(number_by_word(self.offence, masks, 0))
        if self.also is not None and masks:
            mine: Given = number_by_word(self.also.entry, masks, 0)
            words.append(joined_entries(of_kind(mine, NUMBER, self.also), self.also.parents, self.also.outer))
        return joined_bits(*words)
