"""What the rules prescribe besides: the clauses of the contract, and the signs of risk that ask for evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from tenderlaw.decisions.fillings import fillings_of
from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.model.prescriptions import Prescription, RiskSign, VersionDay
from tenderlaw.packs.typed import TypedClause
from tenderlaw.rules.dated import deciding_day
from tenderlaw.rules.explain import Explanation, explain
from tenderlaw.rules.truth import Truth

__all__ = ["prescriptions_of", "risks_of"]


def prescriptions_of(judged: Judged, scope: Truth) -> Iterator[Prescription]:
    """Every prescription of the regime; one whose choice of alternates is open is open itself.

    `scope` is whether the regime governs: where that is unknown, nothing is prescribed yet.
    """
    for typed in judged.regime.typed.clauses:
        rule, name = typed.rule, typed.rule.clause
        holds = judged.truth(f"clause:{name}")
        chosen = {alternate: judged.truth(f"alternate:{name}:{alternate}") for alternate, _ in typed.alternates}
        state: Literal["prescribed", "not_prescribed", "unknown"] = "not_prescribed"
        if holds is not False:
            settled = holds is True and scope is True and None not in chosen.values()
            state = "prescribed" if settled else "unknown"
        yield Prescription(
            clause=name,
            cite=rule.cite,
            obligation=rule.obligation,
            state=state,
            alternates=tuple(alternate for alternate, truth in chosen.items() if truth is True),
            missing=_missing(judged, typed, holds, chosen) if state == "unknown" else (),
            version=_version_day(judged, rule.by),
            fill_ins=tuple(fillings_of(judged, typed)) if state == "prescribed" else (),
            explanation=_explained(judged, typed) if judged.detailed else (),
        )


def _version_day(judged: Judged, by: tuple[str, ...]) -> VersionDay:
    scope = judged.scope()
    for path in by:
        day = deciding_day((path,), scope.operator, scope.procurement, judged.as_of)
        if day is not None:
            return VersionDay(day, path, by[0])
    return VersionDay(None, by[0], by[0])


def _missing(judged: Judged, typed: TypedClause, holds: Truth, chosen: dict[str, Truth]) -> tuple[str, ...]:
    found = judged.missing(typed.when, judged.scope()) if holds is None else []
    for name, condition in typed.alternates:
        if chosen[name] is None:
            found += judged.missing(condition, judged.scope())
    return tuple(dict.fromkeys(found))


def _explained(judged: Judged, typed: TypedClause) -> tuple[Explanation, ...]:
    conditions = [typed.when, *(condition for _, condition in typed.alternates)]
    return tuple(explain(part, judged.scope(), judged.regime.evaluator, judged.evaluation) for part in conditions)


def risks_of(judged: Judged) -> Iterator[RiskSign]:
    """The signs of risk that are given, or that an unknown fact could give."""
    for risk, condition in judged.regime.typed.risks:
        holds = judged.truth(f"risk:{risk.id}")
        if holds is not False:
            missing = () if holds else tuple(judged.missing(condition, judged.scope()))
            state: Literal["present", "unknown"] = "present" if holds else "unknown"
            yield RiskSign(risk.id, risk.title, risk.cite, state, risk.ask_for, missing, risk.asked_of)
