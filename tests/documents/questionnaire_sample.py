"""A case of which a bidder is asked, and what it is asked."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tenderlaw.decisions import decide
from tenderlaw.decisions.cases import case_in
from tenderlaw.decisions.choosing import load_packs, load_policies
from tenderlaw.documents.questionnaires.asking import questionnaire
from tenderlaw.documents.questionnaires.model import Questionnaire
from tenderlaw.sources.tree import read_file

__all__ = ["CASE", "asked_in", "regimes_asked"]

CASE = Path(__file__).parents[2] / "examples" / "policy-tiers" / "case.yaml"


@cache
def regimes_asked() -> tuple[Any, ...]:
    """The law and the policy under which the case is decided."""
    return (*load_packs(["eu-2014-24"]), *load_policies(["baseline"]))


@cache
def asked_in(language: str) -> Questionnaire:
    """What the bidder of the case is asked."""
    regimes = regimes_asked()
    case = case_in(read_file(CASE), regimes)
    decision = decide(case, as_of=date(2026, 2, 1), packs=regimes[:1], policies=regimes[1:])
    return questionnaire(decision, language, policies=regimes[1:])
