"""Coming in and going out: by a link that works once, or by the organisation's own provider where there is one."""

from __future__ import annotations

import re
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tenderlaw.service.accounts.caller import Caller, caller_or_none, door_failures, kept, lives_of, session_cookie
from tenderlaw.service.accounts.sessions import ended
from tenderlaw.service.accounts.signing_in import by_link
from tenderlaw.service.desk import Desk, desk_of
from tenderlaw.service.http.csrf import need_same_origin
from tenderlaw.service.http.limits import caller_address
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.pages.forms.errors import FormError
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import SignedIn
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.posts import came_from, posted

__all__ = ["local_path", "router"]

router: Final = APIRouter(include_in_schema=False)
_TOKEN: Final = re.compile(r"(?:.*[?&]token=)?([A-Za-z0-9_-]{20,200})\s*")
_PATH: Final = re.compile(r"/(?![/\\])[^\\\x00-\x20]*")
Anybody = Annotated[Caller | None, Depends(caller_or_none)]


def local_path(given: str | None) -> str:
    """An address of this service to go on to; whatever else was given leads to the beginning."""
    return given if given and _PATH.fullmatch(given) else "/"


@router.get("/")
async def begin(request: Request, _: SignedIn) -> Response:
    """The beginning: the procurements."""
    return RedirectResponse("/procurements", 303)


@router.get("/sign-in")
async def ask(request: Request, who: Anybody, to: str = "/", token: str = "") -> Response:
    """The page on which a person signs in; a link is used once somebody presses the button, not by who looks at it."""
    if who is not None and not token:
        return RedirectResponse(local_path(to), 303)
    return _page(request, token=token, to=local_path(to))


@router.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """Opens a session for whoever has a link that is good."""
    desk = desk_of(request)
    need_same_origin(request, desk.settings)
    form = await posted(request)
    to = local_path(form.get("to"))
    text = form.get("token", "").strip()
    found = _TOKEN.fullmatch(text)
    failures = door_failures(desk)
    session = None
    if found is not None:
        database, record = kept(desk)
        old = request.cookies.get(session_cookie(desk))
        session = await desk.work(by_link, database, record, failures, found[1], lives_of(desk), old)
    if session is None:
        if failures.too_many(caller_address(request.client)):
            raise Problem("rate-limited", "too many links that are not valid", headers={"Retry-After": "60"})
        key = "errors.link_missing" if not text else "errors.link_none"
        errors = [FormError("token", said(key, language_of(request)))]
        return _page(request, status=422, errors=errors, token="" if found else text, to=to)
    response = go(request, to)
    keep_session(desk, response, session)
    return response


@router.post("/sign-out")
async def sign_out(request: Request, who: SignedIn) -> Response:
    """Ends the session of this browser."""
    await came_from(request, who)
    desk = desk_of(request)
    database, record = kept(desk)
    token = request.cookies.get(session_cookie(desk), "")

    def end() -> None:
        with database.writing() as connection:
            ended(connection, who.act(record), token)

    await desk.work(end)
    response = go(request, "/sign-in", "signed_out")
    response.delete_cookie(session_cookie(desk), path="/", secure=desk.settings.secure, httponly=True, samesite="lax")
    return response


@router.get("/signed-in")
async def signed_in(request: Request, _: SignedIn) -> Response:
    """Says in a tab of its own that one may go back to the page with what was typed."""
    return page(request, "signed_in.html")


def keep_session(desk: Desk, response: Response, token: str) -> None:
    """Gives a browser its session: for this host alone, out of reach of scripts, until the browser is closed."""
    response.set_cookie(
        session_cookie(desk), token, path="/", httponly=True, samesite="lax", secure=desk.settings.secure
    )


def _page(request: Request, *, status: int = 200, **context: object) -> Response:
    provider = desk_of(request).settings.oidc_issuer is not None
    return page(request, "sign_in.html", status=status, provider=provider, **context)
