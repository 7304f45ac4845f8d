"""What endpoints of the API have in common: work in one transaction at the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from fastapi import Request
from sqlalchemy import Connection

from tenderlaw.service.accounts.acts import Act
from tenderlaw.service.accounts.caller import Caller, kept
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.jobs.hands import hand_for

__all__ = ["handed", "read", "written"]

P = ParamSpec("P")
T = TypeVar("T")


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
    _, record = kept(desk)
    return await desk.write(lambda connection: function(connection, who.act(record), *args, **kwargs))


async def handed(request: Request, who: Caller, function: Callable[[Connection, Hand], T]) -> T:
    """What a function does for the caller on files, whole or not at all."""
    desk = desk_of(request)
    _, record = kept(desk)
    packs = desk.packs.current
    return await desk.write(
        lambda connection: function(connection, hand_for(connection, record, packs, who.tenant, who.actor, who.rights))
    )
