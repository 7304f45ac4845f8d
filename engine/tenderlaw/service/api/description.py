"""The description of the API: OpenAPI 3.1, and a page of it for people, both made here and by nobody else's script."""

from __future__ import annotations

import hashlib
from html import escape
from typing import Any, Final

import orjson
from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import Response

from tenderlaw._version import __version__
from tenderlaw.service.api.components import components
from tenderlaw.service.http.etags import not_modified, same_as_seen

__all__ = ["description_of", "router"]

router = APIRouter(tags=["description"])

_METHODS: Final = ("get", "post", "put", "patch", "delete")
_TAGS: Final = (
    ("decide", "Deciding, with nothing kept."),
    ("law", "Packs and clauses, and by which set of them answers are given."),
    ("documents", "Documents made from a case; what changed between two."),
    ("interview", "Questions from the law itself, the decisive first, until nothing can change the answer."),
    ("files", "Procurements and bidders that are kept: answers, decisions, the authority's own steps, documents."),
    ("record", "What was put on record: decisions made again, entries, checkpoints, proofs."),
    ("imports", "Files of others read into facts, with nothing kept."),
    ("tenants", "Tenants, which share nothing, and what each chooses."),
    ("people", "People of a tenant and their roles."),
    ("keys", "Keys of the API: scopes, an end, a successor."),
    ("jobs", "Long work: its progress, and how it ended."),
    ("screenings", "Many suppliers at once."),
    ("webhooks", "Other systems told of what is put on record."),
    ("health", "For machines that watch the service."),
    ("admin", "For whoever runs the service."),
)
_STYLE: Final = """\
body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color:#1b1b1f;background:#fff}
h2{margin-top:2.5rem}h3{margin-bottom:.2rem}code{font-family:ui-monospace,monospace;overflow-wrap:anywhere}
.m{display:inline-block;min-width:4.5rem;font-weight:700}table{border-collapse:collapse}td{padding:.1rem 1rem .1rem 0;
vertical-align:top}a{color:#0b4f8a}
"""


def description_of(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of an application; the same application, the same document."""
    if app.openapi_schema is None:
        said = get_openapi(
            title="tenderlaw",
            version=__version__,
            summary="Public-procurement exclusion law as tested, explainable decisions and contract clauses",
            description="An unknown fact is never a no. Answers name the packs by which they were given; `Pack-Set` "
            "asks for them again. Refusals are problems (RFC 9457) and never look like an outcome.",
            routes=app.routes,
            tags=[{"name": name, "description": says} for name, says in _TAGS],
            separate_input_output_schemas=app.separate_input_output_schemas,
        )
        schemas = said.setdefault("components", {}).setdefault("schemas", {})
        for name, schema in components().items():
            if schemas.setdefault(name, schema) != schema:
                raise ValueError(f"a model of the API has the name of an answer's schema: {name}")
        said["components"]["schemas"] = dict(sorted(schemas.items()))
        _refusals(said)
        app.openapi_schema = said
    return app.openapi_schema


def _refusals(said: dict[str, Any]) -> None:
    """Take the framework's own form of refusals out: ours are problems."""
    schemas = said["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for operations in said["paths"].values():
        for method in _METHODS:
            found = operations.get(method, {}).get("responses", {}).get("422", {}).get("content", {})
            if "application/json" in found:
                del operations[method]["responses"]["422"]


@router.get("/v1/openapi.json", include_in_schema=False)
async def openapi(request: Request) -> Response:
    """The OpenAPI document."""
    return _kept(request, orjson.dumps(description_of(request.app)), "application/json")


@router.get("/v1/reference", include_in_schema=False)
async def reference(request: Request) -> Response:
    """The same for people."""
    return _kept(request, _page(description_of(request.app)).encode("utf-8"), "text/html; charset=utf-8")


@router.get("/v1/reference.css", include_in_schema=False)
async def style(request: Request) -> Response:
    """How the page looks."""
    return _kept(request, _STYLE.encode("utf-8"), "text/css; charset=utf-8")


def _kept(request: Request, data: bytes, media_type: str) -> Response:
    tag = '"' + hashlib.sha256(data).hexdigest()[:40] + '"'
    if same_as_seen(request, tag):
        return not_modified(tag, "public, no-cache")
    return Response(data, 200, {"ETag": tag, "Cache-Control": "public, no-cache"}, media_type)


def _page(said: dict[str, Any]) -> str:
    """Every operation by its tag, with what it takes."""
    held: dict[str, list[str]] = {}
    for path, operations in said["paths"].items():
        for method in _METHODS:
            if method in operations:
                one = operations[method]
                held.setdefault((one.get("tags") or ["other"])[0], []).append(_operation(method, path, one))
    known = dict(_TAGS)
    parts = [
        f"<h2>{escape(tag)}</h2><p>{escape(known.get(tag, ''))}</p>{''.join(found)}" for tag, found in held.items()
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The API of tenderlaw</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="reference.css"></head><body>'
        f"<main><h1>The API of tenderlaw {escape(said['info']['version'])}</h1><p>{escape(said['info']['description'])}"
        '</p><p><a href="openapi.json">The OpenAPI 3.1 document</a></p>' + "".join(parts) + "</main></body></html>"
    )


def _operation(method: str, path: str, said: dict[str, Any]) -> str:
    says = escape(said.get("description") or said.get("summary", "")).replace("\n\n", "<br>")
    rows = "".join(
        f"<tr><td><code>{escape(one['name'])}</code></td><td>{escape(one['in'])}</td>"
        f"<td>{escape(one.get('description') or '')}</td></tr>"
        for one in said.get("parameters", ())
    )
    body = ", ".join(said.get("requestBody", {}).get("content", {}))
    takes = f"<p>Takes <code>{escape(body)}</code></p>" if body else ""
    table = f"<table>{rows}</table>" if rows else ""
    return f'<h3><span class="m">{method.upper()}</span> <code>{escape(path)}</code></h3><p>{says}</p>{takes}{table}'
