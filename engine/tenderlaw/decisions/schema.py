"""The JSON Schema of a decision."""

from __future__ import annotations

from typing import cast

from pydantic import TypeAdapter

from tenderlaw.decisions.model.decision import Decision

__all__ = ["decision_schema"]


def decision_schema() -> dict[str, object]:
    """JSON Schema (2020-12) of `tenderlaw check --json`."""
    schema: dict[str, object] = TypeAdapter(Decision).json_schema(mode="serialization")
    properties, required = schema["properties"], schema["required"]
    if isinstance(properties, dict) and isinstance(required, list):
        properties["id"] = {"type": "string", "pattern": "^[0-9a-f]{64}$", "title": "Id"}
        properties["espd"] = {"type": "object", "title": "ESPD", "description": "Version and remarks, with --espd."}
        properties["unworded_clauses"] = {
            "type": "array",
            "title": "Unworded clauses",
            "description": "Clauses that are prescribed and of which the library has no text for the day that decides.",
        }
        properties["facts"] = {"type": "object", "title": "Facts", "additionalProperties": True}
        properties["unread"] = {
            "type": "array", "title": "Unread", "description": "Facts given that no rule of a governing regime read.",
            "items": {"type": "object", "required": ["path", "value"], "additionalProperties": False,
                      "properties": {"path": {"type": "string"}, "value": {"type": "string"}}},
        }  # fmt: skip
        required += ["facts", "id", "unread"]
    finding = cast("dict[str, dict[str, object]]", schema["$defs"])["Finding"]
    cast("dict[str, object]", finding["properties"])["reason"] = {"type": "string", "title": "Reason"}
    cast("list[str]", finding["required"]).append("reason")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
