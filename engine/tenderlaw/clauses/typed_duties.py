"""Duties and ladders typed against the facts of a contract's record: their conditions, days and lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from tenderlaw.clauses.duties import ClauseDuty, DoneBy, Ladder, Length, Rung
from tenderlaw.clauses.form import twice
from tenderlaw.clauses.model import Clause
from tenderlaw.packs.conditions import Condition, Ref
from tenderlaw.packs.fact_paths import day_at, resolve
from tenderlaw.packs.grammar import Grammar
from tenderlaw.packs.installed import load_shipped
from tenderlaw.packs.typed import TypedPack
from tenderlaw.sources.faults import Fault, nearest
from tenderlaw.sources.tree import Report, Steps

__all__ = ["RECORD", "TypedClauseDuties", "TypedClauseDuty", "TypedLadder", "TypedRung", "record_pack", "typed_duties"]

RECORD: Final = "contract-record"
"""The pack that declares the facts of the record of a contract."""
_TIMES: Final = ("hours", "days", "working-days", "months", "years")


@dataclass(frozen=True, slots=True)
class TypedClauseDuty:
    """A duty of a clause: when it is owed, for which entries, from which day, and what shows that it was met."""

    duty: ClauseDuty
    when: Condition | None
    where: Condition | None
    after: Ref | None
    before: Ref | None
    by: Ref | None
    done_where: Condition | None


@dataclass(frozen=True, slots=True)
class TypedRung:
    """A measure: when it may be taken, when before the contractor is heard, when milder ones are passed over for it."""

    rung: Rung
    when: Condition | None
    at_once: Condition | None
    passes_over: Condition | None


@dataclass(frozen=True, slots=True)
class TypedLadder:
    """The ladder of a clause: its conditions, each asked of a breach."""

    ladder: Ladder
    breach: Condition
    any_rung: Condition | None
    rungs: tuple[TypedRung, ...]


@dataclass(frozen=True, slots=True)
class TypedClauseDuties:
    """What falls due under one clause, and what follows from a breach of it."""

    clause: str
    duties: tuple[TypedClauseDuty, ...]
    ladder: TypedLadder | None


@cache
def record_pack() -> TypedPack:
    """The facts of the record of a contract. Raises PackInvalidError for any fault of the pack."""
    return load_shipped(RECORD, "policies", {})


def typed_duties(clause: Clause) -> tuple[TypedClauseDuties, tuple[Fault, ...]]:
    """The duties and the ladder of a clause, and every fault of them, at its place."""
    faults: list[Fault] = []

    def report(steps: Steps, message: str, hint: str) -> None:
        faults.append(clause.source.fault(steps, message, hint))

    grammar = Grammar(record_pack().pack, report)
    duties = tuple(
        _duty(one, clause, grammar, report, ("duties", number)) for number, one in enumerate(clause.said.duties)
    )
    ladder = None if clause.said.ladder is None else _ladder(clause.said.ladder, clause, grammar, report)
    faults += twice([one.id for one in clause.said.duties], clause, "duties")
    if ladder is not None:
        faults += twice([one.rung.id for one in ladder.rungs], clause, "ladder", "rungs")
    return TypedClauseDuties(clause.said.id, duties, ladder), tuple(faults)


def _duty(duty: ClauseDuty, clause: Clause, grammar: Grammar, report: Report, at: Steps) -> TypedClauseDuty:
    over = _list(duty.over, grammar, report, (*at, "over"))
    models = grammar.pack.models
    starts = [name for name in ("after", "after_done", "before", "by", "on") if getattr(duty, name) is not None]
    if len(starts) != 1:
        report(at, "a duty runs `after` a day, `after_done`, or is due `before`, `by` or `on` one", "say one of them")
    if duty.after_done is not None and duty.after_done not in {one.id for one in clause.said.duties}:
        report((*at, "after_done"), f"the clause has no duty `{duty.after_done}`", "name one of its own")
    if duty.alternate is not None and duty.alternate not in {one.id for one in clause.said.alternates}:
        report((*at, "alternate"), f"the clause has no alternate `{duty.alternate}`", "name one of its own")
    if over is None and (duty.where is not None or duty.done_on is not None):
        report(at, "`where` and `done_on` are said of an entry", "name the list with `over`")
    if over is not None and duty.again is not None:
        report((*at, "again"), "what is owed for an entry is owed once", "leave it out")
    for name in ("within", "again"):
        _length(getattr(duty, name), clause, report, (*at, name))
    if duty.done_on is not None and over is not None:
        day_at(models, duty.done_on, over, (*at, "done_on"), report)
    for name, kind in (("on", "day"), ("contact", "text")):
        _fill(getattr(duty, name), kind, clause, report, (*at, name))
    return TypedClauseDuty(
        duty,
        None if duty.when is None else grammar.condition(duty.when, None, (*at, "when")),
        None if duty.where is None or over is None else grammar.condition(duty.where, over, (*at, "where")),
        None if duty.after is None else day_at(models, duty.after, over, (*at, "after"), report),
        None if duty.before is None else day_at(models, duty.before, over, (*at, "before"), report),
        None if duty.by is None else day_at(models, duty.by, over, (*at, "by"), report),
        None if duty.done_by is None else _done_by(duty.done_by, over, grammar, report, (*at, "done_by")),
    )


def _done_by(done: DoneBy, over: str | None, grammar: Grammar, report: Report, at: Steps) -> Condition | None:
    models, held = grammar.pack.models, _list(done.over, grammar, report, (*at, "over"))
    if held is None:
        return None
    day_at(models, done.on, held, (*at, "on"), report)
    if done.same is not None:
        resolve(models, done.same.of, held, (*at, "same", "of"), report)
        if over is None:
            report((*at, "same"), "names an entry, and the duty is owed for none", "name the list with `over`")
        else:
            resolve(models, done.same.is_, over, (*at, "same", "is"), report)
    return None if done.where is None else grammar.condition(done.where, held, (*at, "where"))


def _ladder(ladder: Ladder, clause: Clause, grammar: Grammar, report: Report) -> TypedLadder | None:
    at: Steps = ("ladder",)
    over, models = _list(ladder.over, grammar, report, (*at, "over")), grammar.pack.models
    if over is None:
        return None
    days = {"ended": ladder.ended}
    if ladder.hearing is not None:
        days |= {"hearing.stated": ladder.hearing.stated, "hearing.commented": ladder.hearing.commented}
        _length(ladder.hearing.within, clause, report, (*at, "hearing", "within"))
    for name, day in days.items():
        day_at(models, day, over, (*at, *name.split(".")), report)

    def asked(raw: dict[str, object] | None, *steps: str | int) -> Condition | None:
        return None if raw is None else grammar.condition(raw, over, (*at, *steps))

    rungs = tuple(
        TypedRung(
            one,
            asked(one.when, "rungs", number, "when"),
            asked(one.at_once, "rungs", number, "at_once"),
            asked(one.passes_over, "rungs", number, "passes_over"),
        )
        for number, one in enumerate(ladder.rungs)
    )
    return TypedLadder(
        ladder,
        grammar.condition(ladder.breach, over, (*at, "breach")),
        asked(ladder.any_rung, "any_rung"),
        rungs,
    )


def _list(name: str | None, grammar: Grammar, report: Report, at: Steps) -> str | None:
    known: Mapping[str, object] = grammar.pack.models.collections
    if name is not None and name not in known:
        report(at, f"there is no list `{name}`", nearest(name, known))
        return None
    return name


def _length(length: Length | None, clause: Clause, report: Report, at: Steps) -> None:
    if length is None:
        return
    if len(length.said) != 1:
        report(at, "a length is a fill-in, or so many days, months or years", "say one of them")
    elif length.fill is not None:
        fill = next((one for one in clause.said.fill_ins if one.id == length.fill), None)
        if fill is None:
            report((*at, "fill"), f"the clause has no fill-in `{length.fill}`", "")
        elif fill.unit not in _TIMES:
            report((*at, "fill"), f"`{length.fill}` is no length of time", f"its unit is one of {', '.join(_TIMES)}")


def _fill(name: str | None, kind: str, clause: Clause, report: Report, at: Steps) -> None:
    fill = next((one for one in clause.said.fill_ins if one.id == name), None)
    if name is not None and (fill is None or fill.kind != kind):
        report(at, f"the clause has no fill-in `{name}` that is a {kind}", "")
