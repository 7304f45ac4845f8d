"""What facts say of each other: which of them cannot both be so, written once for models, plain data and columns.

A case in which two facts contradict each other is refused with both named: neither the lighter nor the heavier of them
is taken. What follows from a fact is written out in `tenderlaw.facts.records`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from pydantic import model_validator

from tenderlaw.facts.base import Facts

__all__ = ["GIVEN", "RELATIONS", "Agreeing", "Is", "Never", "Order", "Relation", "contradiction"]


class _Given:
    """Stands for any value."""


GIVEN: Final = _Given()


@dataclass(frozen=True, slots=True)
class Is:
    """A fact has this value; with `GIVEN`, any."""

    field: str
    value: bool | str | _Given

    def __str__(self) -> str:
        word = "given" if self.value is GIVEN else str(self.value).lower()
        return f"`{self.field}` is {word}"


@dataclass(frozen=True, slots=True)
class Never:
    """Both cannot be so."""

    first: Is
    second: Is


@dataclass(frozen=True, slots=True)
class Order:
    """The first of two days is not after the last."""

    first: str
    last: str


Relation: TypeAlias = Never | Order
_MEASURES: Final = ("compensation", "collaboration", "prevention", "accepted")

RELATIONS: Final[Mapping[str, tuple[Relation, ...]]] = {
    "SelfCleaning": tuple(Never(Is(one, True), Is("claimed", False)) for one in _MEASURES),
    "Conviction": (
        Never(Is("final_on", GIVEN), Is("final", False)),
        Order("convicted_on", "final_on"),
        Never(Is("judgment_excludes_until", GIVEN), Is("judgment_sets_exclusion", False)),
        Never(Is("knowledge", "alleged"), Is("source", "verified")),
    ),
    "TaxBreach": (
        Never(Is("paid", True), Is("paid_or_arranged", False)),
        Never(Is("binding_arrangement", True), Is("paid_or_arranged", False)),
    ),
    "Misconduct": (Never(Is("penalised_on", GIVEN), Is("penalised_by_authority", False)),),
    "LinkedPerson": (Order("link_from", "link_until"),),
    "Listing": (
        Order("listed_from", "listed_until"),
        Order("listed_from", "surely_from"),
        Order("surely_until", "listed_until"),
    ),
    "ExclusionByJudgment": (Order("excluded_from", "excluded_until"),),
    "Derogation": (Never(Is("decided_on", GIVEN), Is("decided", False)),),
    "Statement": (Never(Is("given_on", GIVEN), Is("given", False)), Order("given_on", "valid_until")),
    "Violation": (
        Never(Is("report_received_on", GIVEN), Is("reported", False)),
        Never(Is("report_supports", True), Is("reported", False)),
        Never(Is("recorded_on", GIVEN), Is("recorded", False)),
    ),
    "Procurement": (Never(Is("awarded_on", GIVEN), Is("stage", "before-award")),),
}
"""By the model whose facts they are."""


def contradiction(model: str, get: Callable[[str], object]) -> str | None:
    """What is wrong with the facts of a model, both named; `get` gives each, or None."""
    for relation in RELATIONS[model]:
        if isinstance(relation, Order):
            first, last = get(relation.first), get(relation.last)
            if isinstance(first, date) and isinstance(last, date) and last < first:
                return f"`{relation.last}` lies before `{relation.first}`"
        elif _so(relation.first, get) and _so(relation.second, get):
            return f"{relation.first} although {relation.second}"
    return None


def _so(one: Is, get: Callable[[str], object]) -> bool:
    found = get(one.field)
    return found is not None and (one.value is GIVEN or found == one.value)


class Agreeing(Facts):
    """Base of the models whose facts say something of each other."""

    @model_validator(mode="after")
    def _agree(self) -> Any:  # noqa: ANN401 - the model itself
        facts = self.__dict__
        name = next(one.__name__ for one in type(self).__mro__ if one.__name__ in RELATIONS)
        if (wrong := contradiction(name, facts.get)) is not None:
            raise ValueError(wrong)
        return self
