"""Many cases in one request, read line by line, and held to its end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypedDict

from tenderlaw.client.calls import Calls

__all__ = ["BatchEndedError", "BatchLine", "decide_many"]


class BatchEndedError(Exception):
    """The answer broke off: of the cases without a line nothing is known."""


class _Line(TypedDict):
    index: int
    status: int


class BatchLine(_Line, total=False):
    """What became of one case: a decision, or a problem."""

    decision: dict[str, Any]
    problem: dict[str, Any]


def decide_many(
    client: Calls,
    cases: Iterable[Mapping[str, object]],
    *,
    as_of: str | None = None,
    packs: list[str] | None = None,
    policies: list[str] | None = None,
    pack_set: str | None = None,
) -> Iterator[BatchLine]:
    """Decide cases, each `{"facts": {...}}` with an `as_of` of its own if it likes, by one set of packs.

    Lines come in the order of the cases. Raises ProblemError where the whole is refused, BatchEndedError where the
    answer ends before its end.
    """
    content = b"".join(json.dumps(one, ensure_ascii=False).encode("utf-8") + b"\n" for one in cases)
    query = {"as_of": as_of, "packs": packs, "policies": policies, "pack_set": pack_set}
    whole = False
    with client.stream(
        "POST", "/v1/decisions:batch", query=query, content=content, content_type="application/x-ndjson"
    ) as response:
        for line in response.iter_lines():
            said = json.loads(line)
            if "end" in said:
                whole = True
            elif "index" in said:
                yield said
    if not whole:
        raise BatchEndedError("the answer broke off before its end")
