"""Pages of the law: every pack of law, of duties, every policy, and their worked cases."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from tenderlaw.clauses.model import Library
from tenderlaw.decisions.regime import Regime
from tenderlaw.service.desk import desk_of
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.pack_sets import PackSet
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.page import page
from tenderlaw.service.pages.people import Reader
from tenderlaw.service.pages.views.decision import decision_view
from tenderlaw.service.pages.views.library import clause_title
from tenderlaw.service.pages.views.links import NOWHERE
from tenderlaw.service.pages.views.packs import pack_rows, pack_view
from tenderlaw.service.pages.views.words import Said, said
from tenderlaw.service.pages.views.worked import case_decided, case_rows, has_cases

__all__ = ["clause_titles", "router"]

router = APIRouter(include_in_schema=False)
_A_PAGE = 100
"""Cases on a page."""


@router.get("/packs")
async def packs(request: Request, _: Reader) -> HTMLResponse:
    """Every pack, by what it is."""
    desk, language = desk_of(request), language_of(request)
    held = desk.packs.current
    groups = await desk.work(_groups, held, language)
    return page(request, "packs/list.html", groups=groups)


def _groups(held: PackSet, language: str) -> list[tuple[str, object]]:
    return [
        ("law", pack_rows(held.regimes, language)),
        ("duties", pack_rows(held.duties, language)),
        ("policies", pack_rows(held.policies, language)),
    ]


@router.get("/packs/{pack}")
async def one_pack(request: Request, _: Reader, pack: str) -> HTMLResponse:
    """A pack: its grounds, periods, values over time, and worked cases."""
    desk, language = desk_of(request), language_of(request)
    held = desk.packs.current
    regime = pack_of(held, pack)
    view = await desk.work(pack_view, regime, language)
    titles = clause_titles(held.library, language)
    return page(request, "packs/one.html", pack=view, cases=has_cases(regime), titles=titles)


@router.get("/packs/{pack}/cases")
async def cases(request: Request, _: Reader, pack: str) -> HTMLResponse:
    """The worked cases of a pack, some a page."""
    desk, language = desk_of(request), language_of(request)
    regime = pack_of(desk.packs.current, pack)
    rows = await desk.work(case_rows, regime, language)
    first = _number(request.query_params.get("from", ""))
    here = f"/packs/{regime.id}/cases?from="
    return page(
        request,
        "packs/cases.html",
        pack={"id": regime.id, "title": said(regime.title, language)},
        cases=rows[first : first + _A_PAGE],
        before=f"{here}{max(0, first - _A_PAGE)}" if first else None,
        after=f"{here}{first + _A_PAGE}" if first + _A_PAGE < len(rows) else None,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


@router.get("/packs/{pack}/cases/{case:path}")
async def one_case(request: Request, _: Reader, pack: str, case: str) -> HTMLResponse:
    """A worked case, decided now."""
    desk, language = desk_of(request), language_of(request)
    held = desk.packs.current
    regime = pack_of(held, pack)
    decided = await desk.work(case_decided, regime, case)
    if decided is None:
        raise Problem("not-found", "there is no such case")
    view = await desk.work(decision_view, decided.decision, (regime,), language)
    return page(
        request,
        "packs/case.html",
        pack={"id": regime.id, "title": said(regime.title, language)},
        case=decided,
        d=view,
        links=NOWHERE,
        titles=clause_titles(held.library, language),
    )


def pack_of(held: PackSet, pack: str) -> Regime:
    """The pack of this id, of law first: a policy may have the same. Raises Problem where there is none."""
    found = next((one for one in held.everything if one.id == pack), None)
    if found is None:
        raise Problem("not-found", "there is no such rule set")
    return found


def clause_titles(library: Library, language: str) -> dict[str, Said]:
    """The titles of clauses by their ids."""
    return {key: clause_title(clause, language) for key, clause in library.clauses.items()}
