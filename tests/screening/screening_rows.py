"""Rows of a screening as validated operators."""

from __future__ import annotations

from tenderlaw.facts.operator import EconomicOperator


def operators_of(rows: list[dict[str, object]]) -> list[EconomicOperator]:
    """The operators of rows, in the order of their numbers."""
    ordered = sorted(rows, key=lambda row: int(str(row["row"])))
    names = EconomicOperator.model_fields
    return [EconomicOperator.model_validate({name: row[name] for name in names if name in row}) for row in ordered]
