"""A regime in columns: what it makes of the entries of a list, and of a supplier with what its entries came to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

import ibis
import ibis.expr.types as ir

from tenderlaw.decisions.governing import Governing, deciding, governing
from tenderlaw.decisions.regime import CompiledGround, Regime
from tenderlaw.facts.beginnings import LATER
from tenderlaw.facts.collections import COLLECTIONS
from tenderlaw.facts.given_paths import without_numbers
from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import All, AnyOf, Condition, Fact, Not, Operand, Some, Sum, Test
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.rules.truth import Truth
from tenderlaw.screening.beginnings import BEGINS_LATER
from tenderlaw.screening.entries import Entries
from tenderlaw.screening.fact_bits import Asked, Names
from tenderlaw.screening.kleene import Kleene, any_of, column, surely, unknown
from tenderlaw.screening.missing import Asking, names_in, of_entry, of_ground
from tenderlaw.screening.offences import MASK, asked_offences, member_of, unplaced, with_masks
from tenderlaw.screening.plan import Pass, ScreenPlan, Wanted, plan_of, quantifiers_in
from tenderlaw.screening.quantified import needs_counts, of_procurement, tallies, truth_of_row
from tenderlaw.screening.stages import as_columns, own_facts, possibly_word, settled, surely_word, tally_of
from tenderlaw.screening.translate import Sight, leaves_of, nodes_of, translate
from tenderlaw.screening.values import Values, asked_by
from tenderlaw.screening.whole_rows import missing_of_rows, of_whole_rows, row_values

__all__ = ["RegimeColumns"]


@dataclass(frozen=True, slots=True)
class RegimeColumns:
    """A regime compiled for one procurement and one day."""

    number: int
    """Its place among the regimes screened together; columns of its own end in it."""
    plan: ScreenPlan
    values: Values
    scope: Truth
    why: Governing
    names: Names
    """The facts that may leave a ground open; it fills while columns are made."""

    @classmethod
    def of(cls, number: int, regime: Regime, procurement: Record, as_of: date) -> RegimeColumns:
        """Compile `regime` for the procurement; whether it governs is the same for every supplier."""
        scope, why = governing(regime, {}, procurement, as_of)
        return cls(number, plan_of(regime), Values(regime, procurement, as_of), scope, why, Names())

    @property
    def regime(self) -> Regime:
        """The regime."""
        return self.plan.regime

    def named(self, word: str) -> str:
        """The column that holds what is called `word` for this regime."""
        return f"{word}_r{self.number}"

    # Entries ---------------------------------------------------------------------------------------------

    def asks_below(self, one: Pass) -> bool:
        """Whether the pass needs what earlier passes found."""
        return any(True for condition in _asked(one) for _ in quantifiers_in(condition))

    def same_for_all(self, one: Pass, kept: Iterable[str]) -> bool:
        """Whether a pass over a list that no supplier has comes to the same in every row."""
        own = {name for condition in _asked(one) for name in _own_names(condition)}
        return own.isdisjoint(kept) and not self.asks_below(one)

    def of_entries(self, one: Pass, entries: Entries) -> dict[str, int | ir.Value]:
        """What each entry comes to: words of bits, counts, the last day. The table of entries grows."""
        sets = asked_offences(_asked(one), self.regime.typed)
        mask = self.named(MASK)
        with_masks(entries, sets, self.regime.typed, mask)
        sight = self._sight(entries, member_of(entries, sets, mask))
        periods = [wanted.ground.in_period for wanted in one.wanted if wanted.ground and wanted.ground.in_period]
        sight = settled(entries, sight, leaves_of([*_asked(one), *periods]), "leaf")
        sight = settled(entries, sight, nodes_of(_asked(one)), "part")
        values = self._as_columns(one, sight, entries)
        columns: dict[str, int | ir.Value] = {**self._bits(one.wanted, values)}
        for wanted in one.wanted:
            if needs_counts(wanted):
                columns |= tallies(wanted, values[wanted.bit], entries, sight)
        if not entries.missing:
            columns["last_day"] = self.values.last_day(one.wanted, values, sight)
        columns |= self._missing(one, values, sight, entries)
        return {self.named(word): column for word, column in columns.items()}

    def _as_columns(self, one: Pass, sight: Sight, entries: Entries) -> dict[int, Kleene]:
        """The values of the pass: first the grounds and quantifiers, then what is said of grounds."""
        values: dict[int, Kleene] = {}
        for later in (False, True):
            held = [wanted for wanted in one.wanted if (wanted.role in ("must", "review")) is later]
            unplaced_ = unplaced(entries, self.named(MASK))
            found = {wanted.bit: self.values.of(wanted, sight, entries, values, unplaced_) for wanted in held}
            values |= as_columns(entries, found, "value")
        return values

    def _missing(
        self, one: Pass, values: Mapping[int, Kleene], sight: Sight, entries: Entries
    ) -> dict[str, int | ir.Value]:
        """The facts that leave grounds and quantifiers of a pass open."""
        asking = Asking(names_in(entries), self._inner(entries))
        asked: list[tuple[int, Asked]] = []
        inner: list[tuple[Condition, Asked]] = []
        for wanted in one.wanted:
            if wanted.role == "ground" and wanted.ground is not None:
                found = of_ground(wanted.ground, sight, unknown(values[wanted.bit]), entries, asking)
                asked += [(wanted.bit, fact) for fact in found]
            elif wanted.quantifier is not None:
                inner += [(wanted.quantifier, fact) for fact in of_entry(wanted.quantifier, sight, entries, asking)]
        return {**self.names.words(asked), **self.names.inner_words(inner)}

    def _inner(self, entries: Entries) -> Callable[[Some | Sum], list[Asked]]:
        return lambda quantifier: self.names.of_quantifier(quantifier, tally_of(entries, self.named))

    def _bits(self, wanted: Iterable[Wanted], values: Mapping[int, Kleene]) -> dict[str, int | ir.Value]:
        """The words of bits of an entry or a row: `s0`, `p0` and so on."""
        words: dict[str, int | ir.Value] = {}
        held = [one for one in wanted if not needs_counts(one)]
        for word in range(self.plan.words):
            here = [one for one in held if one.word == word]
            words[f"s{word}"] = surely_word((one.mask, values[one.bit]) for one in here)
            words[f"p{word}"] = possibly_word((one.mask, values[one.bit]) for one in here)
        return words

    # Rows ------------------------------------------------------------------------------------------------

    def of_suppliers(self, whole: Entries) -> dict[str, ir.Value]:
        """What the regime says of each supplier; `whole` has a row a supplier, with what its entries came to."""
        sight = self._sight(whole, lambda wanted: None, of_row=True)
        sight = settled(whole, sight, leaves_of(self._alike()), "leaf")
        held = row_values(self.values, self.plan.rows, sight)
        own = of_whole_rows(self.plan.rows, held)
        words, found = self._bits(self.plan.rows, own), tally_of(whole, self.named)
        every = (1 << len(self.regime.grounds)) - 1
        sure, maybe = ((found(f"{word}0") | words[f"{word}0"]) & every for word in ("s", "p"))
        obliged = any_of([(found(f"s{one.word}") | words[f"s{one.word}"]) & one.mask != 0 for one in self._softened()])
        asking = Asking(lambda names: [], self._inner(whole))
        missing = self.names.words(missing_of_rows(self.plan.rows, held, sight, asking))
        missing = {word: found(word) | missing.get(word, 0) for word in self.names.all_words()}
        surely_, possibly_, obliged_ = (self.named(word) for word in ("surely", "possibly", "obliged"))
        whole.table = whole.table.mutate(
            **{surely_: sure, possibly_: maybe, obliged_: column(obliged)},
            **{self.named(f"missing_{word}"): value for word, value in missing.items()},
        )
        table = whole.table
        begins_later = table[BEGINS_LATER] if BEGINS_LATER in table.columns else False
        outcome = ibis.cases(
            (((table[surely_] & self._obliging()) != 0) | table[obliged_], "must_exclude"),
            (table[surely_] != 0, "may_exclude"),
            (table[possibly_] != 0, "undetermined"),
            else_="not_excluded",
        )
        if self.scope is not True:
            outcome = ibis.literal("out_of_scope" if self.scope is False else "undetermined")
        last = self.named("last_day")
        return {
            "outcome": outcome,
            "surely": table[surely_],
            "possibly": table[possibly_],
            # a day and a length of time are a moment to DuckDB
            "last_day": (table[last] if last in table.columns else ibis.null("date")).cast("timestamp").date(),
            "review": column(self._review(sight, found, own, begins_later)),
        }

    def missing(self, table: ir.Table) -> dict[str, Kleene]:
        """The facts that leave the regime open, where each does, in the order in which the law asks."""
        found: dict[str, Kleene] = {}
        if self.scope is None:
            found = dict.fromkeys((without_numbers(path) for path in self.why.missing), True)
        for name in self.names.in_order():
            word, mask = self.names.place(name)
            column_ = self.named(f"missing_{word}")
            if column_ in table.columns:
                found.setdefault(name, (table[column_] & mask) != 0)
        return found

    def waits(self, table: ir.Table) -> Kleene:
        """Whether any fact leaves the regime open."""
        words = [self.named(f"missing_{word}") for word in self.names.all_words()]
        return True if self.scope is None else any_of([table[word] != 0 for word in words if word in table.columns])

    def own_columns(self) -> set[str]:
        """The supplier's own columns that conditions read beside its lists."""
        asked = [condition for part in self.plan.passes for condition in _asked(part)]
        return {ref for condition in (*asked, *self.of_rows()) for ref in _own_names(condition)}

    def _alike(self) -> list[Condition]:
        """The conditions about whole rows that do not depend on an entry of the procurement."""
        rows = [one for one in self.plan.rows if one.ground is None or one.ground.typed.collection is None]
        return [*(part for one in rows for part in asked_by(one)), *(part for _, part in self.plan.reviews)]

    def of_rows(self) -> list[Condition]:
        """Every condition about whole rows."""
        grounds = [condition for one in self.plan.rows for condition in asked_by(one)]
        return [*grounds, *(condition for _, condition in self.plan.reviews)]

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

    def _review(
        self, sight: Sight, found: Callable[[str], ir.Value], own: Mapping[int, Kleene], begins_later: Kleene
    ) -> Kleene:
        """Whether a person must look: at a ground, an open reading, a threshold, what begins after the as-of date."""
        held = [one for part in self.plan.passes for one in part.wanted if one.role in ("review", "passed_over")]
        reasons: list[Kleene] = [self._always_reviewed(), begins_later]
        reasons += [(found(f"s{one.word}") & one.mask) != 0 for one in held]
        reasons += [surely(own[one.bit]) for one in self.plan.rows if one.role == "review"]
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

    # What conditions see ---------------------------------------------------------------------------------

    def _sight(self, entries: Entries, offences: Callable[[frozenset[str]], Kleene], *, of_row: bool = False) -> Sight:
        evaluator, found = self.regime.evaluator, tally_of(entries, self.named)
        procurement, as_of = self.values.procurement, self.values.as_of

        def quantified(one: Some | Sum) -> Kleene:
            if COLLECTIONS[one.collection].root == "procurement":
                return of_procurement(one, complete, translate)
            wanted = self.plan.quantifiers[one]
            return truth_of_row(wanted, found, sight)

        sight = Sight(
            evaluator=evaluator,
            procurement=procurement,
            as_of=as_of,
            versions=evaluator.dated_values({}, procurement, as_of),
            operator=own_facts(entries),
            item=None if of_row else entries.read,
            quantified=quantified,
            offences=offences,
        )
        complete = replace(sight)
        return complete


def _asked(one: Pass) -> list[Condition]:
    """Every condition that the values of a pass ask."""
    return [condition for wanted in one.wanted for condition in asked_by(wanted)]


def _own_names(condition: Condition) -> Iterator[str]:
    if isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from _own_names(part)
    elif isinstance(condition, Not):
        yield from _own_names(condition.part)
    elif isinstance(condition, Some | Sum):
        if COLLECTIONS[condition.collection].root == "procurement":
            yield from _own_names(condition.where)
        if isinstance(condition, Sum):
            yield from _own_of_operand(condition.operand)
    else:
        if isinstance(condition, Test) and condition.ref.root == "operator":
            yield condition.ref.names[0]
        yield from _own_of_operand(condition.operand if isinstance(condition, Test) else condition.at)


def _own_of_operand(operand: Operand) -> Iterator[str]:
    if isinstance(operand, Fact) and operand.ref.root == "operator":
        yield operand.ref.names[0]
