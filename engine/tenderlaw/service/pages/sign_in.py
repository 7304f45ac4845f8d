"""Coming in and going out: by a link that works once, or by the organisation's own provider where there is one."""

from __future__ import annotations

import re
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tenderlaw.service.accounts.caller import Caller, caller_or_none
from tenderlaw.service.accounts.coming_in import come_in, go_out, keep_session, local_path, with_provider
from tenderlaw.service.desk import desk_of
from tenderlaw.service.http.csrf import need_same_origin
from tenderlaw.service.pages.forms.errors import FormError
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import SignedIn
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.posts import came_from, posted

__all__ = ["router"]

router: Final = APIRouter(include_in_schema=False)
_TOKEN: Final = re.compile(r"(?:.*[?&]token=)?([A-Za-z0-9_-]{20,200})")
_SEE_OTHER: Final = 303
Anybody = Annotated[Caller | None, Depends(caller_or_none)]


@router.get("/")
async def begin(_: SignedIn) -> Response:
    """The beginning: the procurements."""
    return RedirectResponse("/procurements", _SEE_OTHER)


@router.get("/sign-in")
async def ask(request: Request, who: Anybody, to: str = "/", token: str = "") -> Response:
    """The page on which a person signs in; a link is used once somebody presses the button, not by who looks at it."""
    if who is not None and not token:
        return RedirectResponse(local_path(to), _SEE_OTHER)
    return _page(request, token=token, to=local_path(to))


@router.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """Opens a session for whoever has a link that is good."""
    need_same_origin(request, desk_of(request).settings)
    form = await posted(request)
    to, text = local_path(form.get("to")), form.get("token", "").strip()
    found = _TOKEN.fullmatch(text)
    session = await come_in(request, found[1] if found else text) if text else None
    if session is None:
        key = "errors.link_none" if text else "errors.link_missing"
        errors = [FormError("token", said(key, language_of(request)))]
        return _page(request, status=422, errors=errors, token="" if found else text, to=to)
    response = go(request, to)
    keep_session(request, response, session)
    return response


@router.post("/sign-out")
async def sign_out(request: Request, who: SignedIn) -> Response:
    """Ends the session of this browser."""
    await came_from(request, who)
    response = go(request, "/sign-in", "signed_out")
    await go_out(request, response, who)
    return response


@router.get("/signed-in")
async def signed_in(request: Request, _: SignedIn) -> Response:
    """Says, in a tab of its own, that one may go back to the page with what was typed."""
    return page(request, "signed_in.html")


def _page(request: Request, *, status: int = 200, **context: object) -> Response:
    return page(request, "sign_in.html", status=status, provider=with_provider(desk_of(request)), **context)
