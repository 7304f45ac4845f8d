"""The places of the service that stand at the top of every page, in order."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.routing import BaseRoute, Match

__all__ = ["PLACES", "leads_to", "places_for"]

PLACES: Final = (
    ("procurements", "/procurements"),
    ("screening", "/screening"),
    ("duties", "/duties"),
    ("clauses", "/clauses"),
    ("packs", "/packs"),
    ("record", "/record"),
    ("people", "/people"),
)
"""Each with the phrase that names it (`navigation.<name>`) and its address."""
_OF_ADMINISTRATORS: Final = "/people"
_OTHERS: Final = ("/keys", "/house", "/webhooks")
"""Addresses of what belongs to people."""
_OF_PROCUREMENTS: Final = ("/bidders/", "/decisions/", "/steps/", "/documents/")
"""Addresses of what belongs to a procurement."""


def places_for(request: Request) -> list[tuple[str, str, bool]]:
    """The places that there are: the phrase's name, the address, and whether this page belongs to it."""
    here = request.url.path
    if here.startswith(_OF_PROCUREMENTS):
        here = PLACES[0][1]
    if here.startswith(_OTHERS):
        here = _OF_ADMINISTRATORS
    keeps = "administrator" in getattr(request.state, "rights", ())
    if getattr(request.state, "who", None) is None:
        return []
    return [
        (name, path, here == path or here.startswith(f"{path}/"))
        for name, path in PLACES
        if leads_to(request, path) and (keeps or path != _OF_ADMINISTRATORS)
    ]


def leads_to(request: Request, path: str) -> bool:
    """Whether there is a page at an address."""
    scope = {"type": "http", "path": path, "method": "GET", "root_path": "", "headers": []}
    routes: list[BaseRoute] = request.app.routes
    return any(route.matches(scope)[0] is Match.FULL for route in routes)
