"""Corrective plans of the record and their steps: whether each was carried out by its day, and verified."""

from __future__ import annotations

from datetime import date
from typing import Final

from tenderlaw.contracts.held import Held
from tenderlaw.contracts.model import DueWord, PlanState, StepState
from tenderlaw.decisions.sentences.sentence import Parameter, Sentence
from tenderlaw.facts.records import Record
from tenderlaw.rules.explain import TruthWord, truth_word
from tenderlaw.rules.reading import Scope

__all__ = ["PLANS", "plans_of"]

PLANS: Final = "corrective_plans"
_STEPS: Final = "corrective_steps"


def plans_of(held: Held) -> tuple[PlanState, ...]:
    """Every corrective plan of the record; none where the list was not given."""
    return tuple(_plan(scope, held) for scope in held.entries(PLANS))


def _plan(scope: Scope, held: Held) -> PlanState:
    entry, path = held.given(scope, PLANS), f"operator.{scope.item.path}"
    name = str(entry.get("id") or scope.item.path)
    missing: list[str] = []
    steps = tuple(_steps(entry.get("id"), held, missing))
    word, due, done = _stands(entry, "closed_on", path, held.as_of, missing)
    if word == "done" and any(one.state not in ("done", "late") for one in steps):
        word, code = "unknown", "contract_plan_closed_over_steps"
        missing += [path for one in steps for path in one.missing]
    else:
        code = f"contract_plan_{word}"
    said: dict[str, Parameter] = {}
    if code in ("contract_plan_done", "contract_plan_late") and done is not None:
        said["done"] = done
    if code in ("contract_plan_due", "contract_plan_overdue", "contract_plan_late") and due is not None:
        said["day"] = due
    return PlanState(
        plan=name,
        about=path,
        due=due,
        done_on=done,
        state=word,
        accepted=_word(entry.get("accepted")),
        reason=Sentence(code, **said),
        steps=steps,
        missing=tuple(dict.fromkeys(missing)),
    )


def _steps(plan: object, held: Held, missing: list[str]) -> list[StepState]:
    out = []
    for scope in held.scopes(_STEPS):
        if scope.item.placeholder:
            missing.append(f"operator.{scope.item.path}")
            continue
        entry, path = held.given(scope, _STEPS), f"operator.{scope.item.path}"
        if plan is None or entry.get("plan") != plan:
            continue
        lack: list[str] = []
        word, due, done = _stands(entry, "done_on", path, held.as_of, lack)
        verified = _word(entry.get("verified"))
        if word in ("done", "late") and verified == "unknown":
            lack.append(f"{path}.verified")
        title = str(entry.get("title") or entry.get("id") or scope.item.path)
        out.append(StepState(str(entry.get("id") or scope.item.path), title, due, done, word, verified, tuple(lack)))
    return out


def _stands(
    entry: Record, done_name: str, path: str, as_of: date, missing: list[str]
) -> tuple[DueWord, date | None, date | None]:
    due, done = entry.get("due_on"), entry.get(done_name)
    by = due if isinstance(due, date) else None
    if by is None:
        missing.append(f"{path}.due_on")
    if isinstance(done, date) and done <= as_of:
        return ("unknown" if by is None else "done" if done <= by else "late"), by, done
    if done is None:
        missing.append(f"{path}.{done_name}")
        return "unknown", by, None
    return ("unknown" if by is None else "due" if as_of <= by else "overdue"), by, None


def _word(value: object) -> TruthWord:
    return truth_word(value if isinstance(value, bool) else None)
