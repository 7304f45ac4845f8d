"""One schedule for the tests of documents: a fictional regime, its library, and hostile words where asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import tenderlaw
from tenderlaw.clauses.library import load_library
from tenderlaw.clauses.model import Library
from tenderlaw.decisions.choosing import regimes_of
from tenderlaw.decisions.regime import Regime
from tenderlaw.documents import Document, clause_schedule
from tenderlaw.documents.kinds import DocumentKind
from tenderlaw.facts.case import Case
from tenderlaw.packs.installed import load_packs

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FILLED = {
    "reimbursement_days": "30",
    "cap": "EUR 12500.50",
    "start": "2026-03-01",
    "contact": "the concerns line, +46 8 000 00 00",
}
HOSTILE = (
    '<&"{{%}}`',
    "{{ 7 * 7 }} {% for x in y %}",
    "</w:t></w:r> <script>alert(1)</script> ]]>",
    '#read("/etc/passwd") $x$ *b* @ref \\ <label>',
    "[^1]: note | cell | ^[x] [[no-fees]] <worker>",
    "\u202eabc (\u05e9\u05dc\u05d5\u05dd) \u0645\u0631\u062d\u0628\u0627",
    "a\u0301\u0328 e\u0301 n\u0303 \u00a0wide\u2009spaces",
)


@cache
def library() -> Library:
    return load_library((HERE / "library",), shipped=False)


@cache
def fair_work() -> tuple[Regime, ...]:
    return regimes_of(load_packs(["fair-work"], [HERE / "packs"]).values())


def case(**procurement: object) -> Case:
    known = tenderlaw.load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml")
    return known.model_copy(update={"procurement": known.procurement.model_copy(update=procurement)})


def schedule(
    fill_ins: dict[str, str] | None = None,
    *,
    language: str = "en",
    fallback_language: str | None = None,
    draft: bool = False,
    kind: DocumentKind = "contract-terms",
    **procurement: object,
) -> Document:
    """A document of clauses of the fictional regime."""
    return clause_schedule(
        case(**procurement),
        kind=kind,
        packs=fair_work(),
        library=library(),
        language=language,
        fallback_language=fallback_language,
        fill_ins={**FILLED, **(fill_ins or {})} if not draft else fill_ins,
        draft=draft,
    )
