"""What a company and its group owe outside any procurement: a pure function of facts, packs and as-of date.

A duty never excludes: a pack of procurement law whose ground asks for one says so in its own words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from tenderlaw._version import __version__
from tenderlaw.decisions.cases import models_of
from tenderlaw.decisions.choosing import Packs, choose_duties
from tenderlaw.decisions.governing import not_in_force_on
from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.last_days import last_day
from tenderlaw.decisions.model.decision import PackUsed
from tenderlaw.decisions.model.duties import (
    CompanyDuties,
    DutyState,
    DutyWord,
    ElementState,
    ElementWord,
    RegimeDuties,
    Reusable,
)
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.accounts import YEAR_BEFORE
from tenderlaw.facts.beginnings import as_given
from tenderlaw.facts.company import Company
from tenderlaw.facts.given_paths import paths_of_operator, stands_for, without_numbers
from tenderlaw.facts.models import models_behind
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.facts.records import Record, entries_of, operator_record
from tenderlaw.facts.wording import with_cite
from tenderlaw.packs.conditions import Test
from tenderlaw.packs.model.duties import Due, Duty
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.packs.typed import TypedDuty
from tenderlaw.packs.walking import walk
from tenderlaw.rules.explain import explain
from tenderlaw.rules.facts_read import FactsRead
from tenderlaw.rules.reading import Scope, path_of, read
from tenderlaw.rules.truth import Truth
from tenderlaw.sources.canonical import digest

__all__ = ["Duties", "duties_of", "duties_under"]


@dataclass(frozen=True, slots=True)
class Duties:
    """What a company and its group owe on a day, and by which packs."""

    as_of: date
    companies: tuple[CompanyDuties, ...]
    packs: tuple[PackUsed, ...]
    facts: Record
    """The company and its group as they were given."""
    engine_version: str = __version__

    @property
    def id(self) -> str:
        """SHA-256 of facts, packs, day and version: the same facts under the same law come to the same duties."""
        used = [[one.id, one.digest] for one in self.packs]
        return digest({"facts": self.facts, "packs": used, "as_of": self.as_of, "engine_version": self.engine_version})


def duties_of(company: Company, *, as_of: date, packs: Packs | None = None, detailed: bool = False) -> Duties:
    """Decide what each company of a group owes under each pack of duties, or under all that are installed.

    Raises InputInvalidError for an unknown pack, PackInvalidError for a faulty one.
    """
    regimes = choose_duties(packs)
    members = [("operator", company.operator), *((f"group[{n}]", one) for n, one in enumerate(company.group or ()))]
    return Duties(
        as_of,
        tuple(_of_company(path, one, regimes, as_of, detailed) for path, one in members),
        tuple(regime.used for regime in regimes),
        company.model_dump(mode="json", exclude_none=True),
    )


def duties_under(regime: Regime, company: Company, as_of: date) -> RegimeDuties:
    """Decide what a company owes under one pack of duties, its group left aside."""
    return _of_regime(regime, operator_record(company.operator, as_of), "operator", as_of, detailed=False)


def _of_company(
    path: str, operator: EconomicOperator, regimes: Sequence[Regime], as_of: date, detailed: bool
) -> CompanyDuties:
    record = operator_record(operator, as_of)
    models = models_of(regimes, models_behind(operator))
    found = [_of_regime(regime, record, path, as_of, detailed) for regime in regimes]
    asked: set[str] = set()
    for regime in regimes:
        asked |= _read(regime, as_given(record), path, as_of)
    kinds = {without_numbers(one) for one in asked}
    given = paths_of_operator(operator.model_dump(exclude_none=True), models.operator_given, path)
    unread = [one for one in given if one not in asked and kinds.isdisjoint(stands_for(one, models.standing_for))]
    return CompanyDuties(path, operator.name or _words(path), tuple(found), tuple(unread))


def _words(path: str) -> str:
    return "the company" if path == "operator" else f"company {path}"


def _of_regime(regime: Regime, record: Record, path: str, as_of: date, detailed: bool) -> RegimeDuties:
    out = not_in_force_on(regime.head.pack, as_of)
    if out is not None:
        return RegimeDuties(regime.id, regime.title, "not_in_force", out.reason)
    evaluation = regime.evaluator.evaluate(record, {}, as_of, path)
    judged = Judged(regime, evaluation, path, "", as_of, detailed)
    duties = [one for typed in regime.typed.duties for one in _of_duty(typed, judged)]
    notes = [
        f"{review.id} ({review.cite}): {review.reason}"
        for review, _ in regime.typed.reviews
        if judged.truth(f"review-note:{review.id}") is True and in_force(as_of, review.from_, review.to)
    ]
    missing = tuple(dict.fromkeys(fact for one in duties for fact in one.missing))
    if any(one.owed == "owed" for one in duties):
        return RegimeDuties(
            regime.id, regime.title, "owes", "it owes what follows", tuple(duties), tuple(notes), missing
        )
    if duties:
        reason = "whether it owes anything depends on facts that are missing"
        return RegimeDuties(regime.id, regime.title, "unknown", reason, tuple(duties), tuple(notes), missing)
    return RegimeDuties(regime.id, regime.title, "owes_nothing", _nothing(regime), notes=tuple(notes))


def _nothing(regime: Regime) -> str:
    """Why nothing is owed: of entries that were not given nothing is said."""
    duties = [typed.duty for typed in regime.typed.duties]
    listed = sorted({one.over.replace("_", " ") for one in duties if one.over is not None})
    given = f" for the {' and '.join(listed)} given" if listed else ""
    return f"it owes nothing{given} ({'; '.join(dict.fromkeys(one.cite for one in duties))})"


def _of_duty(typed: TypedDuty, judged: Judged) -> Iterator[DutyState]:
    target = judged.regime.target(f"duty:{typed.duty.id}")
    for number, scope in enumerate(judged.evaluation.scopes[typed.duty.over]):
        owed = judged.evaluation.truth(target, number)
        if owed is not False:
            # of a list that was not given, no entry is sure to be there
            yield _state(typed, judged, number, scope, None if scope.item.placeholder else owed)


def _state(typed: TypedDuty, judged: Judged, number: int, scope: Scope, owed: Truth) -> DutyState:
    duty = typed.duty
    due = _last_day(duty.due, typed, "due", scope)
    guided = _last_day(duty.guided, typed, "guided", scope)
    done = cast("date | None", read(typed.days["done"], scope)) if "done" in typed.days else None
    elements = tuple(_elements(typed, judged, number, scope))
    missing = judged.missing(typed.when, scope) if owed is None else []
    if scope.item.placeholder and not missing:
        missing = [f"{judged.operator}.{scope.item.path}"]
    word = _word(elements, due, done, judged.as_of, has_day="done" in typed.days)
    if owed is None:
        word = "unknown"
    elif duty.due is not None and due is None and (word != "met" or "done" in typed.days):
        word = "unknown"  # by when is not known, so neither is whether the day has passed
        missing.append(path_of(typed.days["due"], scope))
    elif word == "unknown":
        missing += [path for one in elements if one.obligation == "mandatory" for path in one.missing]
        if not missing and done is None and "done" in typed.days:
            missing.append(path_of(typed.days["done"], scope))
    about = judged.operator if duty.over is None else f"{judged.operator}.{scope.item.path}"
    of = scope.item.record.get("ends_on")
    return DutyState(
        duty=duty.id,
        title=duty.title,
        cite=duty.cite,
        obligation=duty.obligation,
        about=about,
        of=cast("date | None", of),
        owed="unknown" if owed is None else "owed",
        state=word,
        reason=_reason(word, owed, elements, due, guided, judged.as_of),
        due=due,
        guided=guided,
        elements=elements,
        consequences=tuple(with_cite(one.title, one.cite) for one in duty.consequences),
        note=duty.note,
        reusable=reusable_for(duty, judged.as_of),
        missing=tuple(dict.fromkeys(missing)),
        explanation=(explain(typed.when, scope, judged.regime.evaluator, judged.evaluation),),
    )


def _elements(typed: TypedDuty, judged: Judged, number: int, scope: Scope) -> Iterator[ElementState]:
    """What meeting the duty takes of this entry."""
    for element, asked, met in typed.elements:
        name = f"{typed.duty.id}:{element.id}"
        is_asked = True if asked is None else _truth(judged, f"asked:{name}", number)
        if is_asked is False:
            continue
        is_met = _truth(judged, f"element:{name}", number)
        missing = judged.missing(met, scope) if is_met is None else []
        if is_asked is None and asked is not None and is_met is not True:
            missing = [*judged.missing(asked, scope), *missing]
        word: ElementWord = "met" if is_met is True else "unmet" if is_met is False and is_asked is True else "unknown"
        yield ElementState(
            element.id,
            element.title,
            element.cite,
            element.obligation,
            word,
            tuple(dict.fromkeys(missing)),
        )


def _truth(judged: Judged, target: str, number: int) -> Truth:
    return judged.evaluation.truth(judged.regime.target(target), number)


def _word(
    elements: Sequence[ElementState], due: date | None, done: date | None, as_of: date, *, has_day: bool
) -> DutyWord:
    """How far the duty is met on the day: what was done later is not done on it."""
    states = {one.state for one in elements if one.obligation == "mandatory"}
    passed = due is None or as_of > due
    if done is not None and done > as_of:
        return "unmet" if passed else "open"
    if states <= {"met"}:
        if due is None or not has_day or (not passed and done is None):
            return "met"
        return "unknown" if done is None else "late" if done > due else "met"
    if not passed:
        return "open"
    return "unmet" if "unmet" in states else "unknown"


def reusable_for(duty: Duty, as_of: date) -> tuple[Reusable, ...]:
    """The texts under other regimes that may serve for a duty on a day."""
    titles = {one.id: one.title for one in duty.elements}
    return tuple(
        Reusable(one.pack, one.duty, one.cite, one.obligation, tuple(titles[name] for name in one.still), one.note)
        for one in duty.served_by
        if in_force(as_of, one.from_, one.to)
    )


def _last_day(due: Due | None, typed: TypedDuty, name: str, scope: Scope) -> date | None:
    day = cast("date | None", read(typed.days[name], scope)) if due is not None and name in typed.days else None
    return None if due is None or day is None else last_day(due, day)


def _reason(
    word: DutyWord, owed: Truth, elements: Sequence[ElementState], due: date | None, guided: date | None, as_of: date
) -> str:
    if owed is None:
        return "it is not known whether this is owed"
    by = f" by {due.isoformat()}" if due else ""
    lacking = [one.title for one in elements if one.state == "unmet" and one.obligation == "mandatory"]
    what = f": {'; '.join(lacking)}" if lacking else ""
    said = {
        "met": "met",
        "late": f"met after {due.isoformat() if due else 'its day'}",
        "open": f"owed{by}, not met yet{what}",
        "unmet": f"not met{by}{what}",
        "unknown": f"owed{by}; whether it is met depends on facts that are missing",
    }[word]
    if guided is None or word not in ("unmet", "unknown", "open"):
        return said
    if as_of > guided:
        return f"{said}; late against guidance ({guided.isoformat()})"
    return said if due else f"{said}; the law sets no day, and guidance asks for it by {guided.isoformat()}"


def _read(regime: Regime, record: Record, path: str, as_of: date) -> set[str]:
    """The facts of a company that the rules of a regime read."""
    if not_in_force_on(regime.head.pack, as_of) is not None:
        return set()
    evaluation = regime.evaluator.evaluate(record, {}, as_of, path, by="explainer")
    reading = FactsRead(regime.evaluator, evaluation)
    whole = evaluation.scopes[None][0]
    for typed in regime.typed.duties:
        over = typed.duty.over
        if any(isinstance(one, Test) and one.ref.names[0] == YEAR_BEFORE for _, one in walk(typed.when, over)):
            # which year is the one before is told by the days on which they begin
            years = range(len(entries_of(record, "financial_years")))
            reading.paths.update(f"{path}.financial_years[{n}].begins_on" for n in years)
        entries = [(whole, reading.of(typed.when, whole))] if over is None else reading.of_entries(over, typed.when)
        for scope, owed in entries:
            if owed is False:
                continue
            for _, asked, met in typed.elements:
                for condition in (asked, met):
                    if condition is not None:
                        reading.of(condition, scope)
            reading.paths.update(path_of(ref, scope) for ref in typed.days.values())
    for _, condition in regime.typed.reviews:
        reading.of(condition, whole)
    return reading.paths
