"""Whether the library has the wording of a clause that is prescribed, for the day that decides its version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal

from pydantic import ValidationError

from tenderlaw.packs.installed import data_folder
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.tree import read_file

if TYPE_CHECKING:
    from tenderlaw.clauses.model import ClauseFile
    from tenderlaw.decisions.model.decision import Decision
    from tenderlaw.decisions.model.prescriptions import Prescription

__all__ = ["Lack", "UnwordedClause", "lack_of", "unworded", "unworded_in"]


@dataclass(frozen=True, slots=True)
class Lack:
    """Why there is no wording of a clause."""

    reason: Literal["no-version", "unsettled", "day-unknown", "not-in-library"]
    about: str
    """The day, and of what is unsettled why; or the fact that gives the day."""


@dataclass(frozen=True, slots=True)
class UnwordedClause:
    """A clause that is prescribed, and of which the library has no wording for the day that decides."""

    clause: str
    cite: str
    prescribed_by: str
    """Pack or policy, and provision of the prescription."""
    obligation: str
    version_on: date | None
    lack: Lack

    @property
    def said(self) -> str:
        """Why there is none, in words."""
        return _WORDS[self.lack.reason].format(self.lack.about)


_WORDS = {
    "no-version": "there is no version for {} in the library",
    "unsettled": "which version is in force is not settled: {}",
    "day-unknown": "which version counts is not known before `{}` is given",
    "not-in-library": "the library that ships holds no clause of that name; its version is that of {}",
}


def lack_of(said: ClauseFile, rule: Prescription) -> Lack | None:
    """Why the library has no wording of a clause for the day that decides; none where it has one."""
    day = None if rule.version is None else rule.version.on
    if day is None:
        return Lack("day-unknown", rule.version.asked if rule.version else "as_of")
    version = None if said.incorporates is None else said.incorporates.on(day)
    if version is not None and version.unsettled is not None:
        return Lack("unsettled", f"{version.unsettled} ({day.isoformat()})")
    lacks = said.incorporates is not None and version is None
    return Lack("no-version", day.isoformat()) if lacks or not in_force(day, said.from_, said.to) else None


def unworded(rule: Prescription, by: str, lack: Lack) -> UnwordedClause:
    """The clause of a prescription, of which there is no wording."""
    on = None if rule.version is None else rule.version.on
    return UnwordedClause(rule.clause, rule.cite, by, rule.obligation, on, lack)


def unworded_in(decision: Decision) -> Iterator[UnwordedClause]:
    """The clauses that a decision prescribes and of which the library that ships has no wording."""
    prescribers = [(regime.pack, regime.title, regime.clauses) for regime in decision.regimes]
    prescribers += [(policy.policy, policy.title, policy.clauses) for policy in decision.policies]
    for _, title, rules in prescribers:
        for rule in rules:
            lack = _lack_in_file(rule) if rule.state == "prescribed" else None
            if lack is not None:
                by = f"{title}, {rule.cite}"
                yield unworded(rule, by, lack)


def _lack_in_file(rule: Prescription) -> Lack | None:
    said = _shipped(rule.clause)
    if said is None:
        return Lack("not-in-library", "" if rule.version is None else str(rule.version.on))
    return lack_of(said, rule)


@cache
def _shipped(clause: str) -> ClauseFile | None:
    """What the library that ships says of a clause, read once a process, as its packs are; none of another's clause."""
    from tenderlaw.clauses.model import ClauseFile  # noqa: PLC0415 - most decisions prescribe no clause

    try:
        return ClauseFile.model_validate(read_file(data_folder("clause_templates") / clause / "clause.yaml").data)
    except (InputInvalidError, ValidationError):
        return None
