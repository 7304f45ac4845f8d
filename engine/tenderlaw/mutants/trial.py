"""One mutant after the other on trial: run against the worked cases until one of them tells it from the law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tenderlaw.mutants.likely import Likely
from tenderlaw.mutants.model import Mutant
from tenderlaw.mutants.tested import Tested, fails
from tenderlaw.mutants.truths import Truths
from tenderlaw.sources.faults import PackInvalidError

__all__ = ["Trial", "Verdict", "on_trial", "portions"]

Verdict: TypeAlias = Literal["killed", "survived", "no_pack"]
"""A case tells it from the law; none does; the change makes no pack that could be decided under."""

MOST_AT_ONCE = 24
_FRESH = 6


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a mutant."""

    mutant: Mutant
    verdict: Verdict
    by: str | None = None
    """The case that tells it from the law."""
    of: str | None = None
    """The pack whose case that is."""


def portions(mutants: Sequence[Mutant]) -> list[tuple[int, int]]:
    """The mutants in portions, first and last but one, each of one entry or of a part of it."""
    found: list[tuple[int, int]] = []
    first = 0
    for number in range(1, len(mutants) + 1):
        full = number - first >= MOST_AT_ONCE
        if number == len(mutants) or full or mutants[number].entry != mutants[first].entry:
            found.append((first, number))
            first = number
    return found


def on_trial(mutants: Iterable[Mutant], tested: Tested, likely: Likely, truths: Truths) -> Iterator[Trial]:
    """Try mutants that belong together: the case that told one of them is soon tried on the next."""
    killers: list[int] = []
    for mutant in mutants:
        order = likely.order(mutant)
        tried = dict.fromkeys((*order[:_FRESH], *killers[:_FRESH], *order))
        try:
            killer = _killer(list(tried), tested, truths, mutant)
        except PackInvalidError:
            yield Trial(mutant, "no_pack")
            continue
        if killer is None:
            yield Trial(mutant, "survived")
            continue
        killers = [killer, *(one for one in killers if one != killer)]
        yield Trial(mutant, "killed", tested.cases[killer].case.id, tested.cases[killer].pack)


def _killer(cases: Sequence[int], tested: Tested, truths: Truths, mutant: Mutant) -> int | None:
    """The first of the cases that tells the mutant from the law, those of the pack itself before those of its layers.

    Raises PackInvalidError where the change makes no pack.
    """
    mutated = tested.mutated(mutant.changes)
    for pack in tested.by:
        could = truths.telling(mutant, pack, mutated.typed(pack))
        for case in cases:
            read = tested.cases[case]
            if read.pack == pack and could(case) and fails(read, mutated.regime(pack)):
                return case
    return None
