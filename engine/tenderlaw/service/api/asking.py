"""What most endpoints are asked: facts, a day, packs and policies, and by which set of packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, cast

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response

from tenderlaw.decisions.cases import case_in
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts import Case
from tenderlaw.service.desk import desk_of
from tenderlaw.service.pack_sets import PackSet
from tenderlaw.sources.faults import quoted
from tenderlaw.sources.tree import Data, Source

__all__ = [
    "PACK_SET",
    "AsOf",
    "CaseAsked",
    "Chosen",
    "Digest",
    "Given",
    "Id",
    "Word",
    "answer",
    "chosen",
    "day_in",
    "file_answer",
    "json_content",
    "source_of",
]

PACK_SET: Final = "Pack-Set"
"""The header that names the set of packs by which it was answered."""


def day_in(value: object) -> object:
    """A day as `2026-02-01`, and no other way of writing one. Raises ValueError."""
    if value is None or (isinstance(value, date) and type(value) is date):
        return value
    if isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        if day is not None and day.isoformat() == value:
            return day
    raise ValueError(f"{quoted(value)} is not a day written YYYY-MM-DD")


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{0,39}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
AsOf = Annotated[
    date | None,
    BeforeValidator(day_in),
    Field(description="The day of the decision; left out, it is the procurement's own `decision_on`."),
]
Given = Annotated[
    dict[str, Any],
    Field(description="A case as `GET /v1/schemas/case` describes it; amounts are exact.", examples=[{}]),
]


class CaseAsked(BaseModel):
    """A case, and under what it is decided."""

    model_config = ConfigDict(extra="forbid")

    facts: Given
    as_of: AsOf = None
    packs: list[Id] | None = Field(None, min_length=1, max_length=200, description="Packs of law; left out: all.")
    policies: list[Id] = Field([], max_length=200, description="The authority's own policies to be asked besides.")
    pack_set: Digest | None = Field(None, description="By which set of packs; left out: the one in force.")

    @property
    def source(self) -> Source:
        """The facts as something that was read."""
        return source_of(self.facts)


def source_of(facts: Mapping[str, object]) -> Source:
    """Facts of a request as something that was read: faults name the place in `facts`."""
    return Source("facts", cast("Data", facts), {})


@dataclass(frozen=True, slots=True)
class Chosen:
    """By what a request is answered."""

    set: PackSet
    regimes: tuple[Regime, ...]
    policies: tuple[Regime, ...]

    def case(self, asked: CaseAsked) -> Case:
        """The facts, checked. Raises InputInvalidError."""
        return case_in(asked.source, (*self.regimes, *self.policies))


def chosen(request: Request, asked: CaseAsked) -> Chosen:
    """The set of packs, and of it what is asked, among those by which the caller's tenant decides (`decides`).

    Raises InputInvalidError for what there is none of, or what is not among them.
    """
    held = desk_of(request).packs.of(asked.pack_set)
    return Chosen(held, held.law(asked.packs, request.state.packs), held.own(asked.policies))


def answer(data: object, by: PackSet | None = None, status: int = 200) -> Response:
    """An answer in JSON; with the set of packs by which it was given."""
    headers = {} if by is None else {PACK_SET: by.digest}
    return Response(orjson.dumps(data), status, headers, "application/json")


def file_answer(data: bytes, media_type: str, name: str, by: PackSet | None = None) -> Response:
    """A file to be kept; `name` is made of words of ours alone."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, 200, {**headers, **({} if by is None else {PACK_SET: by.digest})}, media_type)


def json_content(schema: str, description: str = "") -> dict[int | str, dict[str, Any]]:
    """For OpenAPI: an answer of a schema among the components."""
    return {
        200: {
            "description": description or "Answered.",
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
            "headers": {PACK_SET: {"description": "By which set of packs.", "schema": {"type": "string"}}},
        }
    }
