"""A form must come from a page of ours: what the browser says of its origin, and a token that only our page has.

Requests that bring a key and no cookie need neither: a browser sends no key by itself.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request

from tenderlaw.service.http.problems import Problem
from tenderlaw.service.settings import Settings

__all__ = ["FIELD", "form_token", "need_form_token", "need_same_origin"]

FIELD: Final = "form_token"
"""The hidden field of every form."""
_SAFE: Final = ("GET", "HEAD", "OPTIONS")


def form_token(session: str) -> str:
    """The token for forms of a session, made of the session's own secret, which only its browser has."""
    return hmac.new(session.encode(), b"tenderlaw form", hashlib.sha256).hexdigest()


def need_same_origin(request: Request, settings: Settings) -> None:
    """Raise Problem (403) for a request that changes something and comes from another site.

    Browsers say so in `Sec-Fetch-Site`; older ones in `Origin` alone. Who sends neither is no browser of today, and is
    held by the token.
    """
    if request.method in _SAFE:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise Problem("other-site", "the form was sent by another site")
        return
    origin = request.headers.get("origin")
    if origin is not None and origin not in _own(request, settings):
        raise Problem("other-site", "the form was sent by another site")


def need_form_token(request: Request, settings: Settings, session: str, given: object) -> None:
    """Both checks of a form that was sent with a session's cookie."""
    need_same_origin(request, settings)
    right = form_token(session)
    if not isinstance(given, str) or not hmac.compare_digest(right.encode(), given.encode("utf-8", "replace")):
        raise Problem("other-site", "the form is too old, or not ours")


def _own(request: Request, settings: Settings) -> set[str]:
    host = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if settings.public_url is None:
        return {host}
    said = urlsplit(settings.public_url)
    return {f"{said.scheme}://{said.netloc}", host}
