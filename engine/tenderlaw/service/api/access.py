"""Who may ask what nothing is kept of: whoever has the right to decide, or anybody where no accounts are kept."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Final

from fastapi import Depends, Request

from tenderlaw.service.accounts.caller import Caller, caller_or_none
from tenderlaw.service.desk import desk_of
from tenderlaw.service.http.problems import MEDIA_TYPE, Problem

__all__ = ["PROBLEMS", "administers", "decides", "reads_law"]

PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    "4XX": {
        "description": "Refused: the request, as `errors` says where.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
    "5XX": {
        "description": "Failed: nothing was decided.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
}
"""What every endpoint may answer besides."""


def _needs(*rights: str) -> Callable[..., Coroutine[Any, Any, Caller | None]]:
    async def allowed(request: Request, found: Annotated[Caller | None, Depends(caller_or_none)]) -> Caller | None:
        if found is None:
            if desk_of(request).database is None:
                request.state.packs = None
                return None
            raise Problem("not-signed-in", headers={"WWW-Authenticate": "Bearer"})
        if not any(found.may(right) for right in rights):
            raise Problem("not-allowed", f"this needs `{rights[0]}`")
        request.state.packs = found.packs
        return found

    return allowed


decides: Final = Depends(_needs("decide"))
"""For what computes with facts; `request.state.packs` are then the packs by which the caller's tenant decides."""
reads_law: Final = Depends(_needs("decide", "reader", "record", "admin"))
"""For packs and clauses, which hold no facts."""
administers: Final = Depends(_needs("admin"))
"""For what concerns the whole process."""
