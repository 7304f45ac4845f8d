"""The JSON Schema of the record of a contract."""

from __future__ import annotations

from tenderlaw.contracts.model import ContractRecord
from tenderlaw.decisions.schema import evidence_schema

__all__ = ["contract_schema"]


def contract_schema() -> dict[str, object]:
    """JSON Schema (2020-12) of `tenderlaw contract --json`."""
    return evidence_schema(ContractRecord)
