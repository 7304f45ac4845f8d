"""Several regimes in columns: one row a supplier, with the strictest outcome and what each regime says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Final

import ibis
import ibis.expr.types as ir

from tenderlaw.decisions.governing import Governing
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.outcome import OUTCOMES
from tenderlaw.decisions.model.regimes import RegimeDecision
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.given_paths import without_numbers
from tenderlaw.facts.procurement import Procurement
from tenderlaw.facts.records import procurement_record
from tenderlaw.screening.columns import RegimeColumns
from tenderlaw.screening.kleene import Kleene, any_of, column
from tenderlaw.screening.leaves import later
from tenderlaw.screening.passes import FAULTY, rows_with_entries
from tenderlaw.screening.schema import KEY, ROW

__all__ = ["MISSING", "Screening", "as_columns_say"]

Answer = dict[str, object]
MISSING: Final = "missing"
"""The first facts that leave a ground open, in the order in which the law asks; entries without their numbers."""
FIRST: Final = 3
"""How many missing facts are named."""


@dataclass(frozen=True, slots=True)
class Screening:
    """Regimes compiled for one procurement and one day."""

    procurement: Procurement
    as_of: date
    regimes: tuple[RegimeColumns, ...]
    """Those that govern, or that may."""
    outside: tuple[Governing, ...]
    """Why the others do not govern."""
    asked: tuple[Regime, ...]
    """Those that govern, or that may; where none does, all that were asked."""

    @classmethod
    def of(cls, procurement: Procurement, as_of: date, regimes: Sequence[Regime]) -> Screening:
        """Compile the regimes; whether each governs is the same for every supplier."""
        record = procurement_record(procurement, as_of)
        held = [RegimeColumns.of(number, regime, record, as_of) for number, regime in enumerate(regimes)]
        inside = tuple(one for one in held if one.scope is not False)
        outside = tuple(one.why for one in held if one.scope is False)
        return cls(procurement, as_of, inside, outside, tuple(one.regime for one in inside or held))

    def table(self, suppliers: ir.Table) -> ir.Table:
        """Row, supplier, outcome, last day, review, missing, faulty, and a struct for each regime, named by its pack.

        `suppliers` has a column for the row's number and one for the supplier. A faulty row is one that a single
        case would refuse: it has no outcome.
        """
        whole = rows_with_entries(suppliers, self.regimes, self.as_of)
        if not self.regimes:
            nothing = {"last_day": ibis.null("date"), "review": ibis.literal(False), MISSING: _nothing()}
            return whole.table.select(ROW, KEY, FAULTY, outcome=ibis.literal("out_of_scope"), **nothing)
        names = [one.regime.typed.pack.id for one in self.regimes]
        for number, one in enumerate(self.regimes):
            said = one.of_suppliers(whole)
            whole.table = whole.table.mutate(**{f"{name}_{number}": value for name, value in said.items()})
        out = whole.table
        every = range(len(names))
        outcome = ibis.cases(
            (out[FAULTY], ibis.null("string")),
            *(
                (reduce(lambda a, b: a | b, (out[f"outcome_{n}"] == word for n in every)), ibis.literal(word))
                for word in OUTCOMES
            ),
        )
        return out.select(
            ROW,
            KEY,
            outcome=outcome,
            last_day=reduce(later, (out[f"last_day_{n}"] for n in every)),
            review=reduce(lambda a, b: a | b, (out[f"review_{n}"] for n in every)),
            **{MISSING: _first(self._missing(out), any_of([one.waits(out) for one in self.regimes]))},
            faulty=out[FAULTY],
            **{name: ibis.struct({said: out[f"{said}_{n}"] for said in _SAID}) for n, name in enumerate(names)},
        )

    def _missing(self, table: ir.Table) -> dict[str, Kleene]:
        """The facts that leave any regime open, where each does."""
        found: dict[str, list[Kleene]] = {}
        for one in self.regimes:
            for name, where in one.missing(table).items():
                found.setdefault(name, []).append(where)
        return {name: any_of(wheres) for name, wheres in found.items()}

    def first_missing(self, decision: Decision) -> list[str]:
        """The first missing facts that columns must name, by a single case's decision."""
        regimes = {one.pack: one for one in decision.regimes}
        names: dict[str, None] = {}
        for one in self.regimes:
            said = regimes[one.regime.typed.pack.id]
            scope = [without_numbers(path) for path in one.why.missing] if one.scope is None else []
            held = {without_numbers(path) for f in said.findings if f.state == "possible" for path in f.missing}
            unheard = sorted(held - set(one.names.in_order()))
            names |= dict.fromkeys([*scope, *(name for name in one.names.in_order() if name in held), *unheard])
        return list(names)[:FIRST]

    def legend(self) -> dict[str, list[str]]:
        """What each bit of `surely` and `possibly` stands for, lowest first: the grounds of each pack."""
        return {
            one.regime.typed.pack.id: [ground.typed.ground.id for ground in one.regime.grounds] for one in self.regimes
        }


_SAID = ("outcome", "surely", "possibly", "last_day", "review")


def _first(missing: Mapping[str, Kleene], some: Kleene) -> ir.Value:
    """The first names whose facts are missing, looked for in rows where `some` are."""
    held = [
        ibis.ifelse(column(where), name, ibis.null("string")) for name, where in missing.items() if where is not False
    ]
    if not held:
        return _nothing()
    return ibis.ifelse(column(some), ibis.array(held).filter(lambda name: name.notnull())[:FIRST], _nothing())


def _nothing() -> ir.Value:
    return ibis.literal([], type="array<string>")


def as_columns_say(result: RegimeDecision, grounds: Sequence[str]) -> Answer:
    """What columns must say of a supplier for which a single case came to `result`."""
    bits = {ground: 1 << number for number, ground in enumerate(grounds)}
    sure = {finding.ground for finding in result.findings if finding.state == "applies"}
    open_ = {finding.ground for finding in result.findings if finding.state == "possible"}
    days = [finding.until for finding in result.findings if finding.state == "applies" and finding.until]
    return {
        "outcome": result.outcome,
        "surely": sum(bits[ground] for ground in sure),
        "possibly": sum(bits[ground] for ground in sure | open_),
        "last_day": max(days, default=None),
        "review": bool(result.review_notes),
    }
