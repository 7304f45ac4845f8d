"""Printing: text for people with colour on a terminal only, JSON for programs, faults with their places."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from tenderlaw.cli.console import to_people
from tenderlaw.cli.decision_lines import award_line, clause_lines, policy_lines, risk_lines, unworded_lines
from tenderlaw.cli.first_answer import first_answer
from tenderlaw.sources.faults import TenderlawError
from tenderlaw.sources.printing import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tenderlaw.clauses.wording import UnwordedClause
    from tenderlaw.cli.console import Lines
    from tenderlaw.decisions.model.decision import Decision
    from tenderlaw.decisions.model.regimes import RegimeDecision
    from tenderlaw.interop.espd import EspdReading

__all__ = ["print_decision", "print_json", "report"]

_STYLES = {
    "must_exclude": "bold red",
    "may_exclude": "bold yellow",
    "undetermined": "bold magenta",
    "not_excluded": "bold green",
    "out_of_scope": "bold blue",
}


def print_json(data: object) -> None:
    """JSON on standard output, keys sorted, control characters escaped."""
    sys.stdout.write(printable(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)) + "\n")


def report(error: Exception, *, as_json: bool) -> None:
    """What is wrong, on standard error, or as JSON on standard output."""
    known = isinstance(error, TenderlawError)
    kind = type(error).__name__.removesuffix("Error") if known else "Internal"
    faults = [str(fault) for fault in error.faults] if isinstance(error, TenderlawError) else []
    lines = faults or [str(error) if known else f"internal error: {type(error).__name__}: {error}"]
    if as_json:
        parts = error.faults if isinstance(error, TenderlawError) else ()
        detail = [{name: getattr(part, name) for name in part.__dataclass_fields__} for part in parts]
        print_json({"error": {"kind": kind, "messages": lines, "faults": detail}})
        return
    err = to_people(stderr=True)
    for line in lines:
        err.print(line, style="red")
    if kind == "Internal":
        err.print("nothing was decided; please report this with the facts that led to it")


def print_decision(
    decision: Decision,
    espd: EspdReading | None = None,
    unworded: Sequence[UnwordedClause] = (),
    *,
    full: bool = False,
) -> None:
    """A decision for people: the first answer on one screen, or all of it.

    `unworded` are clauses that it prescribes and of which there is no text.
    """
    out = to_people()
    out.print("Outcome: ", word=decision.outcome, style=_STYLES[decision.outcome])
    if full:
        _print_all(out, decision, espd, unworded)
        return
    for line in first_answer(decision, espd, unworded):
        out.print(line)


def _print_all(out: Lines, decision: Decision, espd: EspdReading | None, unworded: Sequence[UnwordedClause]) -> None:
    out.print(award_line(decision))
    for reason in decision.award.because:
        out.print(f"  because: {reason}")
    for cure in decision.award.cure:
        out.print(f"  would be cured if {cure}")
    if decision.own_conditions is not None:
        out.print(f"  {decision.own_conditions}")
    for regime in decision.regimes:
        if regime.outcome != "out_of_scope" or len(decision.regimes) == 1:
            _print_regime(out, regime)
    aside = [regime for regime in decision.regimes if regime.outcome == "out_of_scope"]
    if aside and len(decision.regimes) > 1:
        out.print("\nRegimes that do not govern this procurement (`tenderlaw regimes` says why):")
        for regime in aside:
            out.print(f"  {regime.pack}: {regime.scope_reason}")
    for policy in decision.policies:
        for line in policy_lines(policy):
            out.print(line)
    if unworded:
        out.print("")
    for line in unworded_lines(unworded):
        out.print(line)
    if decision.missing_facts:
        out.print("\nMissing facts, first those that could settle the decision alone:")
        for fact in decision.missing_facts:
            mark = " (could settle it)" if fact.settles else ""
            mark += f" (or {', '.join(fact.instead)})" if fact.instead else ""
            given = f" Given: {fact.given}." if fact.given else ""
            out.print(f"  {fact.path}{mark}:{given} {fact.meaning} Needed for {'; '.join(fact.needed_for)}.")
    if decision.unread:
        given = "; ".join(f"{one.path} ({one.value})" for one in decision.unread)
        out.print(f"\nGiven, and read by no rule of a regime that governs: {given}")
    if espd is not None and espd.remarks:
        out.print(f"\nRemarks on the ESPD (version {espd.version}):")
        for remark in espd.remarks:
            where = " ".join(part for part in (remark.criterion, remark.field) if part)
            out.print(f"  {where}: {remark.message}" if where else f"  {remark.message}")
    packs = ", ".join(f"{pack.id} {pack.version} ({pack.digest[:12]})" for pack in decision.packs)
    out.print(f"\nDecision {decision.id}")
    out.print(f"Packs: {packs}. Decided by: {', '.join(decision.evaluators)}. Engine {decision.engine_version}.")


def _print_regime(out: Lines, regime: RegimeDecision) -> None:
    out.print("")
    out.print(f"{regime.title} [{regime.pack}]: ", word=regime.outcome, style=_STYLES[regime.outcome])
    out.print(f"  {regime.scope_reason}")
    if regime.national_law is not None:
        out.print(f"  {regime.national_law}")
    for finding in regime.findings:
        if finding.state != "not_triggered":
            out.print(f"  [{finding.state}] {finding.reason}")
    clear = [finding.cite for finding in regime.findings if finding.state == "not_triggered"]
    if clear:
        out.print(f"  [not_triggered] {'; '.join(dict.fromkeys(clear))}")
    for requirement in regime.requirements:
        out.print(f"  [{requirement.state}] {requirement.reason} Follows: {requirement.follows}.")
        for factor in requirement.factors:
            out.print(f"    {factor.weighs}: {factor.title} ({factor.cite}): {factor.given}")
    for line in (*clause_lines(regime.clauses), *risk_lines(regime.risks)):
        out.print(line)
    for one in regime.presumed:
        out.print(f"  [presumed] {one.path} is {one.value} ({one.cite}), as nobody says otherwise")
    for note in regime.review_notes:
        out.print(f"  [review] {note.about} ({note.cite}): {note.reason}")
