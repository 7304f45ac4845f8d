"""Long lists page by page: from where the last page ended, so that what comes in between shifts nothing."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Generic, TypeVar

import orjson
from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from tenderlaw.service.http.problems import Place, Problem

__all__ = ["MOST", "After", "Limit", "Page", "cursor", "cursor_of", "link_next"]

T = TypeVar("T")
MOST: Final = 200
"""Entries of a page, at most."""

Limit = Annotated[int, Query(ge=1, le=MOST, description="Entries of a page.")]
After = Annotated[
    str | None,
    Query(max_length=512, description="Where to go on: `next` of the page before. Opaque.", examples=[None]),
]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some entries, and where to go on if there are more."""

    items: Sequence[T]
    next: str | None = None


def cursor(*place: str | int) -> str:
    """An opaque word for a place in a list: what its last entry is sorted by."""
    return base64.urlsafe_b64encode(orjson.dumps(list(place))).decode("ascii").rstrip("=")


def cursor_of(after: str | None, *kinds: type) -> tuple[str | int, ...] | None:
    """The place that a cursor stands for. Raises Problem (422) for what is none of ours."""
    if after is None:
        return None
    try:
        read = orjson.loads(base64.b64decode(after + "=" * (-len(after) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        read = None
    right = isinstance(read, list) and len(read) == len(kinds) and cursor(*read) == after
    if not right or any(type(one) is not kind or "\0" in str(one) for one, kind in zip(read, kinds, strict=True)):
        raise Problem("input-invalid", "", [Place("#query/after", "is no place in this list", "take `next` as it is")])
    return tuple(read)


def link_next(request: Request, response: Response, next_: str | None) -> None:
    """Say in `Link` where the next page is (RFC 8288)."""
    if next_ is not None:
        address = request.url.include_query_params(after=next_)
        response.headers["Link"] = f'<{address.path}?{address.query}>; rel="next"'
