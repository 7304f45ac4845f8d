"""Questions: every blank of the clauses of a contract once, with the clauses that use it and its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenderlaw.clauses.answers import Answer, answer_of, facts_for
from tenderlaw.clauses.filling import asked_by
from tenderlaw.clauses.model import Body, FillIn
from tenderlaw.clauses.referral import NO_CONTACTS, Contact, Contacts
from tenderlaw.clauses.select import SelectedClause
from tenderlaw.clauses.values import Values
from tenderlaw.decisions.model.prescriptions import Filled
from tenderlaw.facts.records import Record
from tenderlaw.sources.faults import Fault

__all__ = ["Question", "Worded", "questions_of", "worded"]


@dataclass(frozen=True, slots=True)
class Worded:
    """A selected clause in one language, and the blanks that it asks for."""

    one: SelectedClause
    body: Body
    asked: tuple[FillIn, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A blank of the contract: one id is one answer in all clauses."""

    fill: FillIn
    clauses: tuple[str, ...]
    answer: Answer | None
    facts: tuple[str, ...] = ()
    """The facts that would answer it."""
    fault: Fault | None = None
    """What is wrong with what was given."""
    to_check: tuple[tuple[str, Contact], ...] = ()
    """Contacts, each with its country, that would fill it and ask to be checked."""

    def missing(self) -> Fault:
        """What to say where nobody answers it."""
        names, fill = ", ".join(f"`{clause}`" for clause in self.clauses), self.fill
        facts = ", ".join(f"`{path}`" for path in self.facts)
        fact = f"the {'fact' if len(self.facts) == 1 else 'facts'} {facts}, or " if facts else ""
        hint = f"give {fact}`--fill {fill.id}=...`"
        if self.to_check:
            names_ = ", ".join(f"{one.name} ({one.check_after})" for _, one in self.to_check)
            hint += f"; the contact that is known asks to be checked since its day: {names_}"
        return Fault("fill-ins", 0, 0, fill.id, f"is missing for {names}: {fill.title}", hint)


def worded(
    selected: Sequence[SelectedClause], language: str, fallback: str | None
) -> tuple[tuple[Worded, ...], list[Fault]]:
    """Selected clauses in a language, or in the one to fall back on; and a fault for each that has neither."""
    ready, faults = [], []
    for one in selected:
        body = one.clause.bodies.get(language) or one.clause.bodies.get(fallback or "")
        if body is None:
            hint = f"it has {', '.join(sorted(one.clause.bodies))}"
            faults.append(Fault(one.clause.said.id, 0, 0, "languages", f"has no `{language}` version", hint))
        else:
            ready.append(Worded(one, body, asked_by(one, body)))
    return tuple(ready), faults


def questions_of(
    clauses: Sequence[Worded], values: Values, facts: Mapping[str, Record], contacts: Contacts = NO_CONTACTS
) -> tuple[Question, ...]:
    """Every blank that the clauses ask for, in the order in which they ask."""
    used: dict[str, list[Worded]] = {}
    for clause in clauses:
        for fill in clause.asked:
            used.setdefault(fill.id, []).append(clause)
    return tuple(_question(name, by, values, facts, contacts) for name, by in used.items())


def _question(
    name: str, by: Sequence[Worded], values: Values, facts: Mapping[str, Record], contacts: Contacts
) -> Question:
    fills = [next(fill for fill in clause.asked if fill.id == name) for clause in by]
    # one that a fact or a contact can fill, where only some of the clauses name it
    fill = next((one for one in fills if one.fact or one.referral), fills[0])
    held = _held(name, by)
    found = answer_of(fill, values, facts, held, contacts)
    clauses = tuple(clause.one.clause.said.id for clause in by)
    if isinstance(found, Fault):
        return Question(fill, clauses, None, (), found)
    to_check = contacts.to_check(fill.referral) if found is None else ()
    return Question(fill, clauses, found, facts_for(fill, held), None, to_check)


def _held(name: str, by: Sequence[Worded]) -> Filled | None:
    """What a pack fills in for one of the clauses; what it can fill in comes before what it waits for."""
    held = [filled for clause in by for filled in clause.one.fillings if filled.fill_in == name]
    return next((one for one in held if one.values or one.entries), held[0] if held else None)
