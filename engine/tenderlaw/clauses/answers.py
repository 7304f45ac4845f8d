"""Answers: what goes into a blank, and who says so. The law and the facts come before what a person writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from tenderlaw.clauses import words
from tenderlaw.clauses.fill_ins import Entries, typed, words_of
from tenderlaw.clauses.model import FillIn
from tenderlaw.clauses.referral import NO_CONTACTS, Contact, Contacts
from tenderlaw.clauses.values import Values, fault_of_value
from tenderlaw.decisions.model.prescriptions import Filled, SaidOfEntry
from tenderlaw.facts.records import Record
from tenderlaw.facts.wording import DEFAULT_LANGUAGE
from tenderlaw.sources.faults import Fault, quoted

__all__ = ["Answer", "answer_of", "facts_for"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes into a blank."""

    value: object
    by: Literal["given", "law", "fact", "contacts", "default"]
    source: str | None = None
    """The provision, the path of the fact, or where contacts were read and when they are to be checked."""


def answer_of(
    fill: FillIn,
    values: Values,
    facts: Mapping[str, Record],
    held: Filled | None = None,
    contacts: Contacts = NO_CONTACTS,
) -> Answer | Fault | None:
    """What goes into a blank, what is wrong with what was given, or none where nobody says it.

    `held` is what the pack fills in. A figure of the law, and what a fact says, cannot be given otherwise; words and
    lists of a pack can, for a person may say them better. Contacts of the country fill what nobody says, unless one of
    them asks to be checked.
    """
    law, fact = _of_pack(held, fill), _fact(fill.fact, facts)
    if fill.id in values:
        return _given(fill, values, law, fact, held)
    if law is not None:
        return Answer(law, "law", held.cite if held else None)
    if fact is not None:
        wrong = words.fault_of(words_of(fact, fill, DEFAULT_LANGUAGE))
        return Fault("facts", 0, 0, fill.fact or "", wrong) if wrong else Answer(fact, "fact", fill.fact)
    reached = contacts.chosen(fill.referral)
    if reached and not contacts.to_check(fill.referral):
        return Answer(Entries(tuple(_reached(reached))), "contacts", _read_in(reached))
    return None if fill.default is None else Answer(typed(fill, fill.default), "default")


def facts_for(fill: FillIn, held: Filled | None) -> tuple[str, ...]:
    """The facts that would answer it."""
    return (*([fill.fact] if fill.fact else []), *(held.missing if held else ()))


def _reached(contacts: Iterable[tuple[str, Contact]]) -> Iterator[tuple[SaidOfEntry, ...]]:
    """Each contact as an entry: its name, and how it is reached; the country where there are several."""
    held = tuple(contacts)
    several = len({place for place, _ in held}) > 1
    for place, one in held:
        said = (one.name, one.english, one.for_whom, one.phone, one.text and f"SMS {one.text}", one.email, one.url)
        words_ = [SaidOfEntry("words", word) for word in (*said, one.address) if word]
        yield (words_[0], *([SaidOfEntry("country", place)] if several else ()), *words_[1:])


def _read_in(contacts: Iterable[tuple[str, Contact]]) -> str:
    """Where contacts were read, and until when they may be used without being read again."""
    said = (f"{one.source.url}, read on {one.read_on}, to be checked after {one.check_after}" for _, one in contacts)
    return "; ".join(dict.fromkeys(said))


def _given(fill: FillIn, values: Values, law: object, fact: object, held: Filled | None) -> Answer | Fault:
    fault = fault_of_value(values, fill)
    if fault is not None:
        return fault
    word = values[fill.id]
    value = typed(fill, word)
    if law is not None and fill.kind in ("money", "number") and value != law:
        said = f"{', '.join(held.values)} ({held.cite})" if held else ""
        return values.fault(fill.id, f"{quoted(word)} is not what the law says", f"it says {said}; leave it out")
    if law is None and fact is not None and _differ(value, fact, fill):
        said = f"`{fill.fact}` says {quoted(words_of(fact, fill, DEFAULT_LANGUAGE))}"
        hint = f"{said}; leave it out, or put the fact right"
        return values.fault(fill.id, f"{quoted(word)} is not what the case says", hint)
    return Answer(value, "given")


def _differ(value: object, fact: object, fill: FillIn) -> bool:
    return words_of(value, fill, DEFAULT_LANGUAGE) != words_of(fact, fill, DEFAULT_LANGUAGE)


def _of_pack(held: Filled | None, fill: FillIn) -> object:
    """What the pack fills in, as the value of its kind."""
    if held is None:
        return None
    if held.kind == "entries":
        return Entries(held.entries) if held.entries else None
    if held.kind == "words" or not held.values:
        return held.values or None
    return typed(fill, held.values[0])


def _fact(path: str | None, facts: Mapping[str, Record]) -> object:
    if path is None:
        return None
    found: object = facts
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found
