"""The worked cases of installed packs of law, decided once a process and only for whoever asks."""

from __future__ import annotations

from functools import cache

from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.worked_cases import CaseResult, run_worked_cases


@cache
def results_of(pack: str) -> tuple[CaseResult, ...]:
    """Every worked case of a pack with what it came to."""
    (regime,) = installed_regimes((pack,))
    return tuple(run_worked_cases(regime))
