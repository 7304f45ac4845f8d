"""The schedule of clauses of one contract, and what it was made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tenderlaw.clauses.library import load_clauses
from tenderlaw.clauses.render import RenderedClause, render_clauses
from tenderlaw.clauses.select import OpenClause, select_clauses
from tenderlaw.decisions.decide import as_of_date, choose_regimes, decide
from tenderlaw.decisions.regime import Regime
from tenderlaw.documents.markdown import to_markdown
from tenderlaw.documents.schedule_model import ClauseSchedule, Manifest
from tenderlaw.facts.case import Case
from tenderlaw.facts.records import case_records

__all__ = ["ClauseSchedule", "clause_schedule", "render"]


def clause_schedule(
    case: Case,
    *,
    as_of: date | None = None,
    packs: Sequence[str] | Sequence[Regime] | None = None,
    language: str = "en",
    fill_ins: Mapping[str, str] | None = None,
    draft: bool = False,
) -> ClauseSchedule:
    """Select and render the clauses that a contract carries.

    Raises InputInvalidError that lists every missing fill-in by clause unless `draft`.
    """
    day, regimes = as_of_date(case, as_of), choose_regimes(packs)
    library = load_clauses()
    decision = decide(case, as_of=day, packs=regimes)
    selection = select_clauses(decision, library)
    procurement, operators = case_records(case)
    clauses: tuple[RenderedClause, ...] = render_clauses(
        selection.selected, procurement, operators[0], language=language, fill_ins=fill_ins, draft=draft
    )
    undecided: tuple[OpenClause, ...] = selection.undecided
    manifest = Manifest(
        decision=decision.id,
        as_of=day,
        language=language,
        engine_version=decision.engine_version,
        packs=tuple((pack.id, pack.version, pack.digest) for pack in decision.packs),
        clauses=tuple((one.clause.said.id, one.clause.said.version, one.clause.digest) for one in selection.selected),
    )
    return ClauseSchedule(case.procurement.title, clauses, undecided, draft, manifest)


def render(
    case: Case,
    *,
    as_of: date | None = None,
    packs: Sequence[str] | Sequence[Regime] | None = None,
    language: str = "en",
    fill_ins: Mapping[str, str] | None = None,
    draft: bool = False,
) -> str:
    """The clauses that a contract carries, as Markdown with citations and a manifest.

    Raises InputInvalidError that lists every missing fill-in by clause unless `draft`.
    """
    schedule = clause_schedule(case, as_of=as_of, packs=packs, language=language, fill_ins=fill_ins, draft=draft)
    return to_markdown(schedule)
