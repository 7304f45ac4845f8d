"""The JSON Schema of a decision, and what the schema of every evidence has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from pydantic import TypeAdapter

from tenderlaw.decisions.model.decision import Decision

__all__ = ["decision_schema", "evidence_schema"]

Schema = dict[str, object]
_EVIDENCE: Final[Mapping[str, Schema]] = {
    "id": {"type": "string", "pattern": "^[0-9a-f]{64}$", "title": "Id"},
    "facts": {"type": "object", "title": "Facts", "additionalProperties": True},
}
_OF_A_DECISION: Final[Mapping[str, Schema]] = {
    "unread": {
        "type": "array", "title": "Unread", "description": "Facts given that no rule of a governing regime read.",
        "items": {"type": "object", "required": ["path", "value"], "additionalProperties": False,
                  "properties": {"path": {"type": "string"}, "value": {"type": "string"}}},
    },
}  # fmt: skip
_OF_THE_COMMAND: Final[Mapping[str, Schema]] = {
    "espd": {"type": "object", "title": "ESPD", "description": "Version and remarks, with --espd."},
    "unworded_clauses": {
        "type": "array",
        "title": "Unworded clauses",
        "description": "Clauses that are prescribed and of which the library has no text for the day that decides.",
    },
}


def evidence_schema(evidence: type, added: Mapping[str, Schema] | None = None) -> Schema:
    """JSON Schema (2020-12) of evidence written out: its fields, id and facts, and what else is worked out of them."""
    schema: Schema = TypeAdapter(evidence).json_schema(mode="serialization")
    more = {**_EVIDENCE, **(added or {})}
    cast("Schema", schema["properties"]).update(more)
    cast("list[str]", schema["required"]).extend(sorted(more))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def decision_schema() -> Schema:
    """JSON Schema (2020-12) of `tenderlaw check --json`."""
    schema = evidence_schema(Decision, _OF_A_DECISION)
    cast("Schema", schema["properties"]).update(_OF_THE_COMMAND)
    finding = cast("dict[str, Schema]", schema["$defs"])["Finding"]
    cast("Schema", finding["properties"])["reason"] = {"type": "string", "title": "Reason"}
    cast("list[str]", finding["required"]).append("reason")
    return schema
