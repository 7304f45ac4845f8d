"""`tenderlaw schema`: the JSON Schemas of a case and of a decision."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

__all__ = ["Schema", "schema"]


class Schema(StrEnum):
    """What can be described."""

    CASE = "case"
    DECISION = "decision"


def schema(of: Annotated[Schema, typer.Argument(help="What to describe.")]) -> None:
    """Write the JSON Schema (2020-12) of a case or of a decision."""
    from tenderlaw.cli.output import print_json  # noqa: PLC0415

    if of is Schema.CASE:
        from tenderlaw.facts.case import case_schema  # noqa: PLC0415

        print_json(case_schema())
    else:
        from tenderlaw.decisions.schema import decision_schema  # noqa: PLC0415

        print_json(decision_schema())
