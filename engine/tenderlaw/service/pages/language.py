"""Which language a page speaks: the one chosen by a link, else before, else the one that the tenant has set.

Where it has set none, it is what the browser asks for; whoever asks for none that we speak gets that of the service.

The language of a document is another choice, made where the document is made; it is never taken from here.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from tenderlaw.service.desk import Desk
from tenderlaw.service.pages.phrases import DEFAULT_LANGUAGE, LANGUAGES

__all__ = ["keep_language", "language_of", "other_languages"]

_COOKIE: Final = "language"
_CHOSEN: Final = "lang"
_YEAR: Final = 365 * 24 * 3600


def language_of(request: Request) -> str:
    """The language in which this page is said."""
    desk = getattr(request.app.state, "desk", None)
    own = desk.settings.language if isinstance(desk, Desk) else DEFAULT_LANGUAGE
    chosen = request.query_params.get(_CHOSEN), request.cookies.get(_COOKIE)
    for one in (*chosen, getattr(request.state, "language", None), *_asked_for(request), own):
        if one in LANGUAGES:
            return one
    return DEFAULT_LANGUAGE


def keep_language(request: Request, response: Response) -> None:
    """Keeps a language that was chosen by a link."""
    chosen = request.query_params.get(_CHOSEN)
    if chosen in LANGUAGES and chosen != request.cookies.get(_COOKIE):
        secure = request.url.scheme == "https"
        response.set_cookie(_COOKIE, chosen, max_age=_YEAR, httponly=True, samesite="lax", secure=secure)


def other_languages(request: Request) -> list[tuple[str, str]]:
    """Each language with the address at which this page speaks it."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != _CHOSEN]
    return [(one, f"{request.url.path}?{urlencode([*kept, (_CHOSEN, one)])}") for one in LANGUAGES]


def _asked_for(request: Request) -> list[str]:
    """What the browser asks for, the most wanted first."""
    wanted: list[tuple[float, str]] = []
    for part in request.headers.get("accept-language", "")[:500].split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), name.split("-")[0].lower()))
        except ValueError:
            continue
    return [name for _, name in sorted(wanted, key=lambda one: one[0])]
