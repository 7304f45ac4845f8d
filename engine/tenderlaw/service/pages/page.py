"""How every page is made: `page(request, "name.html", **context)`.

A template extends `layout.html` and is given, besides its own context: `language`, `languages`, `who` (the name of
whoever is signed in, if anybody), `csrf` (for `forms.html`), `notice` (what was just done), `here` (the path) and
`leads_to` (whether there is a page at an address).
"""

from __future__ import annotations

from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from tenderlaw.service.pages.environment import environment, speaking
from tenderlaw.service.pages.language import keep_language, language_of, other_languages
from tenderlaw.service.pages.navigation import leads_to, places_for
from tenderlaw.service.pages.phrases import phrases_in

__all__ = ["go", "page"]

_NOTICE: Final = "notice"
_SEE_OTHER: Final = 303


def page(request: Request, name: str, /, *, status: int = 200, **context: object) -> HTMLResponse:
    """The page that a template makes, in the language of the request."""
    language = language_of(request)
    notice = _notice_of(request, language)
    with speaking(language):
        text = (
            environment()
            .get_template(name)
            .render(
                {
                    "language": language,
                    "languages": other_languages(request),
                    "who": getattr(request.state, "who", None),
                    "csrf": getattr(request.state, "csrf", ""),
                    "notice": notice,
                    "here": request.url.path,
                    "places": places_for(request),
                    "leads_to": partial(leads_to, request),
                    **context,
                }
            )
        )
    response = HTMLResponse(text, status_code=status)
    response.headers["Cache-Control"] = "no-store"
    keep_language(request, response)
    if notice is not None:
        response.delete_cookie(_NOTICE)
    return response


def go(request: Request, path: str, notice: str | None = None) -> RedirectResponse:
    """Leads on to another page after a post; `notice` names a phrase of `notices.yaml` that is shown there once."""
    response = RedirectResponse(path, status_code=_SEE_OTHER)
    response.headers["Cache-Control"] = "no-store"
    if notice is not None:
        secure = request.url.scheme == "https"
        response.set_cookie(_NOTICE, notice, max_age=60, httponly=True, samesite="lax", secure=secure)
    return response


def _notice_of(request: Request, language: str) -> str | None:
    """The notice that the page before has left, if it is one of ours."""
    notice = request.cookies.get(_NOTICE)
    return notice if notice and f"notices.{notice}" in phrases_in(language) else None
