"""What a company owes outside any procurement, asked for from nothing: what leaves a duty, or part of one, open.

Of a group each company is asked by itself. What is owed is what `duties_of` says of the facts given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, cast

from tenderlaw.decisions.answers import answerable
from tenderlaw.decisions.cases import company_in
from tenderlaw.decisions.duties import Duties, duties_of
from tenderlaw.decisions.model.duties import DutyOutcome, DutyState, RegimeDuties
from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.sentences.provisions import provision_in
from tenderlaw.facts.company import parse_company, passed_over
from tenderlaw.facts.places import field_of
from tenderlaw.facts.wording import said_in
from tenderlaw.interview.asking import Listed, answered_already, asked_at, unfinished
from tenderlaw.interview.entries import decidable
from tenderlaw.interview.facts_at import at, lists_above
from tenderlaw.interview.model import Change, Interview, RegimeStanding, Standing, Why
from tenderlaw.interview.phrases import said
from tenderlaw.rules.explain import TruthWord
from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.tree import Data, Source

__all__ = ["changes_of_company", "company_alone", "owed_by", "refuse_beside", "standing_of_company"]

_SUMMED: Final = re.compile(r"(operator\.financial_years\[\d+\])\.(with_subsidiaries|consolidated)\.(\w+)")
_GOVERNS: Final[dict[DutyOutcome, TruthWord]] = {
    "owes": "true", "owes_nothing": "false", "unknown": "unknown", "not_in_force": "false",
}  # fmt: skip


def owed_by(interview: Interview) -> Duties:
    """What the company owes by the facts given so far. Raises InputInvalidError for facts that are none."""
    facts = {"operator": decidable(interview)[0].get("operator") or {}}
    company = parse_company(Source("facts", cast("Data", facts), {}), interview.models)
    return duties_of(company, as_of=interview.as_of, packs=interview.regimes)


def company_alone(source: Source, packs: Sequence[Regime]) -> dict[str, object]:
    """The facts of a company that were read, to begin with. Raises InputInvalidError for more than one company."""
    company, _ = company_in(source, packs)
    refuse_beside((*passed_over(source), *(["group"] if company.group else [])), source.name)
    return {"operator": company.operator.model_dump(mode="json", exclude_none=True)}


def refuse_beside(names: Iterable[str], file: str = "facts") -> None:
    """Raise InputInvalidError for what is given beside a company, of which nothing is asked."""
    message = "is not read: what a company owes is asked of it alone"
    hint = "leave it out; ask of each company by itself"
    faults = [Fault(file, 0, 0, name, message, hint) for name in names]
    if faults:
        raise InputInvalidError(faults)


def standing_of_company(interview: Interview, language: str) -> Standing:
    """Where the questions about a company stand; of a procurement nothing is decided."""
    weighed = interview.weighed
    waits = _ranked(interview)
    asked = [one for one in waits if not _answered(one, interview)]
    rest = [one for one in waits if _answered(one, interview)]
    unknown = any(one.fact.path in interview.unknown for one in rest)
    why: Why = "asks" if asked else "settled" if not rest else "not_known" if unknown else "unfit"
    return Standing(
        interview=interview,
        language=language,
        outcome="out_of_scope",
        award="unknown",
        settled=not asked,
        why=why,
        said=said(f"duties_{why}", language, number=str(len(asked))),
        questions=tuple(asked_at(one, interview, weighed, language) for one in asked),
        at_most=len(asked),
        unknown=tuple(asked_at(one, interview, weighed, language) for one in rest),
        others=0,
        regimes=tuple(
            RegimeStanding(one.pack, said_in(one.title, language), _GOVERNS[one.outcome], "out_of_scope")
            for one in _regimes(interview)
        ),
    )


def _regimes(interview: Interview) -> tuple[RegimeDuties, ...]:
    return interview.owed.companies[0].regimes


def _answered(one: Listed, interview: Interview) -> bool:
    """Whether a fact was asked already; of a list, whether somebody said that its entries are all."""
    path = one.fact.path
    return answered_already(one, interview) or (path not in interview.growing and bool(at(interview.facts, path)))


def _ranked(interview: Interview) -> list[Listed]:
    """What waits to be asked: what rules most laws in or out comes before the facts of single years."""
    first = unfinished(interview, interview.weighed)
    if first is not None:
        return [first]
    needed: dict[str, list[tuple[Regime, str]]] = {}
    by_id = {one.id: one for one in interview.regimes}
    for regime in _regimes(interview):
        for duty in regime.duties:
            for path in duty.missing:
                provision = (by_id[regime.pack], duty.cite)
                if provision not in needed.setdefault(path, []):
                    needed[path].append(provision)
    for path in interview.unknown:
        needed |= {other: needed.get(path, []) for other in _parts(path, interview) if other not in needed}
    needed |= {listed: [] for listed in interview.growing if listed not in needed}
    facts = answerable([MissingFact(path, "", False, ()) for path in needed], (), {}, interview.models)
    found = [Listed(one, "duty", tuple(needed[one.path])) for one in facts]
    return sorted(found, key=lambda one: _place(one, interview))


def _parts(path: str, interview: Interview) -> Iterator[str]:
    """From what a sum that nobody knows follows: the company's own figure, and that of every subsidiary."""
    found = _SUMMED.fullmatch(path)
    if found is None:
        return
    year, of, name = found.groups()
    entries = at(interview.facts, f"{year}.subsidiaries")
    parts = [f"{year}.subsidiaries[{n}].{name}" for n in range(len(entries))] if isinstance(entries, list) else []
    if of == "consolidated" and parts:
        return  # consolidated accounts are no mere sum
    yield from (
        one for one in (f"{year}.own.{name}", *parts, f"{year}.subsidiaries") if at(interview.facts, one) is None
    )


def _place(one: Listed, interview: Interview) -> tuple[int, int]:
    """First what is asked of the company once, then for a first entry, then of entries, then whether there are more."""
    path = one.fact.path
    field = field_of(path, interview.models)
    listed = field is not None and field.kind == "list"
    order = 2 if lists_above(path) else 3 if listed and at(interview.facts, path) else 1 if listed else 0
    return order, -len({regime.id for regime, _ in one.needed})


def changes_of_company(before: Interview, after: Interview, language: str) -> tuple[Change, ...]:
    """What came to be settled, or was opened again, of what a company owes."""
    return tuple(_changes(before, after, language))


def _changes(before: Interview, after: Interview, language: str) -> Iterator[Change]:
    for was, now in zip(_regimes(before), _regimes(after), strict=True):
        if was.outcome != now.outcome:
            words = said(f"duties_{now.outcome}", language, title=said_in(now.title, language))
            yield Change("duty", words, now.pack, was.outcome, now.outcome)
        known = {_key(one): one.state for one in was.duties if one.owed == "owed"}
        for one in now.duties:
            state = known.get(_key(one), "")
            if one.owed == "owed" and one.state != state and (state or one.state != "unknown"):
                title, cite = said_in(one.title, language), provision_in(said_in(one.cite, language), language)
                words = said("duty_is", language, title=title, cite=cite, state=said(f"duty_{one.state}", language))
                yield Change("duty", words, f"{now.pack}/{one.duty}", state, one.state)


def _key(one: DutyState) -> tuple[str, str]:
    return one.duty, one.about
