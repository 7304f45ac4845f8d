"""Breaches and the measures that the clauses open after them: which may be taken, and which is the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, cast

from tenderlaw.clauses.duties import Hearing
from tenderlaw.clauses.typed_duties import TypedLadder, TypedRung
from tenderlaw.contracts.held import HOLIDAYS, Held, HeldClause, Lack
from tenderlaw.contracts.lengths import ends, latest
from tenderlaw.contracts.model import IncidentState, RungState, RungWord
from tenderlaw.decisions.sentences.sentence import Parameter, Sentence
from tenderlaw.facts.base import OPEN
from tenderlaw.rules.explain import explain, truth_word
from tenderlaw.rules.reading import Scope
from tenderlaw.rules.truth import Truth

__all__ = ["INCIDENTS", "incidents_of"]

INCIDENTS: Final = "incidents"
_MEASURES: Final = "measures"


@dataclass(frozen=True, slots=True)
class _Heard:
    """Whether the contractor was heard about a breach, and what comes before."""

    truth: Truth
    reason: str
    lack: Lack


def incidents_of(held: Held) -> tuple[IncidentState, ...]:
    """Every finding or incident of the record, with the measures of each ladder; none where the list was not given."""
    out = []
    for number, scope in enumerate(held.scopes(INCIDENTS)):
        if scope.item.placeholder:
            continue
        rungs: list[RungState] = []
        for clause in held.clauses:
            ladder = clause.typed.ladder
            if ladder is not None and ladder.ladder.over == INCIDENTS:
                rungs += _of_ladder(clause, ladder, number, scope, held)
        out.append(_incident(scope, rungs, held))
    return tuple(out)


def _incident(scope: Scope, rungs: list[RungState], held: Held) -> IncidentState:
    entry, path = held.given(scope, INCIDENTS), f"operator.{scope.item.path}"
    established, ended = entry.get("established"), entry.get("ended_on")
    found = entry.get("found_on")
    missing: list[str] = []
    if established is None:
        missing.append(f"{path}.established")
    if established is not False and ended is None:
        missing.append(f"{path}.ended_on")
    over = isinstance(ended, date) and ended <= held.as_of
    state: Literal["open", "ended", "not_established", "unknown"]
    if established is False:
        state, code = "not_established", "contract_not_established"
    elif over:
        state, code = "ended", "contract_ended"
    elif established is True and ended is not None:
        state, code = "open", "contract_breach_open"
    else:
        state, code = "unknown", "contract_breach_unknown"
    said: dict[str, Parameter] = {"day": cast("date", ended)} if state == "ended" else {}
    return IncidentState(
        about=path,
        name=str(entry.get("id") or scope.item.path),
        found_on=found if isinstance(found, date) else None,
        state=state,
        reason=Sentence(code, **said),
        rungs=tuple(rungs if state != "ended" else (replace(one, next=False) for one in rungs)),
        victims_safe=truth_word(cast("Truth", entry.get("victims_safe"))),
        missing=tuple(missing),
    )


def _of_ladder(clause: HeldClause, ladder: TypedLadder, number: int, scope: Scope, held: Held) -> list[RungState]:
    breach = held.truth(f"{clause.id}:breach", number)
    if breach is False:
        return []
    unsure = Lack()
    if breach is None:
        unsure.fact(*held.missing(ladder.breach, scope))
    heard = _heard(clause, ladder.ladder.hearing, scope, held)
    rungs = [_rung(clause, one, number, scope, held, heard, unsure) for one in ladder.rungs]
    if ladder.ladder.order == "mildest-first":
        any_rung = held.truth(f"{clause.id}:any", number) if ladder.any_rung is not None else False
        more = held.missing(ladder.any_rung, scope) if any_rung is None else []
        over = [_passes_over(clause, one, number, held) for one in ladder.rungs]
        return _ordered(rungs, over, any_rung, more)
    return rungs


def _passes_over(clause: HeldClause, typed: TypedRung, number: int, held: Held) -> bool:
    return typed.passes_over is not None and held.truth(f"{clause.id}/{typed.rung.id}:passes_over", number) is True


def _ordered(rungs: list[RungState], passes: list[bool], any_rung: Truth, more: list[str]) -> list[RungState]:
    """The next rung, and what comes after it: the buyer begins with the mildest, unless it may begin with any."""
    above = max((place for place, one in enumerate(rungs) if one.state == "taken"), default=-1) + 1
    states = [(place, rungs[place].state) for place in range(above, len(rungs))]
    now = [place for place, state in states if state == "available"]
    heard = [place for place, state in states if state == "after_hearing"]
    over = [place for place in (*now, *heard) if passes[place]]
    following = next(iter((*over, *now, *heard)), None)
    out = []
    for place, one in enumerate(rungs):
        found = replace(one, next=place == following)
        if any_rung is True and isinstance(one.reason, Sentence) and one.reason.code == "contract_rung":
            found = replace(found, reason=Sentence("contract_rung_any"))
        later = following is not None and place > following and one.state in ("available", "after_hearing")
        if later and any_rung is not True:
            word: RungWord = "after_milder" if any_rung is False else "unknown"
            reason = Sentence(f"contract_rung_{word}")
            missing = tuple(dict.fromkeys((*one.missing, *more))) if any_rung is None else one.missing
            found = replace(found, state=word, reason=reason, missing=missing)
        out.append(found)
    return out


def _rung(
    clause: HeldClause,
    typed: TypedRung,
    number: int,
    scope: Scope,
    held: Held,
    heard: _Heard,
    unsure: Lack,
) -> RungState:
    rung, when, at_once = typed.rung, typed.when, typed.at_once
    lack, taken = unsure.copy(), _taken(rung.id, scope, held)
    word: RungWord
    if isinstance(taken, date):
        word, reason = "taken", Sentence(_how_taken(clause, typed, number, scope, held, taken), day=taken)
    else:
        holds = held.truth(f"{clause.id}/{rung.id}:when", number)
        now = held.truth(f"{clause.id}/{rung.id}:at_once", number) if at_once is not None else False
        if holds is None:
            lack.fact(*held.missing(when, scope))
        if taken is None:
            lack.fact(f"operator.{_MEASURES}")
        if holds is False:
            word, reason, lack = "barred", Sentence("contract_rung_barred"), Lack()
        elif lack:
            word, reason = "unknown", Sentence("contract_rung_unknown")
        elif now is True or heard.truth is True:
            word, reason = (
                "available",
                Sentence("contract_rung_at_once" if heard.truth is not True else "contract_rung"),
            )
        elif heard.truth is False:
            word, reason = "after_hearing", cast("Sentence", heard.reason)
        else:
            word, reason = "unknown", Sentence("contract_rung_hearing_unknown")
            lack = heard.lack.copy()  # the next measure is asked with it, too
            if now is None:
                lack.fact(*held.missing(at_once, scope))
    item = f"({chr(ord('a') + rung.item - 1)})" if rung.item is not None else ""
    return RungState(
        rung=rung.id,
        title=rung.title,
        passage=f"{clause.id}#{rung.passage}{item}",
        cite=rung.cite,
        state=word,
        reason=reason,
        weigh=rung.weigh,
        ends_contract=rung.ends_contract,
        taken_on=taken if isinstance(taken, date) else None,
        missing=tuple(lack.facts),
        missing_values=tuple(lack.values),
        explanation=() if when is None else (explain(when, scope, held.evaluator, held.evaluation),),
    )


def _how_taken(clause: HeldClause, typed: TypedRung, number: int, scope: Scope, held: Held, taken: date) -> str:
    """Whether a measure that was taken is one that the clause allowed, and after the breach was stated."""
    ladder = clause.typed.ladder
    if held.truth(f"{clause.id}/{typed.rung.id}:when", number) is False:
        return "contract_rung_taken_barred"
    hearing = None if ladder is None else ladder.ladder.hearing
    if hearing is None:
        return "contract_rung_taken"
    at_once = typed.at_once is not None and held.truth(f"{clause.id}/{typed.rung.id}:at_once", number) is not False
    stated = held.given(scope, INCIDENTS).get(hearing.stated)
    unheard = stated == OPEN or (isinstance(stated, date) and stated > taken)
    return "contract_rung_taken_unheard" if unheard and not at_once else "contract_rung_taken"


def _taken(rung: str, scope: Scope, held: Held) -> date | bool | None:
    """The day on which a measure was taken after a breach; False where it was not, none where that is not known."""
    entries = held.listed(_MEASURES)
    if entries is None:
        return None
    name = scope.item.record.get("id")
    days = [
        entry.get("taken_on")
        for entry in entries
        if entry.get("rung") == rung and entry.get("incident") in (name, None)
    ]
    known = [day for day in days if isinstance(day, date) and day <= held.as_of]
    if known and name is not None:
        return max(known)
    return None if days else False


def _heard(clause: HeldClause, hearing: Hearing | None, scope: Scope, held: Held) -> _Heard:
    lack = Lack()
    if hearing is None:
        return _Heard(True, "", lack)
    entry, path = held.given(scope, INCIDENTS), f"operator.{scope.item.path}"
    stated, commented = entry.get(hearing.stated), entry.get(hearing.commented)
    passage = f"{clause.id}#{hearing.passage}"
    if isinstance(commented, date) and commented <= held.as_of:
        return _Heard(True, "", lack)
    if stated is None:
        lack.fact(f"{path}.{hearing.stated}")
        return _Heard(None, "", lack)
    if not isinstance(stated, date) or stated > held.as_of or stated == OPEN:
        return _Heard(False, Sentence("contract_hearing_first", passage=passage), lack)
    if hearing.within is None:
        if commented is None:
            lack.fact(f"{path}.{hearing.commented}")
            return _Heard(None, "", lack)
        return _Heard(False, Sentence("contract_hearing_awaits", passage=passage), lack)
    last = _until(clause, hearing, stated, held, lack)
    if last is None:
        return _Heard(None, "", lack)
    if held.as_of > last:
        beyond = _until(clause, hearing, stated, held, lack, late=True)
        if beyond is not None and held.as_of <= beyond:
            lack.fact(HOLIDAYS)
            return _Heard(None, "", lack)
        return _Heard(True, "", lack)
    return _Heard(False, Sentence("contract_hearing_runs", day=last, passage=passage), lack)


def _until(
    clause: HeldClause, hearing: Hearing, stated: date, held: Held, lack: Lack, *, late: bool = False
) -> date | None:
    """The last day on which the contractor may comment; `late`: in the part of the country in which it is last."""
    span = None if hearing.within is None else held.span(hearing.within, clause.one.clause.said.fill_ins, lack)
    place = held.place_or(lack)
    return None if span is None or place is None else (latest if late else ends)(stated, span, place)
