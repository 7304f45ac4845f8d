"""The JSON Schema of a supply chain."""

from __future__ import annotations

from typing import Final

from pydantic import TypeAdapter

from tenderlaw.chains.model import SupplyChain

__all__ = ["chain_schema"]

_TALLY: Final = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}}
_ADDED: Final[dict[str, dict[str, object]]] = {
    "id": {"type": "string", "pattern": "^[0-9a-f]{64}$", "title": "Id"},
    "facts": {"type": "object", "title": "Facts", "additionalProperties": True},
    "missing": {"type": "array", "items": {"type": "string"}, "title": "Missing"},
    "countries": {**_TALLY, "title": "Countries"},
    "sites": {**_TALLY, "title": "Sites"},
    "goods": {**_TALLY, "title": "Goods"},
    "reach": {"type": "integer", "minimum": 0, "title": "Reach"},
}
"""What is worked out of the rest when it is written."""


def chain_schema() -> dict[str, object]:
    """JSON Schema (2020-12) of `tenderlaw chain --json`."""
    schema: dict[str, object] = TypeAdapter(SupplyChain).json_schema(mode="serialization")
    properties, required = schema["properties"], schema["required"]
    if isinstance(properties, dict) and isinstance(required, list):
        properties |= _ADDED
        required += sorted(_ADDED)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
