"""What a page does at the desk: read or change files of its reader's tenant, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from starlette.requests import Request

from tenderlaw.record.faults import ErasedError
from tenderlaw.service.accounts.acts import Act
from tenderlaw.service.accounts.caller import Caller, kept
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.faults import ChangedError, FileRefusedError, NotAllowedError, NotThereError
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.problems import Place, Problem
from tenderlaw.service.jobs.hands import act_of, hand_for

__all__ = ["acting", "problem_of_refusal", "reading", "writing"]

P = ParamSpec("P")
T = TypeVar("T")
Done = Callable[Concatenate[Connection, Hand, P], T]


async def reading(request: Request, who: Caller, function: Done[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function reads. Raises Problem for what is not there, not theirs or erased."""
    return await _done(request, who, False, lambda connection, hand: function(connection, hand, *args, **kwargs))


async def writing(request: Request, who: Caller, function: Done[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function does, in one transaction. Raises Problem as `reading` does, ChangedError, FileRefusedError."""
    return await _done(request, who, True, lambda connection, hand: function(connection, hand, *args, **kwargs))


async def acting(
    request: Request, who: Caller, function: Callable[Concatenate[Connection, Act, P], T], /,
    *args: P.args, **kwargs: P.kwargs,
) -> T:  # fmt: skip
    """What an act of an administrator comes to, whole and on record."""
    return await writing(request, who, lambda connection, hand: function(connection, act_of(hand), *args, **kwargs))


async def _done(request: Request, who: Caller, writes: bool, function: Callable[[Connection, Hand], T]) -> T:
    desk = desk_of(request)
    database, record = kept(desk)
    packs = desk.packs.current

    def run(connection: Connection) -> T:
        return function(connection, hand_for(connection, record, packs, who.tenant, who.actor, who.rights))

    def read() -> T:
        with database.reading() as connection:
            return run(connection)

    try:
        return await (desk.write(run) if writes else desk.work(read))
    except NotThereError as error:
        raise Problem("not-found") from error
    except NotAllowedError as error:
        raise Problem("not-allowed", error.faults[0].message) from error
    except ErasedError as error:
        raise Problem("erased") from error


def problem_of_refusal(error: ChangedError | FileRefusedError) -> Problem:
    """The problem for a page that has no place of its own for what was refused."""
    if isinstance(error, ChangedError):
        return Problem("changed")
    return Problem("conflict", "", [Place("", one.message, one.hint or "") for one in error.faults])
