"""The JSON Schema of the record of a contract."""

from __future__ import annotations

from pydantic import TypeAdapter

from tenderlaw.contracts.model import ContractRecord

__all__ = ["contract_schema"]


def contract_schema() -> dict[str, object]:
    """JSON Schema (2020-12) of `tenderlaw contract --json`."""
    schema: dict[str, object] = TypeAdapter(ContractRecord).json_schema(mode="serialization")
    properties, required = schema["properties"], schema["required"]
    if isinstance(properties, dict) and isinstance(required, list):
        properties["id"] = {"type": "string", "pattern": "^[0-9a-f]{64}$", "title": "Id"}
        properties["facts"] = {"type": "object", "title": "Facts", "additionalProperties": True}
        required += ["facts", "id"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
