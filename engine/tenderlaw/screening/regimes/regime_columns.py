"""A regime in columns, for one procurement and one day: what each entry comes to, and each supplier."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from tenderlaw.decisions.compiled import CompiledGround
from tenderlaw.decisions.governing import Governing, deciding, governing
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.beginnings import LATER
from tenderlaw.facts.given_paths import without_numbers
from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import Condition, Some, Sum
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.rules.evaluate import Evaluator
from tenderlaw.rules.truth import Truth
from tenderlaw.screening.arrow.algebra import Given, has_bits, joined_bits, masked
from tenderlaw.screening.arrow.spaces import Column, Rows
from tenderlaw.screening.columns.entries import Entries
from tenderlaw.screening.columns.kleene import Kleene, any_of, surely, unknown
from tenderlaw.screening.columns.leaves import later
from tenderlaw.screening.columns.quantified import needs_counts, tallies
from tenderlaw.screening.columns.sight import Sight
from tenderlaw.screening.columns.tallies import Found, Tally
from tenderlaw.screening.columns.translate import translate
from tenderlaw.screening.regimes.fact_bits import Asked, Names
from tenderlaw.screening.regimes.missing import of_entry, of_ground
from tenderlaw.screening.regimes.names import names_in
from tenderlaw.screening.regimes.offences import asked_offences, offences_of
from tenderlaw.screening.regimes.plan import (
    Pass,
    ScreenPlan,
    Wanted,
    plan_of,
    refuse_scope_of_suppliers,
    refuse_what_single_cases_work_out,
)
from tenderlaw.screening.regimes.seeing import Seen, reached, reader, sight_of
from tenderlaw.screening.regimes.values import Values, asked_by
from tenderlaw.screening.regimes.whole_rows import last_day_of_rows, missing_of_rows, of_whole_rows, row_values
from tenderlaw.screening.regimes.words import possibly_word, surely_word

__all__ = ["RegimeColumns", "RegimeResult"]


@dataclass(frozen=True, slots=True)
class RegimeResult:
    """What a regime says of each supplier."""

    surely: int | Column
    """The bits of the grounds that surely apply."""
    possibly: int | Column
    obliged: Kleene
    """Whether one surely obliges."""
    last_day: Given
    review: Kleene
    missing: Mapping[str, int | Column]
    """Words of the facts that leave grounds open."""


@dataclass(frozen=True, slots=True)
class RegimeColumns:
    """A regime compiled for one procurement and one day."""

    plan: ScreenPlan
    values: Values
    scope: Truth
    why: Governing
    names: Names
    """The facts that may leave a ground open; it fills while columns are made."""
    evaluator: Evaluator
    """Decides what is the same for every row."""

    @classmethod
    def of(cls, regime: Regime, procurement: Record, as_of: date) -> RegimeColumns:
        """Compile `regime` for the procurement; whether it governs is the same for every supplier.

        Raises InputInvalidError for a pack of which a supplier's facts say so.
        """
        refuse_scope_of_suppliers(regime.typed)
        refuse_what_single_cases_work_out(regime.typed)
        scope, why = governing(regime, {}, procurement, as_of)
        return cls(plan_of(regime), Values(regime, procurement, as_of), scope, why, Names(), regime.evaluator)

    @property
    def regime(self) -> Regime:
        """The regime."""
        return self.plan.regime

    # Entries ---------------------------------------------------------------------------------------------

    def of_entries(self, one: Pass, entries: Entries, below: Found) -> dict[str, Tally]:
        """What each entry comes to; `below` is what earlier passes found of its supplier."""
        sets = asked_offences(_asked(one), self.regime.typed)
        offences = offences_of(entries, sets, self.regime.typed)
        sight = self.sight(entries.suppliers, below, entries, offences.member)
        values: dict[int, Kleene] = {}
        for later_ in (False, True):  # first the grounds and quantifiers, then what is said of grounds
            for wanted in one.wanted:
                if (wanted.role in ("must", "review")) is later_:
                    values[wanted.bit] = self.values.of(wanted, sight, entries, values, offences.unplaced)
        columns = self._bits(one.wanted, values)
        for wanted in one.wanted:
            if wanted.quantifier is not None and needs_counts(wanted.quantifier):
                columns |= tallies(wanted.quantifier, wanted.bit, values[wanted.bit], entries, sight)
        columns["last_day"] = Tally("latest", self.values.last_day(one.wanted, values, sight))
        return {**columns, **self._missing(one, values, sight, entries, below)}

    def _missing(
        self, one: Pass, values: Mapping[int, Kleene], sight: Sight, entries: Entries, below: Found
    ) -> dict[str, Tally]:
        """The facts that leave grounds and quantifiers of a pass open."""
        named = names_in(entries)
        asked: list[tuple[int, Asked]] = []
        inner: list[tuple[Some | Sum, Asked]] = []
        for wanted in one.wanted:
            if wanted.role == "ground" and wanted.ground is not None:
                found = of_ground(wanted.ground, sight, unknown(values[wanted.bit]), entries, named)
                asked += [(wanted.bit, fact) for fact in found]
            elif wanted.quantifier is not None:
                inner += [(wanted.quantifier, fact) for fact in of_entry(wanted.quantifier, sight, entries, named)]
        read = reader(below)

        def found_of(word: str) -> Given:
            return reached(read(word), entries.space)

        return {**self.names.words(asked, found_of), **self.names.inner_words(inner, found_of)}

    def _bits(self, wanted: Iterable[Wanted], values: Mapping[int, Kleene]) -> dict[str, Tally]:
        """The words of bits of an entry or a row: `s0`, `p0` and so on."""
        words: dict[str, Tally] = {}
        held = [one for one in wanted if not needs_counts(one.quantifier)]
        for word in range(max(self.plan.words, 1)):  # a regime may have no ground at all
            here = [(one.place, values[one.bit]) for one in held if one.word == word]
            words[f"s{word}"] = Tally("bits", surely_word(here))
            words[f"p{word}"] = Tally("bits", possibly_word(here))
        return words

    # Rows ------------------------------------------------------------------------------------------------

    def of_suppliers(self, suppliers: Rows, found: Found) -> RegimeResult:
        """What the regime says of each supplier, of which `found` is what its entries came to."""
        sight = self.sight(suppliers, found)
        held = row_values(self.values, self.plan.rows, sight)
        own = of_whole_rows(self.plan.rows, held)
        words, read = self._bits(self.plan.rows, own), reader(found)

        def word(name: str) -> int | Column:
            return joined_bits(_number(read(name)), _number(words[name].value))

        missing = self.names.words(missing_of_rows(self.plan.rows, held, sight), read)
        return RegimeResult(
            surely=_grounds(word("s0"), len(self.regime.grounds)),
            possibly=_grounds(word("p0"), len(self.regime.grounds)),
            obliged=any_of([
                has_bits(word("s0"), self._obliging()),
                *(has_bits(word(f"s{one.word}"), one.mask) for one in self._softened()),
            ]),
            last_day=later(read("last_day") or None, last_day_of_rows(self.values, self.plan.rows, held, sight)),
            review=self._review(sight, word),
            missing={
                name: joined_bits(_number(read(name)), _number(missing[name].value if name in missing else 0))
                for name in self.names.all_words()
            },
        )  # fmt: skip

    def missing(self, said: RegimeResult) -> dict[str, list[tuple[int | Column, int]]]:
        """The facts that leave the regime open, in the order in which the law asks: each with a word and its bit."""
        found: dict[str, list[tuple[int | Column, int]]] = {}
        if self.scope is None:
            found = {without_numbers(path): [(1, 1)] for path in self.why.missing}
        for name in self.names.in_order():
            word, mask = self.names.place(name)
            found.setdefault(name, [(said.missing[word], mask)])
        return found

    def waits(self, said: RegimeResult) -> Kleene:
        """Whether any fact leaves the regime open."""
        return True if self.scope is None else any_of([has_bits(word, -1) for word in said.missing.values()])

    def outcomes(self, said: RegimeResult) -> dict[str, Kleene]:
        """Where each outcome is that of the regime, the strictest first; where none is, no ground applies."""
        if self.scope is not True:
            return {"out_of_scope" if self.scope is False else "undetermined": True}
        return {
            "must_exclude": said.obliged,
            "may_exclude": has_bits(said.surely, -1),
            "undetermined": has_bits(said.possibly, -1),
        }

    def _softened(self) -> list[Wanted]:
        """The values that say whether a ground obliges although something may turn its duty into discretion."""
        held = [one for part in self.plan.passes for one in part.wanted]
        return [one for one in (*held, *self.plan.rows) if one.role == "must"]

    def _obliging(self) -> int:
        """The bits of the grounds that oblige and that nothing can soften."""
        softened = [cast("CompiledGround", one.ground) for one in self._softened()]
        return sum(
            1 << bit
            for bit, ground in enumerate(self.regime.grounds)
            if ground.typed.must and not any(ground is other for other in softened)
        )

    def _review(self, sight: Sight, word: Callable[[str], int | Column]) -> Kleene:
        """Whether a person must look: at a ground, an entry passed over, an open reading, a threshold."""
        held = [one for part in self.plan.passes for one in part.wanted if one.role in ("review", "passed_over")]
        held += [one for one in self.plan.rows if one.role == "review"]
        reasons: list[Kleene] = [self._always_reviewed()]
        reasons += [has_bits(word(f"s{one.word}"), one.mask) for one in held]
        reasons += [
            surely(translate(condition, sight))
            for review, condition in self.plan.reviews
            if in_force(self.values.as_of, review.from_, review.to)
        ]
        return any_of(reasons)

    def _always_reviewed(self) -> bool:
        """Whether the procurement alone asks for review: a threshold, a regime's first years, a day still to come."""
        if self.scope is False:
            return False
        if LATER in self.values.procurement:
            return True
        force = self.regime.typed.pack.in_force
        day = deciding(self.regime, {}, self.values.procurement, self.values.as_of)
        if force is not None and force.review and force.review_until and day is not None and day <= force.review_until:
            return True
        return any(threshold.review for threshold in self.why.thresholds)

    def sight(
        self,
        suppliers: Rows,
        below: Found,
        entries: Entries | None = None,
        offences: Callable[[frozenset[str]], Kleene] = lambda wanted: None,
    ) -> Sight:
        """What conditions see of an entry or, without `entries`, of a row; `below` is what entries came to before."""
        bits = {one: held.bit for one, held in self.plan.quantifiers.items()}
        seen = Seen(self.evaluator, self.values.procurement, self.values.as_of, bits)
        return sight_of(seen, suppliers, below, entries, offences)


def _asked(one: Pass) -> Sequence[Condition]:
    """Every condition that the values of a pass ask."""
    return [condition for wanted in one.wanted for condition in asked_by(wanted)]


def _number(value: Given) -> int | Column:
    return cast("int | Column", value)


def _grounds(word: int | Column, number: int) -> int | Column:
    """The bits of grounds alone."""
    return masked(word, (1 << number) - 1)
