"""Facts that a decision rests on, in the words of a language: what they are called, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tenderlaw.decisions.sentences.phrases import phrases_in
from tenderlaw.decisions.sentences.sentence import many, phrase, written_in
from tenderlaw.facts import written
from tenderlaw.facts.base import OPEN
from tenderlaw.facts.models import BUILT_IN, FactModels
from tenderlaw.facts.questions import question_of
from tenderlaw.facts.titles import title_of
from tenderlaw.facts.wording import Word
from tenderlaw.sources.faults import InputInvalidError

if TYPE_CHECKING:
    from tenderlaw.rules.explain import FactRead

__all__ = ["called", "entry_in", "read_in", "value_in", "value_of"]

_WORKED_OUT: Final = {
    "first day": "first_day",
    "last day": "last_day",
    "sum, at least": "sum_at_least",
    "sum, at most": "sum_at_most",
}
"""What explanations show beside facts, and the phrases that say so."""
_CODE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
"""A word as cases write it, for which nobody has a title."""
_AS_DIGITS: Final = 4
"""Numbers of more digits are parted as a language parts them; those of four may be years."""
_MONEY: Final = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?) ([A-Z]{3})")


def read_in(facts: Iterable[FactRead], language: str, models: FactModels = BUILT_IN) -> str:
    """Facts with what they say, each once: `Judgment final on: 1 June 2023; ...`."""
    said = [
        phrase(
            "fact", {"title": called(fact.path, language, models), "value": value_in(fact, language, models)}, language
        )
        for fact in facts
    ]
    return f"{phrases_in(language)['next_fact']} ".join(dict.fromkeys(said))


@lru_cache(maxsize=4096)
def called(path: str, language: str, models: FactModels = BUILT_IN) -> str:
    """What the fact at a path is called; one that no model knows by its own name."""
    if path in _WORKED_OUT:
        return phrases_in(language)[_WORKED_OUT[path]]
    try:
        return title_of(path, language, models)
    except LookupError:
        return path.rpartition(".")[2].replace("_", " ")


def value_in(fact: FactRead, language: str, models: FactModels = BUILT_IN) -> str:
    """What a fact says, in words."""
    if isinstance(fact.value, Word):
        return many(fact.value.titles, language)
    return value_of(fact.path, fact.value or "", language, models)


@lru_cache(maxsize=4096)
def value_of(path: str, value: str, language: str, models: FactModels = BUILT_IN) -> str:
    """What the fact at a path says, in words, where a case would write this value."""
    if value in ("true", "false"):
        return phrases_in(language)["yes" if value == "true" else "no"]
    if value == "open":
        return written_in(OPEN, language)
    try:
        return written_in(date.fromisoformat(value), language)
    except ValueError:
        pass
    if found := _MONEY.fullmatch(value):
        return written.money(Decimal(found[1]), found[2], language)
    try:
        asked = question_of(path, language, models)
    except InputInvalidError:
        return value.replace("-", " ")
    if asked.kind in ("country", "countries"):
        return many(tuple(written.country(code, language) for code in value.split(", ")), language)
    if asked.kind == "number" and value.isdigit() and len(value) > _AS_DIGITS:
        return written.number(int(value), language)
    titles = {choice.word: choice.title for choice in asked.choices}
    if titles:
        return many(tuple(titles.get(word, word) for word in value.split(", ")), language)
    return value.replace("-", " ") if _CODE.fullmatch(value) else value


def entry_in(path: str, language: str, models: FactModels = BUILT_IN) -> str:
    """What an entry of a list is called: the title of the list, and its number."""
    number = str(int(path.rpartition("[")[2].rstrip("]")) + 1)
    return phrase("entry", {"title": called(path, language, models), "number": number}, language)
