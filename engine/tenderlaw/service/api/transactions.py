"""What endpoints of the API have in common: work in one transaction at the desk, and what they may refuse with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from fastapi import Request
from sqlalchemy import Connection

from tenderlaw.service.accounts.acts import Act
from tenderlaw.service.accounts.caller import Caller, kept
from tenderlaw.service.desk import desk_of
from tenderlaw.service.http.problems import MEDIA_TYPE

__all__ = ["read", "refusals", "written"]

P = ParamSpec("P")
T = TypeVar("T")


_TEXT: Final = {"type": "string"}
_PLACE: Final = {"type": "object", "properties": {"pointer": _TEXT, "detail": _TEXT, "hint": _TEXT}}
_PROBLEM: Final = {
    "type": "object",
    "required": ["type", "title", "status", "instance"],
    "properties": {
        **dict.fromkeys(("type", "title", "detail", "instance"), _TEXT),
        "status": {"type": "integer"},
        "errors": {"type": "array", "items": _PLACE},
    },
}
"""A problem (RFC 9457)."""


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What an endpoint may refuse with besides what any may: 401, 403, 429, 503."""
    every = sorted({401, 403, 429, 503, *statuses})
    return {status: {"description": "Problem", "content": {MEDIA_TYPE: {"schema": _PROBLEM}}} for status in every}


async def read(
    request: Request,
    who: Caller,
    function: Callable[Concatenate[Connection, str, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """What a function reads of the caller's tenant."""
    desk = desk_of(request)
    database, _ = kept(desk)

    def run() -> T:
        with database.reading() as connection:
            return function(connection, who.tenant, *args, **kwargs)

    return await desk.work(run)


async def written(
    request: Request,
    who: Caller,
    function: Callable[Concatenate[Connection, Act, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """What a function does for the caller, whole or not at all."""
    desk = desk_of(request)
    database, record = kept(desk)

    def run() -> T:
        with database.writing() as connection:
            return function(connection, who.act(record), *args, **kwargs)

    return await desk.work(run)
