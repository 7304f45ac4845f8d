"""The schemas of answers, as OpenAPI's components: made from the types that the engine answers with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, cast

from pydantic import TypeAdapter

from tenderlaw.decisions.compare import Comparison
from tenderlaw.decisions.duties import Duties
from tenderlaw.decisions.governing import Governing
from tenderlaw.decisions.matrix import Matrix
from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.decisions.schema import decision_schema
from tenderlaw.decisions.why_not import WhyNot
from tenderlaw.interview.model import Asked, Change, Presumed, RegimeStanding

__all__ = ["REF", "components"]

Schema = dict[str, Any]
REF: Final = "#/components/schemas/"
_TEXT: Final[Schema] = {"type": "string"}
_DIGEST: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_OPEN: Final[Schema] = {"type": "object", "additionalProperties": True}


def _object(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None, says: str = "") -> Schema:
    """An object with these members and no others."""
    return {
        "type": "object",
        "description": says,
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _some(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _ref(name: str) -> Schema:
    return {"$ref": REF + name}


_REMARK: Final = _object({"criterion": _or_null(_TEXT), "field": _or_null(_TEXT), "message": _TEXT})
_SUMMARY_OF_PACK: Final = _object(
    {
        "id": _TEXT,
        "kind": {"enum": ["regime", "duties", "policy"]},
        "version": _TEXT,
        "title": {},
        "in_force": _or_null(_TEXT),
        "grounds": _some(_TEXT),
        "clauses": _some(_TEXT),
        "remedies": _some(_TEXT),
        "layers": _some(_TEXT),
        "digest": _DIGEST,
        "sources": _some(_OPEN),
    },
    says="What a pack is and holds, by ids.",
)
_SUMMARY_OF_CLAUSE: Final = _object(
    {
        "id": _TEXT,
        "version": _TEXT,
        "kind": _TEXT,
        "title": _TEXT,
        "languages": {"type": "object", "additionalProperties": _TEXT},
        "digest": _DIGEST,
        "cite": _TEXT,
        "source": _TEXT,
        "obligation": _TEXT,
    },
    says="What a clause is, without its texts.",
)
_WRITTEN: Final[Mapping[str, Schema]] = {
    "Problem": _object(
        {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "instance": _TEXT},
        {"detail": _TEXT, "errors": _some(_ref("Place"))},
        says="Why nothing was answered (RFC 9457). It is never an outcome.",
    ),
    "Place": _object(
        {"pointer": _TEXT, "detail": _TEXT}, {"hint": _TEXT}, says="One thing to put right, and where (RFC 6901)."
    ),
    "MissingFacts": _object(
        {
            "outcome": _TEXT,
            "as_of": _TEXT,
            "missing_facts": _some(_ref("MissingFact")),
            "policies": _some(_object({"policy": _TEXT, "missing_facts": _some(_ref("MissingFact"))})),
        },
        says="What could change the answer, the decisive first.",
    ),
    "SharedFindings": {**_OPEN, "description": "What may be given to other authorities, and by which rules."},
    "Regimes": {**_some(_ref("Governing")), "description": "Each regime, and whether it governs."},
    "DocumentRemarks": _object({"to_check": _some(_TEXT), "to_be_read": _some(_TEXT)}),
    "PackSummary": _SUMMARY_OF_PACK,
    "Packs": _object({"pack_set": _DIGEST, "items": _some(_ref("PackSummary"))}),
    "Pack": {**_OPEN, "description": "All that a pack says, as its files have it, options put in.", "required": ["id"]},
    "Ground": _object(
        {
            "pack": _TEXT,
            "version": _TEXT,
            "digest": _DIGEST,
            "must": {"type": "boolean"},
            "period_in_words": _or_null(_TEXT),
            "years": _or_null({"type": "integer"}),
            "lifts": _some(_OPEN),
            "ground": _OPEN,
        }
    ),
    "Offences": {"type": "object", "additionalProperties": _some(_OPEN)},
    "Schema": {**_OPEN, "description": "A JSON Schema (2020-12)."},
    "PackSets": _object({"in_force": _DIGEST, "known": _some(_DIGEST)}),
    "ClauseSummary": _SUMMARY_OF_CLAUSE,
    "Clauses": _object({"items": _some(_ref("ClauseSummary")), "next": _or_null(_TEXT)}),
    "Clause": {
        **_OPEN,
        "description": "All that a clause says, with its texts by language.",
        "required": ["id", "version", "texts", "prescribed_by"],
        "properties": {
            "id": _TEXT,
            "version": _TEXT,
            "texts": {"type": "object", "additionalProperties": _TEXT},
            "prescribed_by": _some(_OPEN),
        },
    },
    "EspdRead": _object(
        {
            "version": _TEXT,
            "sha256": _TEXT,
            "procedure": _or_null(_TEXT),
            "operator": _OPEN,
            "brings": {"type": "object", "additionalProperties": {"type": "boolean"}},
            "remarks": _some(_REMARK),
        },
        says="What an ESPD Response declares, as facts of an operator.",
    ),
    "Standing": _object(
        {
            "language": _TEXT,
            "outcome": _TEXT,
            "award": _TEXT,
            "settled": {"type": "boolean"},
            "why": _TEXT,
            "said": _TEXT,
            "questions": _some(_ref("Asked")),
            "at_most": {"type": "integer"},
            "unknown": _some(_ref("Asked")),
            "others": {"type": "integer"},
            "regimes": _some(_ref("RegimeStanding")),
            "presumed": _some(_ref("Presumed")),
        },
        says="Where an interview stands; the question to ask now is the first.",
    ),
    "InterviewCase": _object({"facts": _OPEN, "as_of": _TEXT, "packs": _some(_TEXT), "policies": _some(_TEXT)}),
    "Interviewed": _object({"draft": _OPEN, "standing": _ref("Standing")}),
    "InterviewAnswered": _object(
        {
            "draft": _OPEN,
            "standing": _ref("Standing"),
            "answers": _some(_object({"path": _TEXT, "echo": _or_null(_TEXT), "settled": _some(_ref("Change"))})),
        },
        says="What became of answers.",
    ),
    "EspdCase": _object(
        {"facts": _OPEN, "version": _TEXT, "remarks": _some(_REMARK)}, says="A case put together of declarations."
    ),
    "ListsRead": _object(
        {
            "facts": _OPEN,
            "listings": {"type": "object", "additionalProperties": _some(_OPEN)},
            "remarks": _some(_ref("Place")),
        },
        says="A case with what lists say of its operators.",
    ),
}
_TYPES: Final = {
    "Governing": Governing,
    "Comparison": Comparison,
    "Matrix": Matrix,
    "Duties": Duties,
    "WhyNot": WhyNot,
    "MissingFact": MissingFact,
    "Asked": Asked,
    "RegimeStanding": RegimeStanding,
    "Change": Change,
    "Presumed": Presumed,
}


@cache
def components() -> dict[str, Schema]:
    """Every schema that answers name."""
    out: dict[str, Schema] = {}
    for name, schema in _WRITTEN.items():
        out[name] = schema
    _add(out, "Decision", cast("Schema", decision_schema()))
    for name, kind in _TYPES.items():
        _add(out, name, TypeAdapter(kind).json_schema(mode="serialization"))
    _more(out["Duties"], {"id": _DIGEST, "passed_over": _some(_TEXT)})
    _more(out["WhyNot"], {"goes_with": _some(_TEXT), "comes_with": _some(_TEXT)})
    return dict(sorted(out.items()))


def _more(schema: Schema, members: Mapping[str, Schema]) -> None:
    """Members that answers add to a type."""
    schema["properties"].update(members)
    schema["required"] = [*schema.get("required", []), *members]


def _add(out: dict[str, Schema], name: str, schema: Schema) -> None:
    """A schema and those that it names, each once; two of one name must say the same."""
    inner = schema.pop("$defs", {})
    schema.pop("$schema", None)
    for own, held in {**inner, name: schema}.items():
        said = _pointed(held)
        if out.setdefault(own, said) != said:
            raise ValueError(f"two schemas have the name {own}")


def _pointed(node: Any) -> Any:  # noqa: ANN401 - JSON
    """The schema with its references to the components."""
    if isinstance(node, dict):
        return {
            key: REF + value.removeprefix("#/$defs/") if key == "$ref" and isinstance(value, str) else _pointed(value)
            for key, value in node.items()
        }
    return [_pointed(one) for one in node] if isinstance(node, list) else node
