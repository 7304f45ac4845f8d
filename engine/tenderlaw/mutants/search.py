"""A case that would tell a survivor from the law as written: a worked case with one or two of its facts changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, zip_longest
from typing import Final

from tenderlaw.decisions.regime import Regime
from tenderlaw.mutants.facts_named import Answered, Parts, facts_named, of_ground
from tenderlaw.mutants.likely import Likely, at_steps
from tenderlaw.mutants.model import Mutant, changed
from tenderlaw.mutants.outcomes import decided, differs, last_days
from tenderlaw.mutants.tested import ReadCase, Tested
from tenderlaw.mutants.truths import Truths
from tenderlaw.mutants.variations import Variation, variations
from tenderlaw.sources.faults import TenderlawError
from tenderlaw.sources.tree import Data

__all__ = ["Found", "Search"]

_FIRST: Final = 12
"""How many of the likeliest cases are varied."""


@dataclass(frozen=True, slots=True)
class Found:
    """A case that tells a mutant from the law, and what each makes of it."""

    case: str
    """The worked case that is varied."""
    as_of: date
    variation: Variation
    differs: str
    """What the law as written and the mutant come to."""

    def __str__(self) -> str:
        varied = f" with {self.variation}" if self.variation.changes else ""
        return f"{self.case} as of {self.as_of}{varied}: {self.differs}"


@dataclass(frozen=True)
class Search:
    """Looks for cases that tell mutants of one pack from the law."""

    tested: Tested
    likely: Likely
    parts: Parts
    law: dict[str, Regime]
    """The packs as they are written."""
    truths: Truths

    @classmethod
    def of(cls, tested: Tested, likely: Likely, law: dict[str, Regime], truths: Truths) -> Search:
        """For a pack under test."""
        return cls(tested, likely, Parts.of(tested), law, truths)

    def killer(self, mutant: Mutant, most: int) -> Found | None:
        """A case that tells the mutant from the law, found in at most so many trials."""
        mutated = self.tested.regimes(mutant.changes)
        could = {name: self.truths.sieve(mutant, name, regime.typed) for name, regime in mutated.items()}
        for read, as_of, variation in islice(self._tries(mutant), most):
            try:
                facts = read.varied(changed(read.data, variation.changes), self.tested.models)
            except TenderlawError:
                continue
            if not could[read.pack](facts, as_of):
                continue
            told = differs(facts, as_of, self.law[read.pack], mutated[read.pack])
            if told is not None:
                return Found(read.case.id, as_of, variation, told)
        return None

    def _tries(self, mutant: Mutant) -> Iterator[tuple[ReadCase, date, Variation]]:
        """The likeliest cases, which may expect too little, and these varied.

        First in what is changed, then in all that its entry asks, in the day of the decision, and in two facts.
        """
        near, around = self._asked(mutant)
        cases = [self.tested.cases[number] for number in self.likely.order(mutant)[:_FIRST]]
        yield from ((read, read.case.as_of, Variation(())) for read in cases)
        for asked in (near, around):
            yield from _in_turn([_varied(read, asked) for read in cases])
        for read in cases:
            for day in self._days(mutant, read):
                yield read, day, Variation(())
        for read in cases:
            for first in variations(read.data, read.case.as_of, near):
                for then in variations(changed(read.data, first.changes), read.case.as_of, (*near, *around)):
                    yield read, read.case.as_of, Variation((*first.changes, *then.changes))

    def _asked(self, mutant: Mutant) -> tuple[list[Answered], list[Answered]]:
        """The facts that the change itself asks, and those that its entry asks."""
        data, (key, number) = self.tested.data, mutant.entry
        entry = at_steps(data, mutant.at[:2] if number is not None else mutant.at[:1])
        collection = self._collection(mutant)
        near: list[Answered] = []
        seen: set[str] = set()
        for depth in range(len(mutant.at), 0, -1):
            near = list(facts_named(_test_at(data, mutant, depth), collection, self.parts, seen))
            if near or depth <= 2:
                break
        near += self._asks_of(key, entry if isinstance(entry, dict) else {}, seen)
        around = list(facts_named(entry, _listed_over(entry), self.parts, seen))
        name = entry.get("id") if isinstance(entry, dict) else None
        for user in sorted(self.likely.users.get(str(name), frozenset())):
            for section in self.parts.by_key:
                part = self.parts.part(section, user)
                around += facts_named(part, _listed_over(part), self.parts, seen)
        return near, around

    def _asks_of(self, key: str, entry: Mapping[str, Data], seen: set[str]) -> Iterator[Answered]:
        """What is asked of an entry that is no condition itself."""
        if key == "values":
            yield from self._asks_value(str(entry.get("id")), seen)
        elif key == "offences":
            yield Answered("convictions", ("offence",), tuple(entry[one] for one in ("id", "under") if one in entry))
        elif key == "transposes":
            for kind in ("ground", "lift", "requirement"):
                if kind == "ground" and kind in entry:
                    yield from of_ground(str(entry[kind]), self.parts, seen)
                elif kind in entry:
                    yield from facts_named(self.parts.part(f"{kind}s", entry[kind]), None, self.parts, seen)

    def _asks_value(self, name: str, seen: set[str]) -> Iterator[Answered]:
        for entries in self.parts.by_key.values():
            for entry in entries.values():
                for test, collection in _tests_with(entry, name, entry.get("over")):
                    yield from facts_named(test, collection, self.parts, seen)

    def _collection(self, mutant: Mutant) -> str | None:
        """The list of whose entries the changed part speaks."""
        node: object = self.tested.data
        found: str | None = None
        for step in mutant.at:
            if isinstance(node, dict):
                over = next((node[k] for k in ("some", "none", "count", "sum") if k in node), None)
                if step == "where" and isinstance(over, str):
                    found = over
                elif isinstance(node.get("over"), str):
                    found = str(node["over"])
            node = at_steps(node, (step,))
        return found

    def _days(self, mutant: Mutant, read: ReadCase) -> Iterator[date]:
        """Other days of the decision: those that the change names, and those on which periods end."""
        held = [at_steps(self.tested.data, mutant.at), *(change.to for change in mutant.changes)]
        days = [date.fromisoformat(one) for one in held if isinstance(one, str) and len(one) == 10 and one[4] == "-"]
        with suppress(TenderlawError):
            days += last_days(decided(self.law[read.pack], read.facts, read.case.as_of))
        for day in dict.fromkeys(days):
            if day.year < 9999:
                yield from (day + timedelta(days=way) for way in (0, -1, 1))


def _listed_over(entry: object) -> str | None:
    """The list of whose entries a part speaks by itself."""
    over = entry.get("over") if isinstance(entry, dict) else None
    return over if isinstance(over, str) else None


def _varied(read: ReadCase, asked: Sequence[Answered]) -> Iterator[tuple[ReadCase, date, Variation]]:
    for variation in variations(read.data, read.case.as_of, asked):
        yield read, read.case.as_of, variation


def _in_turn(
    tries: Sequence[Iterator[tuple[ReadCase, date, Variation]]],
) -> Iterator[tuple[ReadCase, date, Variation]]:
    """One of each, then the next of each: the likeliest case is not always the one that tells."""
    for row in zip_longest(*tries):
        yield from (one for one in row if one is not None)


def _test_at(data: object, mutant: Mutant, depth: int) -> object:
    """What stands at the first steps to the change, with the key that says what it is."""
    node = at_steps(data, mutant.at[:depth])
    step = mutant.at[depth - 1]
    return {step: node} if isinstance(step, str) and step not in ("where", "all", "any") else node


def _tests_with(node: object, value: str, collection: object) -> Iterator[tuple[object, str | None]]:
    """The tests of a part in which a dated value stands, each with the list of which it speaks."""
    if isinstance(node, list):
        for part in node:
            yield from _tests_with(part, value, collection)
    if isinstance(node, dict):
        over = next((node[key] for key in ("some", "none", "count", "sum") if key in node), collection)
        for key, inner in node.items():
            operands = [inner, *inner.values()] if isinstance(inner, dict) else []
            if any(isinstance(one, dict) and one.get("value") == value for one in operands):
                yield {key: inner}, collection if isinstance(collection, str) else None
            else:
                yield from _tests_with(inner, value, over if key == "where" else collection)
