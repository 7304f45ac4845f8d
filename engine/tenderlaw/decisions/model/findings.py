"""What is found of a ground: its state, its period, what could lift it, and the facts behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from tenderlaw.decisions.sentences.findings import reason_of
from tenderlaw.facts.asked_of import Asked
from tenderlaw.rules.explain import Explanation, FactRead, TruthWord

__all__ = ["Finding", "FindingState", "LiftState"]

FindingState: TypeAlias = Literal[
    "applies", "possible", "not_triggered", "not_yet", "lapsed", "self_cleaned", "cured", "derogated", "not_in_force"
]


@dataclass(frozen=True, slots=True)
class LiftState:
    """What could lift a finding, and whether it does."""

    lift: str
    title: str
    cite: str
    needs: str
    holds: TruthWord
    leaves: Literal["nothing", "discretion"] = "nothing"
    """What it leaves of a duty to exclude: nothing, or that the authority may exclude."""
    barred_by: str | None = None
    """The provision that bars it for now: then it is not offered."""
    shown_by: Asked = "authority"
    """Whose it is: the bidder's to show (that it cleaned itself, or made good), or the authority's to decide."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One ground for one operator and, where the ground speaks of entries, one entry of its facts."""

    ground: str
    title: str
    cite: str
    effect: Literal["must_exclude", "may_exclude"]
    """The least that follows where it applies; `heavier` says that a duty may follow although discretion is sure."""
    obligation: str
    state: FindingState
    operator: str
    """Which operator: `operator`, or `entities[n]`."""
    name: str = ""
    """What this operator is called, of a ground that is given or may be."""
    statement: str = ""
    """The situation in words, as a clause that follows the operator's name."""
    entry: str | None = None
    """Path of the entry, or of the list that was not given."""
    since: date | None = None
    """First day of the exclusion period, the day of the event; of what is not there yet, the day on which it begins."""
    until: date | None = None
    """Last day of the exclusion period."""
    set_by_judgment: bool = False
    """Whether a judgment sets the period."""
    heavier: bool = False
    """It is unknown whether what turns the duty to exclude into discretion is given."""
    topic: str | None = None
    """What it is about, in a word that regimes share."""
    lifts: tuple[LiftState, ...] = ()
    missing: tuple[str, ...] = ()
    facts: tuple[FactRead, ...] = ()
    """The facts on which the ground was decided."""
    explanation: tuple[Explanation, ...] = ()
    """The ground, its period and its lifts, node by node."""

    @property
    def reason(self) -> str:
        """The reason in English, with the facts by their paths; said when it is asked for."""
        return self.reason_in("en")

    def reason_in(self, language: str) -> str:
        """The reason in a language, with the facts by their paths."""
        return reason_of(self, language)
