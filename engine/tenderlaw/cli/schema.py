"""`tenderlaw schema`: the JSON Schemas of a case, of a decision, of the record of a contract and of a supply chain."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from tenderlaw.cli.inputs import PackFolders, PackIds, regimes

__all__ = ["Schema", "schema"]


class Schema(StrEnum):
    """What can be described."""

    CASE = "case"
    DECISION = "decision"
    CONTRACT = "contract"
    CHAIN = "chain"


def schema(
    of: Annotated[Schema, typer.Argument(help="What to describe.")],
    pack: PackIds = None,
    packs_in: PackFolders = None,
) -> None:
    """Write the JSON Schema (2020-12) of a case, decision, contract or chain; packs declare some facts of a case."""
    from tenderlaw.answers.schemas import schema_answer  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415

    print_json(schema_answer(of.value, regimes(pack, packs_in) if of is Schema.CASE else ()))
