"""The JSON Schemas of what is given and answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tenderlaw.decisions.regime import Regime

__all__ = ["DESCRIBED", "schema_answer"]

DESCRIBED: Final = ("case", "decision", "contract", "chain")
"""What can be described."""


def schema_answer(of: str, regimes: Sequence[Regime]) -> dict[str, object]:
    """The JSON Schema (2020-12) of one of `DESCRIBED`; the packs declare some facts of a case."""
    if of == "case":
        from tenderlaw.decisions.cases import models_of  # noqa: PLC0415 - only what is asked
        from tenderlaw.facts.case import case_schema  # noqa: PLC0415
        from tenderlaw.facts.questions import with_questions  # noqa: PLC0415

        return with_questions(case_schema(models_of(regimes).case))
    if of == "contract":
        from tenderlaw.contracts.schema import contract_schema  # noqa: PLC0415

        return contract_schema()
    if of == "chain":
        from tenderlaw.chains.schema import chain_schema  # noqa: PLC0415

        return chain_schema()
    from tenderlaw.decisions.schema import decision_schema  # noqa: PLC0415

    return decision_schema()
