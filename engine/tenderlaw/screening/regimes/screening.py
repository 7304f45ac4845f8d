"""Several regimes in columns: one row a supplier, with the strictest outcome and what each regime says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Final, cast

import pyarrow as pa

from tenderlaw.decisions.cases import models_of
from tenderlaw.decisions.governing import Governing, cannot_govern, in_its_place
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.outcome import OUTCOMES
from tenderlaw.decisions.model.regimes import RegimeDecision
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.given_paths import without_numbers
from tenderlaw.facts.models import BUILT_IN, FactModels, models_behind
from tenderlaw.facts.procurement import Procurement
from tenderlaw.facts.records import procurement_record
from tenderlaw.screening.arrow.algebra import (
    DAY,
    NUMBER,
    TRUTH,
    compare,
    first_of_names,
    of_kind,
    structs,
    text_of_first,
)
from tenderlaw.screening.arrow.program import Program, program_of
from tenderlaw.screening.arrow.spaces import Column, Rows
from tenderlaw.screening.columns.kleene import any_of, surely
from tenderlaw.screening.columns.leaves import later
from tenderlaw.screening.regimes.passes import ListsRead, lists_read
from tenderlaw.screening.regimes.policy_answers import FIRST, MISSING, columns_of_policies
from tenderlaw.screening.regimes.policy_columns import PolicyColumns
from tenderlaw.screening.regimes.regime_columns import RegimeColumns, RegimeResult
from tenderlaw.screening.tables.schema import KEY, ROW, facts_in, numbered
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["FAULTY", "MISSING", "Screening", "as_columns_say"]

Answer = dict[str, object]
FAULTY: Final = "faulty"
"""Whether a single case would refuse the facts."""


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
    models: FactModels = BUILT_IN
    """The facts that the procurement and the suppliers may have: those built in, and those that packs declare."""
    policies: tuple[PolicyColumns, ...] = ()
    """The authority's own, which change no outcome."""

    @classmethod
    def of(
        cls,
        procurement: Procurement,
        as_of: date,
        regimes: Sequence[Regime],
        policies: Sequence[Regime] = (),
        models: FactModels = BUILT_IN,
    ) -> Screening:
        """Compile the regimes and policies; whether each regime governs is the same for every supplier.

        Suppliers may have the facts of `models` as well. Raises InputInvalidError for what columns cannot take.
        """
        _refuse_one_name(regimes, policies)
        models = models_of((*regimes, *policies), models if models.declared else models_behind(procurement))
        if not isinstance(procurement, models.procurement_given):
            procurement = models.procurement_given.model_validate(procurement.model_dump(exclude_none=True))
        record = procurement_record(procurement, as_of)
        silent = in_its_place(regimes, {}, record, as_of)
        inside: list[RegimeColumns] = []
        outside: list[Governing] = []
        for regime in regimes:
            # what the head of a pack rules out is read no further
            out = silent.get(regime.id) or cannot_govern(regime, {}, record, as_of)
            held = None if out else RegimeColumns.of(regime, record, as_of)
            if held is not None and held.scope is not False:
                inside.append(held)
            else:
                outside.append(out or cast("RegimeColumns", held).why)
        asked = tuple(one.regime for one in inside) if inside else tuple(regimes)
        own = tuple(PolicyColumns.of(one, record, as_of) for one in policies)
        return cls(procurement, as_of, tuple(inside), tuple(outside), asked, models, own)

    def columns(self, suppliers: Rows) -> dict[str, Column]:
        """Row, supplier, outcome, last day, review, missing, faulty, and a struct for each regime, named by its pack.

        With policies, `own_conditions` and a struct for each besides. `suppliers` has a column for the row's number and
        one for the supplier. A faulty row is one that a single case would refuse: it has no outcome.
        """
        parts = [part for policy in self.policies for part in policy.parts]
        read = lists_read(suppliers, [*self.regimes, *parts], self.as_of, self.models)
        of_law = read.found[: len(self.regimes)]
        said = [one.of_suppliers(suppliers, found) for one, found in zip(self.regimes, of_law, strict=True)]
        own = {one.regime.typed.pack.id: self._of_regime(one, held, read, suppliers)
               for one, held in zip(self.regimes, said, strict=True)}  # fmt: skip
        outcomes: list[tuple[bool | Column, str | None]] = [(read.invalid, None)]
        for word in OUTCOMES:
            outcomes.append((surely(any_of([compare("equal", held["outcome"], word) for held in own.values()])), word))
        days = [held["last_day"] for held in own.values()]
        reviews = [held["review"] for held in own.values()]
        every = {
            ROW: cast("Column", suppliers.read(ROW)),
            KEY: cast("Column", suppliers.read(KEY)),
            "outcome": text_of_first(outcomes, None if self.regimes else "out_of_scope", suppliers),
            "last_day": of_kind(reduce(later, days, None), DAY, suppliers),
            "review": of_kind(any_of(reviews), TRUTH, suppliers),
            MISSING: self._missing(said, suppliers),
            FAULTY: of_kind(read.invalid, TRUTH, suppliers),
        }
        by_law = every | {name: structs(held) for name, held in own.items()}
        return by_law | columns_of_policies(self.policies, read.found[len(self.regimes) :], read.invalid, suppliers)

    def program(self, schema: pa.Schema) -> Program:
        """The columns as steps over batches of suppliers with these columns, and with the numbers of their rows."""
        suppliers = Rows(numbered(facts_in(schema, self.models.operator_given)))
        return program_of(self.columns(suppliers), suppliers)

    def _of_regime(self, one: RegimeColumns, said: RegimeResult, read: ListsRead, suppliers: Rows) -> dict[str, Column]:
        """What a regime says of each supplier."""
        outcomes = [(surely(where), word) for word, where in one.outcomes(said).items()]
        return {
            "outcome": text_of_first(outcomes, "not_excluded", suppliers),
            "surely": of_kind(said.surely, NUMBER, suppliers),
            "possibly": of_kind(said.possibly, NUMBER, suppliers),
            "last_day": of_kind(said.last_day, DAY, suppliers),
            "review": of_kind(surely(any_of([said.review, read.begins_later])), TRUTH, suppliers),
        }

    def _missing(self, said: Sequence[RegimeResult], suppliers: Rows) -> Column:
        """The first names whose facts are missing, read for in rows where some are."""
        found: dict[str, list[tuple[int | Column, int]]] = {}
        for one, held in zip(self.regimes, said, strict=True):
            for name, words in one.missing(held).items():
                found.setdefault(name, []).extend(words)
        waits = any_of([one.waits(held) for one, held in zip(self.regimes, said, strict=True)])
        return first_of_names(of_kind(surely(waits), TRUTH, suppliers), found, FIRST)

    def first_missing(self, decision: Decision) -> list[str]:
        """The first missing facts that columns must name, by a single case's decision.

        A fact that several packs ask stands where the first of them asks, also if it leaves a later one alone open.
        """
        regimes = {one.pack: one for one in decision.regimes}
        names: dict[str, None] = {}
        lacking: set[str] = set()
        for one in self.regimes:
            said = regimes[one.regime.typed.pack.id]
            scope = [without_numbers(path) for path in one.why.missing] if one.scope is None else []
            held = {without_numbers(path) for f in said.findings if f.state == "possible" for path in f.missing}
            unheard = sorted(held - set(one.names.in_order()))
            names |= dict.fromkeys([*scope, *one.names.in_order(), *unheard])
            lacking |= {*scope, *held}
        return [name for name in names if name in lacking][:FIRST]

    def legend(self) -> dict[str, list[str]]:
        """What each bit of `surely` and `possibly` stands for, lowest first: the grounds of each pack."""
        return {
            one.regime.typed.pack.id: [ground.typed.ground.id for ground in one.regime.grounds] for one in self.regimes
        }


def _refuse_one_name(regimes: Sequence[Regime], policies: Sequence[Regime]) -> None:
    """Refuse a policy with the id of a pack: their columns would have one name."""
    ids = {one.id for one in regimes}
    for one in policies:
        if one.id in ids:
            message = f"`{one.id}` is the id of a pack and of a policy, and both would be the column of that name"
            raise InputInvalidError([Fault("policies", 0, 0, "", message, "ask them one after the other")])


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
