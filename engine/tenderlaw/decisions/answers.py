"""How a missing fact can be answered: the line to write into a case, and the facts that answer as well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.facts.asked_of import asked_of
from tenderlaw.facts.catalogue import Field, FieldKind
from tenderlaw.facts.currencies import ExchangeRate
from tenderlaw.facts.given_paths import answered_by, without_numbers
from tenderlaw.facts.lot_facts import values_of_lots
from tenderlaw.facts.models import BUILT_IN, FactModels
from tenderlaw.facts.places import field_of, holder_at

__all__ = ["answerable"]

_VALUE: Final = "estimated_value_excluding_vat"
_WRITTEN: Final[Mapping[FieldKind, str]] = {
    "truth": "true",
    "list": "[]",
    "words": "[]",
    "number": "0",
    "day": "2026-01-31",
    "money": "{amount: 0, currency: EUR}",
}
"""How a fact of each kind is written, as an example to be completed."""
_RATE: Final = "[{currency: EUR, to: USD, rate: 1, on: 2026-01-31, source: a central bank}]"
"""How exchange rates are written: they are asked for where there are none."""


def answerable(
    missing: Iterable[MissingFact],
    chains: Sequence[tuple[str, ...]],
    procurement: Mapping[str, object],
    models: FactModels = BUILT_IN,
) -> tuple[MissingFact, ...]:
    """The missing facts, each with the line that answers it and what would answer as well.

    `chains` are the days that decide in place of each other; `procurement` is what is known of it;
    the `models` know the facts that packs declare.
    """
    return tuple(
        replace(
            fact,
            paste=_line(fact.path, field_of(fact.path, models)),
            ask=asked_of(fact.path, models),
            instead=_instead(fact.path, chains, procurement, models),
        )
        for fact in missing
    )


def _line(path: str, field: Field | None) -> str:
    if field is None:
        return f"{path}: "
    written = field.vocabulary[0] if field.vocabulary else _WRITTEN.get(field.kind, "")
    written = _RATE if field.entries is ExchangeRate else written
    return f"{path}: {written}".rstrip()


def _instead(
    path: str, chains: Iterable[tuple[str, ...]], procurement: Mapping[str, object], models: FactModels
) -> tuple[str, ...]:
    """The facts from which this one follows, and the days that decide where an earlier one of a chain is not known."""
    head, _, name = path.rpartition(".")
    holder = holder_at(path, models)
    found = [f"{head}.{other}" for other in answered_by(name, holder)] if holder else []
    if path == "entities":
        found.append("operator.tenders_alone")
    if path == f"procurement.{_VALUE}":
        found += [f"procurement.{value}" for value in values_of_lots(procurement)]
    for chain in chains:
        if without_numbers(path) in chain:
            found += [day for day in chain if day not in (path, "as_of")]
    return tuple(dict.fromkeys(found))
