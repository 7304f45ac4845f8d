"""The record of a contract on a day: a pure function of facts, clauses with their fill-ins, packs and the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, cast

from tenderlaw._version import __version__
from tenderlaw.clauses.answers import Answer
from tenderlaw.clauses.choices import choices_from
from tenderlaw.clauses.library import Library, load_library
from tenderlaw.clauses.questions import questions_of, worded
from tenderlaw.clauses.select import SelectedClause, Selection, select_clauses
from tenderlaw.clauses.typed_duties import typed_duties
from tenderlaw.clauses.values import Values, fill_ins_in, values_from, wrong_values
from tenderlaw.contracts.contradictions import contradictions, days_to_come
from tenderlaw.contracts.held import Held, HeldClause, concluded_on, held_of
from tenderlaw.contracts.loose_ends import loose_ends, read_paths
from tenderlaw.contracts.model import ClauseUsed, ContractRecord
from tenderlaw.contracts.named import named_clauses
from tenderlaw.contracts.parts import Parts
from tenderlaw.decisions.choosing import Packs, choose_policies, choose_regimes
from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.sentences.sentence import Sentence
from tenderlaw.facts.case import Case
from tenderlaw.facts.records import Record
from tenderlaw.facts.wording import DEFAULT_LANGUAGE
from tenderlaw.packs import calendars
from tenderlaw.sources.arguments import a_day, refused
from tenderlaw.sources.faults import InputInvalidError, PackInvalidError

__all__ = ["contract_record"]

_CONCLUDED: Final = "procurement.contract.concluded_on"


def contract_record(  # noqa: PLR0913 - a public function, one keyword an option
    case: Case | Mapping[str, object],
    *,
    as_of: date,
    packs: Packs | None = None,
    policies: Packs = (),
    fill_ins: Values | Mapping[str, str] | None = None,
    with_clauses: Sequence[str] = (),
    without_clauses: Mapping[str, str] | None = None,
    library: Library | None = None,
) -> ContractRecord:
    """What a contract comes to on a day: what fell due and was done, what was found, what may and must follow.

    The clauses are those that `procurement.contract.clauses` names or, left out, those that the regimes and `policies`
    prescribe on the day on which the contract was concluded. Raises InputInvalidError for values and choices that do
    not fit and for names that no clause has, PackInvalidError for a faulty pack or clause.
    """
    day = a_day(as_of, "as_of")
    if day is None:
        raise refused("as_of", as_of, "is no day", "the day on which it is asked")
    regimes, own = choose_regimes(packs), choose_policies(policies)
    held_library = library or load_library()
    now = decide(case, as_of=day, packs=regimes, policies=own)
    procurement, operators = now.given.records(day)
    concluded = concluded_on(cast("Record", now.given.held["procurement"]))
    values = values_from(fill_ins, "fill_ins")
    named = named_clauses(procurement, held_library.clauses, concluded or day)
    if named is None:
        then = now if concluded in (None, day) else decide(case, as_of=concluded, packs=regimes, policies=own)
        clauses, open_, missing = _prescribed(then, held_library, with_clauses, without_clauses or {})
    else:
        clauses, open_, missing = _typed(named), (), ()
    answers, filled = _values(clauses, values, {"procurement": procurement, "operator": operators[0]}, held_library)
    held = held_of(clauses, answers, operators[0], procurement, day)
    given = [] if concluded is not None else [_CONCLUDED]
    return _record(held, now, (regimes, own), concluded, filled, [*given, *missing], open_)


def _prescribed(
    decision: Decision, library: Library, added: Sequence[str], left_out: Mapping[str, str]
) -> tuple[tuple[HeldClause, ...], tuple[str, ...], tuple[str, ...]]:
    """The clauses that a decision prescribes, and what is said of those of which it is not known whether they are."""
    selection: Selection = select_clauses(decision, library.clauses, choices_from(added, left_out))
    notes = [Sentence("contract_clause_open", clause=one.clause, cite=one.cite) for one in selection.undecided]
    notes += [Sentence("contract_clause_unworded", clause=one.clause) for one in selection.unworded]
    missing = [path for one in selection.undecided for path in one.missing]
    return _typed(selection.selected), tuple(notes), tuple(missing)


def _typed(selected: Sequence[SelectedClause]) -> tuple[HeldClause, ...]:
    """With their duties. Raises PackInvalidError for what is wrong with those of a clause."""
    typed = [(one, *typed_duties(one.clause)) for one in selected]
    faults = [fault for _, _, found in typed for fault in found]
    if faults:
        raise PackInvalidError(faults)
    return tuple(HeldClause(one, duties) for one, duties, _ in typed)


def _values(
    clauses: Sequence[HeldClause], values: Values, facts: Mapping[str, Record], library: Library
) -> tuple[dict[str, object], tuple[tuple[str, str], ...]]:
    """What is filled in, by the id of the fill-in, and as it was given."""
    ready, _ = worded([one.one for one in clauses], DEFAULT_LANGUAGE, None)
    questions = questions_of(ready, values, facts)
    faults = [*wrong_values(values, fill_ins_in(library.clauses)), *(one.fault for one in questions if one.fault)]
    if faults:
        raise InputInvalidError(faults)
    answers = {one.fill.id: one.answer for one in questions}
    known = {name: one.value for name, one in answers.items() if isinstance(one, Answer)}
    return known, tuple(sorted((name, str(value)) for name, value in known.items()))


def _record(
    held: Held,
    now: Decision,
    asked: tuple[Sequence[Regime], Sequence[Regime]],
    concluded: date | None,
    values: tuple[tuple[str, str], ...],
    missing: Sequence[str],
    notes: Sequence[str],
) -> ContractRecord:
    regimes, own = asked
    parts = Parts.of(held, now, regimes)
    facts, fills = parts.missing(held, missing)
    notes = (*notes, *loose_ends(held), *contradictions(held, parts.incidents, parts.duties))
    outcome = parts.outcome(held, concluded)
    if outcome == "in_order" and (facts or fills or notes):
        outcome = "unknown"
    read = read_paths(held)
    return ContractRecord(
        outcome=outcome,
        reason=Sentence(f"contract_outcome_{outcome}"),
        as_of=held.as_of,
        concluded_on=concluded,
        clauses=tuple(
            ClauseUsed(one.id, one.one.clause.digest, one.one.alternates, _because(one.one)) for one in held.clauses
        ),
        duties=parts.duties,
        incidents=parts.incidents,
        plans=parts.plans,
        termination=parts.termination,
        reports=parts.reports,
        missing=facts,
        missing_values=fills,
        notes=(*notes, *days_to_come(held)),
        unread=tuple(one.path for one in now.unread if not one.path.startswith(read)),
        values=values,
        packs=tuple(regime.used for regime in (*regimes, *own)),
        decision=now.id,
        calendar=calendars.version() if held.place is not None and held.clauses else now.calendar,
        engine_version=__version__,
        given=now.given,
    )


def _because(one: SelectedClause) -> str:
    if one.prescribed_by:
        return one.prescribed_by
    if one.added:
        return Sentence("contract_clause_added")
    return (
        Sentence("contract_clause_along", clauses=one.comes_with)
        if one.comes_with
        else Sentence("contract_clause_goes")
    )
