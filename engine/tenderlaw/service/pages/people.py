"""Who sees a page: a person who is signed in, with the role that it takes.

Whoever is not is led to the sign-in page and back. What somebody typed while their session ended is shown again, and
kept by nobody but their own browser until they are signed in.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request

from tenderlaw.service.accounts.caller import Caller, caller_or_none
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.pages.posts import posted

__all__ = ["Administrator", "Auditor", "Officer", "Reader", "SignedIn", "somebody", "who_may"]


async def somebody(request: Request, found: Annotated[Caller | None, Depends(caller_or_none)]) -> Caller:
    """Who is signed in. Raises Problem where nobody is; what was typed is then at hand for the page that says so."""
    if found is None or not found.is_person:
        if request.method == "POST":
            await posted(request)
        raise Problem("not-signed-in")
    return found


def who_may(*rights: str) -> Callable[..., Coroutine[Any, Any, Caller]]:
    """A dependency that gives who is signed in, where they have one of these rights."""

    async def allowed(who: Annotated[Caller, Depends(somebody)]) -> Caller:
        if not any(who.may(right) for right in rights):
            raise Problem("not-allowed", f"this needs `{rights[0]}`")
        return who

    return allowed


SignedIn = Annotated[Caller, Depends(somebody)]
Reader = Annotated[Caller, Depends(who_may("reader"))]
"""Whoever may see procurements and files."""
Officer = Annotated[Caller, Depends(who_may("officer"))]
"""Whoever may answer and decide."""
Approver = Annotated[Caller, Depends(who_may("approver"))]
"""Whoever may approve, hold and erase."""
Auditor = Annotated[Caller, Depends(who_may("auditor", "record"))]
"""Whoever may see the record."""
Administrator = Annotated[Caller, Depends(who_may("administrator"))]
"""Whoever keeps people, keys, webhooks and settings."""
