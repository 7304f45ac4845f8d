"""Worked cases of packs of duties: a company on a day, and what it owes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tenderlaw.decisions.case_files import CaseFile, StatedCase, cases_of
from tenderlaw.decisions.cases import company_in
from tenderlaw.decisions.duties import duties_under
from tenderlaw.decisions.model.duties import DutyOutcome, DutyState, DutyWord, RegimeDuties
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.base import Code, Day, Facts, Items, Text
from tenderlaw.packs.typed import TypedPack
from tenderlaw.sources.tree import Source

__all__ = ["DutyCase", "DutyCaseResult", "duty_cases", "duty_differences", "run_duty_cases"]


class ExpectedDuty(Facts):
    """A duty that a case is to have."""

    duty: Code
    state: DutyWord
    of: Day | None = None
    """The last day of the financial year for which it is owed, where there are several."""
    due: Day | None = None
    """The last day that the law gives, where the case is about it."""
    guided: Day | None = None
    """The last day that guidance gives, where the case is about it."""
    elements: dict[Code, str] | None = None
    """Elements that are met, unmet or unknown; those left out are not compared."""
    cite: Text | None = None
    """Where the duty stands, in a case that is to tell it."""
    cites: dict[Code, Text] | None = None
    """By element, where it stands; those left out are not compared."""


class ExpectedDuties(Facts):
    """What the law makes of a company; duties that are neither expected nor left out fail the case."""

    outcome: DutyOutcome
    duties: Items[ExpectedDuty] = ()
    missing: Items[Text] | None = None
    """Facts that must be among the missing ones; the first of these must come first."""
    notes: Items[Code] | None = None
    """What every note for a person is about; left out where the case is not about them."""


class DutyCase(StatedCase):
    """One case of a pack of duties: `facts` are those of the company, or the company and its `group`."""

    expect: ExpectedDuties


@dataclass(frozen=True, slots=True)
class DutyCaseResult:
    """A worked case that was run: what differs, if anything, and what the company owes."""

    case: DutyCase
    differences: tuple[str, ...]
    found: RegimeDuties


def duty_cases(typed: TypedPack) -> Iterator[tuple[DutyCase, Source]]:
    """Every worked case of a pack of duties, its facts laid over those given. Raises PackInvalidError."""
    return cases_of(typed, CaseFile[DutyCase])


def run_duty_cases(regime: Regime) -> Iterator[DutyCaseResult]:
    """Decide every worked case of a pack of duties and compare."""
    for case, source in duty_cases(regime.typed):
        company, _ = company_in(source, [regime])
        found = duties_under(regime, company, case.as_of)
        yield DutyCaseResult(case, tuple(duty_differences(case.expect, found)), found)


def duty_differences(expect: ExpectedDuties, found: RegimeDuties) -> Iterator[str]:
    """In what a company comes to something else than a case expects."""
    if found.outcome != expect.outcome:
        want = f", for want of {', '.join(found.missing[:5])}" if found.outcome == "unknown" else ""
        yield f"outcome: expected {expect.outcome}, found {found.outcome}{want}"
    left = list(found.duties)
    for one in expect.duties:
        same = next((duty for duty in left if duty.duty == one.duty and one.of in (None, duty.of)), None)
        if same is None:
            yield f"duty {one.duty}: expected {one.state}, found none"
            continue
        left.remove(same)
        yield from _of_duty(one, same)
    for duty in left:
        yield f"duty {duty.duty}: unexpected, {duty.state} ({duty.about})"
    if expect.notes is not None:
        notes = [note.split(" ")[0] for note in found.notes]
        if sorted(notes) != sorted(expect.notes):
            yield f"notes: expected {sorted(expect.notes)}, found {sorted(notes)}"
    for number, path in enumerate(expect.missing or ()):
        if path not in found.missing:
            yield f"missing: expected {path}, found {list(found.missing)}"
        elif number == 0 and found.missing[0] != path:
            yield f"missing: expected {path} first, found {found.missing[0]}"


def _of_duty(expect: ExpectedDuty, found: DutyState) -> Iterator[str]:
    if found.state != expect.state:
        yield f"duty {expect.duty}: expected {expect.state}, found {found.state} ({found.reason})"
    for name in ("due", "guided"):
        day = getattr(expect, name)
        if day is not None and getattr(found, name) != day:
            yield f"duty {expect.duty}: {name} expected {day}, found {getattr(found, name)}"
    states = {one.element: one.state for one in found.elements}
    for name, state in (expect.elements or {}).items():
        if states.get(name) != state:
            yield f"duty {expect.duty}: {name} expected {state}, found {states.get(name, 'not asked')}"
    if expect.cite not in (None, found.cite):
        yield f"duty {expect.duty}: citation expected {expect.cite}, found {found.cite}"
    cites = {one.element: one.cite for one in found.elements}
    for name, cite in (expect.cites or {}).items():
        if cites.get(name) != cite:
            yield f"duty {expect.duty}: citation of {name} expected {cite}, found {cites.get(name, 'not asked')}"
