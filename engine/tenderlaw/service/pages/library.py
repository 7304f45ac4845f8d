"""Pages of the clause library: found by words, source, risk, obligation and language; read with its reasons."""

from __future__ import annotations

from functools import lru_cache

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from tenderlaw.clauses.model import KINDS, Clause
from tenderlaw.facts.wording import DEFAULT_LANGUAGE
from tenderlaw.service.desk import desk_of
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.pack_sets import PackSet
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.page import page
from tenderlaw.service.pages.people import Reader
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.views.clause_text import clause_text
from tenderlaw.service.pages.views.library import (
    TIERS,
    ClauseSearch,
    PrescribedBy,
    clause_rows,
    clause_view,
    languages_in,
    prescriptions_in,
    sources_in,
)

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_OBLIGATIONS = ("mandatory", "discretionary", "voluntary", "guidance")
_LONGEST = 200


@lru_cache(maxsize=16)
def _prescribed(held: PackSet, language: str) -> dict[str, tuple[PrescribedBy, ...]]:
    """Who prescribes what, once a set of packs."""
    return dict(prescriptions_in((*held.regimes, *held.policies), language))


@router.get("/clauses")
async def clauses(request: Request, _: Reader) -> HTMLResponse:
    """The clauses that are found."""
    desk, language = desk_of(request), language_of(request)
    held = desk.packs.current
    asked = _asked(request)
    prescribed = await desk.work(_prescribed, held, language)
    rows = await desk.work(clause_rows, held.library, prescribed, asked, language)

    def named(what: str, values: tuple[str, ...]) -> list[tuple[str, str]]:
        return [(value, said(f"clauses.{what}_{value}", language)) for value in values]

    return page(
        request,
        "clauses/list.html",
        rows=rows,
        asked=asked,
        asked_any=asked != ClauseSearch(),
        sources=sources_in(prescribed),
        risks=named("tier", TIERS),
        obligations=named("obligation", _OBLIGATIONS),
        kinds=named("kind", KINDS),
        languages_there=named("language", languages_in(held.library.clauses.values())),
    )


def _asked(request: Request) -> ClauseSearch:
    """The search as the address has it."""
    return ClauseSearch(
        **{
            name: request.query_params.get(name, "").strip()[:_LONGEST]
            for name in ("words", "source", "risk", "obligation", "language", "kind")
        }
    )


@router.get("/clauses/{clause}")
async def one_clause(request: Request, _: Reader, clause: str) -> HTMLResponse:
    """A clause: its text in a language, its versions, and why it is prescribed."""
    desk, language = desk_of(request), language_of(request)
    held = desk.packs.current
    found = held.library.clauses.get(clause)
    if found is None:
        raise Problem("not-found", "there is no such clause")
    prescribed = await desk.work(_prescribed, held, language)
    spoken, variant = _text_asked(request, found, language), _variant(request, found)
    text = await desk.work(clause_text, found, held.library, spoken, (variant,) if variant else ())
    return page(
        request,
        "clauses/one.html",
        clause=clause_view(found, held.library, prescribed.get(clause, ()), language),
        text=text,
        here=language in found.bodies,
        variant=variant,
        variant_query=f"&variant={variant}" if variant else "",
    )


def _text_asked(request: Request, clause: Clause, language: str) -> str:
    """The language of the text: the one asked for, that of the page, English, or whichever there is."""
    wanted = (request.query_params.get("text", ""), language, DEFAULT_LANGUAGE)
    return next((one for one in wanted if one in clause.bodies), next(iter(clause.bodies)))


def _variant(request: Request, clause: Clause) -> str:
    wanted = request.query_params.get("variant", "")
    return wanted if wanted in {one.id for one in clause.said.alternates} else ""
