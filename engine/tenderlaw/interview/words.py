"""Values and entries in words: what was understood, and which entry a question is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, cast

from tenderlaw.decisions.sentences.facts import called, value_of
from tenderlaw.facts import written
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.wording import said_in
from tenderlaw.interview.facts_at import at, lists_above, steps_in
from tenderlaw.interview.phrases import said
from tenderlaw.interview.vocabulary import offences_of

__all__ = ["caption_of", "in_words", "offences_of"]

_NAMING: Final = ("name", "title", "offence", "kind", "list", "id", "link", "role", "ends_on")
"""By which of its facts an entry is known."""
_DAYS: Final = ("final_on", "convicted_on", "decided_on", "on", "happened_on", "opened_on", "listed_from")


def caption_of(
    path: str, facts: Mapping[str, object], language: str, models: FactModels, offences: Mapping[str, str]
) -> str | None:
    """Which entry, or entry of an entry, a path is about: its list, its number and what it is known by."""
    named: list[str] = []
    for listed in lists_above(path):
        number = next(step for step in steps_in(path)[len(steps_in(listed)) :] if isinstance(step, int))
        here = f"{listed}[{number}]"
        entry = at(facts, here)
        head = f"{called(listed, language, models)} {number + 1}"
        known = _known_by(here, entry, language, models, offences) if isinstance(entry, Mapping) else ""
        named.append(f"{head}: {known}" if known else head)
    return "; ".join(named) or None


def _known_by(
    here: str, entry: Mapping[str, object], language: str, models: FactModels, offences: Mapping[str, str]
) -> str:
    name = next((one for one in _NAMING if isinstance(entry.get(one), str | date)), None)
    day = next((one for one in _DAYS if entry.get(one) is not None), None)
    facts = [one for one in (name, day) if one is not None]
    return ", ".join(in_words(f"{here}.{one}", entry[one], language, models, offences) for one in facts)


def in_words(path: str, value: object, language: str, models: FactModels, offences: Mapping[str, str]) -> str:
    """A fact as plain data, in the words of a language."""
    if isinstance(value, bool):
        return said("echo_yes" if value else "echo_no", language)
    if isinstance(value, Mapping) and "amount" in value and "currency" in value:
        return written.money(Decimal(str(value["amount"])), str(value["currency"]), language)
    if isinstance(value, list | tuple):
        if not value:
            return said("echo_none", language)
        return ", ".join(_entries_in_words(path, value, language, models, offences))
    if isinstance(value, str) and value in offences:
        return said_in(offences[value], language)
    if isinstance(value, date):
        return written.day(value, language)
    if isinstance(value, int | Decimal):
        return written.number(value, language)
    return value_of(path, str(value), language, models)


def _entries_in_words(
    path: str, entries: Sequence[object], language: str, models: FactModels, offences: Mapping[str, str]
) -> Iterable[str]:
    for number, one in enumerate(entries):
        if isinstance(one, Mapping):
            known = _known_by(f"{path}[{number}]", cast("Mapping[str, object]", one), language, models, offences)
            yield known or str(number + 1)
        else:
            yield in_words(path, one, language, models, offences)
