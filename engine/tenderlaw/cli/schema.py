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
    from tenderlaw.cli.output import print_json  # noqa: PLC0415

    if of is Schema.CASE:
        from tenderlaw.decisions.cases import models_of  # noqa: PLC0415
        from tenderlaw.facts.case import case_schema  # noqa: PLC0415
        from tenderlaw.facts.questions import with_questions  # noqa: PLC0415

        print_json(with_questions(case_schema(models_of(regimes(pack, packs_in)).case)))
    elif of is Schema.CONTRACT:
        from tenderlaw.contracts.schema import contract_schema  # noqa: PLC0415

        print_json(contract_schema())
    elif of is Schema.CHAIN:
        from tenderlaw.chains.schema import chain_schema  # noqa: PLC0415

        print_json(chain_schema())
    else:
        from tenderlaw.decisions.schema import decision_schema  # noqa: PLC0415

        print_json(decision_schema())
