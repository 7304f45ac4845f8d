"""What a contract holds and what was recorded of it, ready to be asked: clauses, fill-ins, facts, holidays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, cast

from tenderlaw.clauses.duties import Length
from tenderlaw.clauses.model import FillIn
from tenderlaw.clauses.select import SelectedClause
from tenderlaw.clauses.typed_duties import TypedClauseDuties, record_pack
from tenderlaw.contracts.lengths import Span
from tenderlaw.facts.beginnings import as_given
from tenderlaw.facts.records import Record
from tenderlaw.packs.calendars import is_known
from tenderlaw.packs.conditions import All, Condition, Ref
from tenderlaw.rules.evaluate import Evaluation, Evaluator
from tenderlaw.rules.explain import missing_paths
from tenderlaw.rules.plan import compile_plan
from tenderlaw.rules.reading import Scope, path_of, read
from tenderlaw.rules.truth import Truth

__all__ = ["HOLIDAYS", "Held", "HeldClause", "Lack", "concluded_on", "contract_in", "held_of"]

_COUNTRY: Final = "procurement.authority.country"
"""The seat of the buyer, whose public holidays are no working days."""
HOLIDAYS: Final = "procurement.contract.holidays_of"
"""The part of the country whose holidays count there."""


def contract_in(procurement: Record) -> Record:
    """What the facts say of the contract; nothing where they say nothing of it."""
    found = procurement.get("contract")
    return found if isinstance(found, dict) else {}


def concluded_on(procurement: Record) -> date | None:
    """The day on which the contract was concluded; where it is not known, that of the award."""
    days = contract_in(procurement).get("concluded_on"), procurement.get("awarded_on")
    return next((day for day in days if isinstance(day, date)), None)


@dataclass(slots=True)
class Lack:
    """What is missing: facts by their paths, fill-ins by their ids."""

    facts: dict[str, None] = field(default_factory=dict)
    values: dict[str, None] = field(default_factory=dict)

    def copy(self) -> Lack:
        """The same, to which more can be added."""
        return Lack(dict(self.facts), dict(self.values))

    def fact(self, *paths: str) -> None:
        """These facts are missing."""
        self.facts.update(dict.fromkeys(paths))

    def __bool__(self) -> bool:
        return bool(self.facts or self.values)


@dataclass(frozen=True, slots=True)
class HeldClause:
    """A clause of the contract with its duties."""

    one: SelectedClause
    typed: TypedClauseDuties

    @property
    def id(self) -> str:
        """Its id."""
        return self.one.clause.said.id


@dataclass(frozen=True, slots=True)
class Held:
    """A contract on a day."""

    clauses: tuple[HeldClause, ...]
    values: Mapping[str, object]
    """What is filled in, by the id of the fill-in."""
    operator: Record
    """The contractor as it stands on the day."""
    procurement: Record
    as_of: date
    evaluator: Evaluator
    evaluation: Evaluation
    _given: dict[str, Mapping[str, Record]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The entries of lists as if every day had come, by their paths; each list is read when it is first asked for."""

    @property
    def contract(self) -> Record:
        """What the record says of the contract itself."""
        return contract_in(self.procurement)

    @property
    def whole(self) -> Scope:
        """The contract as a whole, and no entry of a list."""
        return self.scopes(None)[0]

    @property
    def place(self) -> str | None:
        """Where holidays count; none where it is not known, or its holidays are not."""
        part = self.contract.get("holidays_of")
        if isinstance(part, str) and is_known(part):
            return part
        authority = self.procurement.get("authority")
        country = authority.get("country") if isinstance(authority, dict) else None
        return country if isinstance(country, str) and is_known(country) else None

    def truth(self, name: str, entry: int = 0) -> Truth:
        """What a condition answers for an entry; one that is not there always holds."""
        number = self.evaluator.plan.by_name.get(name)
        return True if number is None else self.evaluation.truth(number, entry)

    def place_or(self, lack: Lack) -> str | None:
        """Where holidays count, or that it is missing."""
        place = self.place
        if place is None:
            lack.fact(_COUNTRY)
        return place

    def scopes(self, collection: str | None) -> list[Scope]:
        """The entries of a list, a placeholder where it was not given among them, or the whole."""
        return self.evaluation.scopes[collection]

    def entries(self, collection: str) -> list[Scope]:
        """The entries of a list that were given."""
        return [scope for scope in self.scopes(collection) if not scope.item.placeholder]

    def missing(self, condition: Condition | None, scope: Scope) -> list[str]:
        """What leaves a condition unknown."""
        return [] if condition is None else missing_paths(condition, scope, self.evaluator, self.evaluation)

    def day(self, ref: Ref, scope: Scope, lack: Lack) -> date | None:
        """A day, or that it is missing."""
        found = read(ref, scope)
        if isinstance(found, date):
            return found
        lack.fact(path_of(ref, scope))
        return None

    def given(self, scope: Scope, collection: str) -> Record:
        """An entry as if every day had come: what it says of later days tells that they have not."""
        if collection not in self._given:
            items = self.evaluator.models.collections[collection].every(as_given(self.operator))
            self._given[collection] = {item.path: item.record for item in reversed(items)}
        return self._given[collection].get(scope.item.path, scope.item.record)

    def listed(self, name: str) -> Sequence[Record] | None:
        """The entries of a list of the contractor that are there on the day; none where it was not given."""
        if self.operator.get(name) is None:
            return None
        return [scope.item.record for scope in self.scopes(name)]

    def span(self, length: Length, fills: Sequence[FillIn], lack: Lack) -> Span | None:
        """A length of time, or the fill-in that is missing."""
        if length.fill is None:
            months = (length.months or 0) + 12 * (length.years or 0)
            return Span(months, "months") if months else Span(length.days or 0, "days")
        fill = next(one for one in fills if one.id == length.fill)
        value = self.values.get(length.fill)
        if not isinstance(value, Decimal):
            lack.values[length.fill] = None
            return None
        number: Any = int(value)
        if fill.unit == "years":
            return Span(number * 12, "months")
        return Span(number, cast("Any", fill.unit))


def held_of(
    clauses: Sequence[HeldClause], values: Mapping[str, object], operator: Record, procurement: Record, as_of: date
) -> Held:
    """The clauses of a contract and what was recorded of it, every condition decided. Raises PackInvalidError."""
    named = [*(one for clause in clauses for one in _conditions(clause)), *_lists()]
    evaluator = Evaluator(compile_plan(record_pack(), named))
    evaluation = evaluator.evaluate(operator, procurement, as_of)
    return Held(tuple(clauses), values, operator, procurement, as_of, evaluator, evaluation)


_RECORDED: Final = ("incidents", "measures", "handed_in", "corrective_plans", "corrective_steps")


def _lists() -> Iterator[tuple[str, str | None, Condition]]:
    """The lists that are always looked at, each asked for nothing."""
    for name in _RECORDED:
        yield f"list:{name}", name, All(())


def _conditions(clause: HeldClause) -> Iterator[tuple[str, str | None, Condition]]:
    for one in clause.typed.duties:
        name, said = f"{clause.id}/{one.duty.id}", one.duty
        done = said.done_by.over if said.done_by is not None else None
        for what, over, condition in (
            ("when", None, one.when),
            ("where", said.over, one.where),
            ("done", done, one.done_where),
        ):
            if condition is not None:
                yield f"{name}:{what}", over, condition
    ladder = clause.typed.ladder
    if ladder is not None:
        over = ladder.ladder.over
        yield f"{clause.id}:breach", over, ladder.breach
        if ladder.any_rung is not None:
            yield f"{clause.id}:any", over, ladder.any_rung
        for typed in ladder.rungs:
            for what in ("when", "at_once", "passes_over"):
                asked: Condition | None = getattr(typed, what)
                if asked is not None:
                    yield f"{clause.id}/{typed.rung.id}:{what}", over, asked
