"""The JSON Schema of a supply chain."""

from __future__ import annotations

from typing import Final

from tenderlaw.chains.model import SupplyChain
from tenderlaw.decisions.schema import evidence_schema

__all__ = ["chain_schema"]

_TALLY: Final = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}}
_ADDED: Final[dict[str, dict[str, object]]] = {
    "missing": {"type": "array", "items": {"type": "string"}, "title": "Missing"},
    "countries": {**_TALLY, "title": "Countries"},
    "sites": {**_TALLY, "title": "Sites"},
    "goods": {**_TALLY, "title": "Goods"},
    "reach": {"type": "integer", "minimum": 0, "title": "Reach"},
}
"""What is worked out of the rest when it is written."""


def chain_schema() -> dict[str, object]:
    """JSON Schema (2020-12) of `tenderlaw chain --json`."""
    return evidence_schema(SupplyChain, _ADDED)
