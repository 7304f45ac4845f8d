"""Coming in and going out as a browser does it: links, the provider, and the cookie that holds the session.

The cookie is for this service alone, is sent by https alone where people come by https, and no script reads it.
"""

from __future__ import annotations

import base64
import binascii
from datetime import timedelta
from typing import Final
from weakref import WeakKeyDictionary

import orjson
from cryptography.exceptions import InvalidTag
from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from tenderlaw.record.faults import KeyWrongError
from tenderlaw.record.vault import Vault
from tenderlaw.service.accounts.caller import Caller, door_failures, kept, lives_of, session_cookie
from tenderlaw.service.accounts.oidc import OidcError, Pending, Provider, ProviderSettings
from tenderlaw.service.accounts.sessions import ended, ended_everywhere
from tenderlaw.service.accounts.signing_in import by_link, by_provider
from tenderlaw.service.desk import Desk, desk_of
from tenderlaw.service.http.csrf import need_same_origin
from tenderlaw.service.http.limits import caller_address
from tenderlaw.service.http.problems import Problem
from tenderlaw.store.moments import moment_text

__all__ = ["come_in", "go_out", "keep_session", "local_path", "router", "with_provider"]

router = APIRouter(include_in_schema=False)

_PENDING: Final = "tenderlaw_pending"
_PENDING_PATH: Final = "/sign-in/provider"
_PENDING_LIFE: Final = timedelta(minutes=10)
_PROVIDERS: WeakKeyDictionary[Desk, Provider] = WeakKeyDictionary()
_SEE_OTHER: Final = 303


async def come_in(request: Request, token: str) -> str | None:
    """The token of a new session for whoever brings this link's token, for `keep_session`; None for a bad one.

    It is for a form that was sent: whoever only looks at a link (a scanner of mail) must not use it up.
    Raises Problem where the form was another site's, or where too many bad ones came from the address.
    """
    desk = desk_of(request)
    need_same_origin(request, desk.settings)
    database, record = kept(desk)
    failures, old = door_failures(desk), request.cookies.get(session_cookie(desk))
    found = await desk.work(by_link, database, record, failures, token, lives_of(desk), old)
    if found is None and failures.too_many(caller_address(request.client)):
        raise Problem("rate-limited", "too many links that are not valid", headers={"Retry-After": "60"})
    return found


def keep_session(request: Request, response: Response, token: str) -> None:
    """Have the browser keep the session."""
    desk = desk_of(request)
    _set(desk, response, session_cookie(desk), token, lives_of(desk).absolute, "/")


async def go_out(request: Request, response: Response, who: Caller, *, everywhere: bool = False) -> None:
    """End the session of this browser, or all of theirs."""
    desk = desk_of(request)
    database, record = kept(desk)
    token = request.cookies.get(session_cookie(desk), "")

    def end() -> None:
        with database.writing() as connection:
            if everywhere:
                ended_everywhere(connection, who.act(record), who.actor)
            else:
                ended(connection, who.act(record), token)

    await desk.work(end)
    response.delete_cookie(session_cookie(desk), path="/", secure=desk.settings.secure, httponly=True, samesite="lax")


def with_provider(desk: Desk) -> bool:
    """Whether people can come in by a provider."""
    said = desk.settings
    return said.oidc_issuer is not None and said.oidc_client_id is not None


def local_path(text: str | None) -> str:
    """A path of this service to go on to; for anything else, the beginning."""
    good = text is not None and text.startswith("/") and not text.startswith("//") and len(text) < 2000
    return text if good and text is not None and text.isprintable() and "\\" not in text else "/"


@router.get(_PENDING_PATH)
async def to_provider(request: Request, then: str | None = None) -> Response:
    """Send the browser to the provider."""
    desk = desk_of(request)
    _, record = kept(desk)
    provider = _provider(request, desk)
    try:
        address, pending = await desk.work(provider.begun)
    except OidcError as error:
        raise Problem("database-away", "the provider does not answer", headers={"Retry-After": "30"}) from error
    response = RedirectResponse(address, _SEE_OTHER)
    said = [pending.state, pending.nonce, pending.verifier, local_path(then), moment_text(desk.now() + _PENDING_LIFE)]
    sealed = base64.urlsafe_b64encode(record.vault.wrap(orjson.dumps(said), _PENDING)).decode()
    _set(desk, response, _PENDING, sealed, _PENDING_LIFE, _PENDING_PATH)
    return response


@router.get(f"{_PENDING_PATH}/back")
async def from_provider(request: Request) -> Response:
    """Whoever comes back from the provider: a session where it says who they are, and they may come in."""
    desk = desk_of(request)
    database, record = kept(desk)
    provider = _provider(request, desk)
    opened = _unsealed(record.vault, request.cookies.get(_PENDING, ""))
    if opened is None or opened[4] < moment_text(desk.now()):
        raise Problem("not-signed-in", "the sign-in was not begun here, or long ago; begin again")
    state, nonce, verifier, then, _ = opened
    old = request.cookies.get(session_cookie(desk))
    try:
        identity = await desk.work(provider.finished, Pending(state, nonce, verifier), dict(request.query_params))
    except OidcError as error:
        if door_failures(desk).too_many(caller_address(request.client)):
            raise Problem("rate-limited", "too many sign-ins that failed", headers={"Retry-After": "60"}) from error
        raise Problem("not-signed-in", "the provider's answer is not valid; begin again") from error
    held = (database, record, door_failures(desk), desk.settings.tenant)
    token = await desk.work(by_provider, *held, identity, lives_of(desk), old=old)
    if token is None:
        raise Problem("not-allowed", "nobody here has invited you; ask an administrator")
    response = RedirectResponse(then, _SEE_OTHER)
    keep_session(request, response, token)
    response.delete_cookie(_PENDING, path=_PENDING_PATH, secure=desk.settings.secure, httponly=True, samesite="lax")
    return response


def _unsealed(vault: Vault, cookie: str) -> list[str] | None:
    try:
        opened = orjson.loads(vault.unwrap(base64.urlsafe_b64decode(cookie), _PENDING))
    except (KeyWrongError, InvalidTag, binascii.Error, ValueError):
        return None
    return opened if isinstance(opened, list) and len(opened) == 5 else None


def _provider(request: Request, desk: Desk) -> Provider:
    said = desk.settings
    if said.oidc_issuer is None or said.oidc_client_id is None:
        raise Problem("not-found")
    held = _PROVIDERS.get(desk)
    if held is None:
        secret = None if said.oidc_client_secret is None else said.oidc_client_secret.get_secret_value()
        own = said.public_url or str(request.base_url).rstrip("/")
        settings = ProviderSettings(
            said.oidc_issuer,
            said.oidc_client_id,
            secret,
            f"{own}{_PENDING_PATH}/back",
            roles_claim=said.oidc_roles_claim,
        )
        held = _PROVIDERS[desk] = Provider(settings, desk.now)
    return held


def _set(desk: Desk, response: Response, name: str, value: str, life: timedelta, path: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=int(life.total_seconds()),
        path=path,
        secure=desk.settings.secure,
        httponly=True,
        samesite="lax",  # a link in a letter leads to a page, and the provider back to here
    )
