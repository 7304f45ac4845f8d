"""What the record names and does not hold: nothing that was given goes unread in silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from tenderlaw.contracts.held import HOLIDAYS, Held
from tenderlaw.decisions.sentences.sentence import Sentence
from tenderlaw.facts.beginnings import as_given
from tenderlaw.facts.records import entries_of
from tenderlaw.packs.calendars import is_known
from tenderlaw.rules.facts_read import FactsRead

__all__ = ["loose_ends", "read_paths"]

_NAMES: Final = (
    ("measures", "incident", ("incidents",)),
    ("incidents", "plan", ("corrective_plans",)),
    ("corrective_steps", "plan", ("corrective_plans",)),
    ("handed_in", "about", ("incidents", "measures", "corrective_plans", "audit_reports")),
)
"""Of each list the fact that names an entry of others."""
_DAYS: Final = (
    ("incidents", "learned_on", "reported_on"),
    ("incidents", "found_on", "stated_on"),
    ("incidents", "stated_on", "commented_on"),
    ("incidents", "found_on", "ended_on"),
    ("measures", "taken_on", "carried_out_on"),
    ("corrective_plans", "opened_on", "closed_on"),
)
"""Of each list two days, of which the second cannot come before the first."""


def loose_ends(held: Held) -> Iterator[Sentence]:
    """What names nothing that there is, what two entries of a list are called, days that cannot be in their order."""
    yield from _turned(held)
    contract = held.contract
    part = contract.get("holidays_of")
    if isinstance(part, str) and not is_known(part):
        yield Sentence("contract_names_nothing", path=HOLIDAYS, word=part)
    if contract.get("clauses") is None:
        for word in _words(contract.get("alternates")):
            yield Sentence("contract_names_nothing", path="procurement.contract.alternates", word=word)
    given = as_given(held.operator)  # what is not there yet is named all the same
    for name, fact, others in _NAMES:
        there = {entry.get("id") for other in others for entry in entries_of(given, other)}
        yield from _naming(held, name, fact, there)
    duties = {f"{clause.id}/{one.duty.id}" for clause in held.clauses for one in clause.typed.duties}
    yield from _naming(held, "handed_in", "duty", duties)
    clauses = {clause.id for clause in held.clauses}
    for scope in held.entries("incidents"):
        for word in _words(scope.item.record.get("breached")):
            if word not in clauses:
                yield Sentence("contract_names_nothing", path=f"operator.{scope.item.path}.breached", word=str(word))
    for name in ("incidents", "corrective_plans"):
        seen: set[object] = set()
        for scope in held.entries(name):
            called = scope.item.record.get("id")
            if called is not None and called in seen:
                yield Sentence("contract_named_twice", path=f"operator.{scope.item.path}.id", word=str(called))
            seen.add(called)


def _turned(held: Held) -> Iterator[Sentence]:
    pairs = [(held.contract, "procurement.contract", "starts_on", "ends_on")]
    for name, first, second in _DAYS:
        for scope in held.entries(name):
            pairs.append((held.given(scope, name), f"operator.{scope.item.path}", first, second))
    for entry, path, first, second in pairs:
        one, other = entry.get(first), entry.get(second)
        if isinstance(one, date) and isinstance(other, date) and other < one:
            yield Sentence("contract_days_turned", first=f"{path}.{second}", second=f"{path}.{first}")


def _naming(held: Held, name: str, fact: str, there: set[object] | set[str]) -> Iterator[Sentence]:
    for scope in held.entries(name):
        word = scope.item.record.get(fact)
        if word is not None and word not in there:
            yield Sentence("contract_names_nothing", path=f"operator.{scope.item.path}.{fact}", word=str(word))


def read_paths(held: Held) -> tuple[str, ...]:
    """The beginnings of the paths of facts that are read here."""
    lists = {name for name, _, _ in _NAMES} | {"corrective_plans"}
    reading = FactsRead(held.evaluator, held.evaluation)
    for clause in held.clauses:
        for one in clause.typed.duties:
            lists |= {over for over in (one.duty.over, one.duty.done_by and one.duty.done_by.over) if over}
            if one.when is not None:
                reading.of(one.when, held.whole)
    return ("procurement.contract", *(f"operator.{name}" for name in sorted(lists)), *sorted(reading.paths))


def _words(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple | list) else ()
