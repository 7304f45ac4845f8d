"""Worked cases of a pack: as rows of its page, and one of them decided, beside what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tenderlaw.decisions.cases import case_in
from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.worked_cases import WorkedCase, differences, worked_cases
from tenderlaw.facts import written
from tenderlaw.service.pages.views.missing import outcome_tag
from tenderlaw.service.pages.views.words import Tag
from tenderlaw.sources.tree import Source

__all__ = ["CaseDecided", "CaseRow", "case_decided", "case_rows", "has_cases"]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A worked case in the list."""

    id: str
    title: str
    cite: str
    as_of: str
    tag: Tag | None


@dataclass(frozen=True, slots=True)
class CaseDecided:
    """A worked case decided now, and in what it differs from what its pack expects."""

    title: str
    cite: str
    note: str | None
    decision: Decision
    differences: tuple[str, ...]


@lru_cache(maxsize=64)
def _cases(regime: Regime) -> tuple[tuple[WorkedCase, Source], ...]:
    """The cases of a pack of law, read once a set; a policy's and a duty's say something else."""
    return tuple(worked_cases(regime.typed)) if regime.kind == "regime" else ()


def has_cases(regime: Regime) -> bool:
    """Whether a pack of law has worked cases; they are read when somebody looks at them."""
    return regime.kind == "regime" and any((Path(regime.typed.pack.folder) / "cases").glob("*.yaml"))


def case_rows(regime: Regime, language: str) -> tuple[CaseRow, ...]:
    """The worked cases of a pack, in the order of its files."""
    return tuple(
        CaseRow(
            one.id, one.title, one.cite, written.day(one.as_of, language), outcome_tag(one.expect.outcome, language)
        )
        for one, _ in _cases(regime)
    )


def case_decided(regime: Regime, case_id: str) -> CaseDecided | None:
    """The case of this id, decided; None where the pack has none."""
    for one, source in _cases(regime):
        if one.id == case_id:
            decision = decide(case_in(source, [regime]), as_of=one.as_of, packs=[regime])
            return CaseDecided(one.title, one.cite, one.note, decision, tuple(differences(one.expect, decision)))
    return None
