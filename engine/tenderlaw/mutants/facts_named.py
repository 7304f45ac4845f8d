"""Which facts a part of a pack asks, with the answers that could make a difference there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, TypeAlias, cast

from tenderlaw.facts.catalogue import Field
from tenderlaw.facts.models import FactModels
from tenderlaw.mutants.likely import words_of
from tenderlaw.mutants.model import GONE, NewValue
from tenderlaw.mutants.tested import Tested
from tenderlaw.packs.fact_paths import resolve
from tenderlaw.packs.operands import is_operand
from tenderlaw.sources.tree import Data

__all__ = ["Answered", "Parts", "facts_named", "of_ground"]

_CENT: Final = Decimal("0.01")
_MANY: Final = 24
_INNER: Final = (
    "all", "any", "several", "not", "when", "met", "barred", "condition", "unless", "review_when",
    "elements", "due", "guided",
)  # fmt: skip
"""Where further conditions stand, or days."""
_DAYS: Final = ("after", "done_on")
"""Where the name of a day stands."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A fact, and answers to it that a condition tells apart."""

    collection: str | None
    """The list of whose entries it is a fact; None for one of the operator or the procurement."""
    names: tuple[str, ...]
    """From the entry; or from the root of the case."""
    answers: tuple[NewValue, ...]
    day: bool = False
    """Whether it is a day: then every day of the case may make a difference, and the days beside it."""


Entry: TypeAlias = Mapping[str, Data]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of packs that others name, by their ids."""

    by_key: Mapping[str, Mapping[str, Entry]]
    models: FactModels
    """The facts that they may name."""

    @classmethod
    def of(cls, tested: Tested) -> Parts:
        """Those of the pack under test, of what it rests on and of what rests on it."""
        found: dict[str, dict[str, Entry]] = {}
        for data in tested.read:
            for key, listed in data.items():
                for entry in listed if isinstance(listed, list) else []:
                    if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                        found.setdefault(key, {})[str(entry["id"])] = entry
        return cls(found, tested.models)

    def part(self, key: str, name: object) -> Entry:
        """The part of this id, or nothing."""
        return self.by_key.get(key, {}).get(str(name), {})


def facts_named(node: object, collection: str | None, parts: Parts, seen: set[str]) -> Iterator[Answered]:
    """The facts that a condition asks, definitions and grounds that it names among them; `seen`: those read before."""
    if isinstance(node, list):
        for part in node:
            yield from facts_named(part, collection, parts, seen)
    if not isinstance(node, dict):
        return
    over = next((str(node[key]) for key in ("some", "none", "count", "sum") if key in node), None)
    for key, value in node.items():
        if key == "where":
            yield from facts_named(value, over or collection, parts, seen)
        elif key in _INNER:
            yield from facts_named(value, collection, parts, seen)
        elif key == "use" and f"use {value}" not in seen:
            seen.add(f"use {value}")
            part = parts.part("definitions", value)
            yield from facts_named(part.get("condition"), cast("str | None", part.get("over", collection)), parts, seen)
        elif key == "ground":
            for name in value if isinstance(value, list) else [value]:
                if f"ground {name}" not in seen:
                    seen.add(f"ground {name}")
                    yield from of_ground(str(name), parts, seen)
        elif key == "in_period":
            for start in cast("list[Entry]", parts.part("periods", value).get("starts", [])):
                asks = {str(start["date"]): "as_of", **cast("Entry", start.get("when", {}))}
                yield from facts_named(asks, collection, parts, seen)
        elif key in _DAYS and isinstance(value, str):
            yield from _answered(value, [], collection, parts)
        else:
            yield from _fact(str(key), value, collection, parts)


def of_ground(name: str, parts: Parts, seen: set[str]) -> Iterator[Answered]:
    """The facts that a ground asks, and those that its lifts ask of the entries that give it."""
    ground = parts.part("grounds", name)
    when = ground.get("when")
    yield from facts_named(when, None, parts, seen)
    collection = (
        next((str(when[key]) for key in ("some", "none") if key in when), None) if isinstance(when, dict) else None
    )
    for lift in cast("list[str]", ground.get("lifted_by", [])):
        yield from facts_named(parts.part("lifts", lift).get("when"), collection, parts, seen)


def _fact(key: str, test: object, collection: str | None, parts: Parts) -> Iterator[Answered]:
    """A fact that is tested, the facts with which it is compared, and the days that decide with which value."""
    operands = [one for one in (test, *test.values()) if isinstance(one, dict)] if isinstance(test, dict) else []
    named = [one for one in operands if is_operand(one)]
    versions = [parts.part("values", one.get("value")).get("versions") for one in named]
    words = list(dict.fromkeys(words_of([test, versions])))
    yield from _answered(key, words, collection, parts)
    for one in named:
        if "fact" in one:
            yield from _answered(str(one["fact"]), words, collection, parts)
        for day in cast("list[str]", parts.part("values", one.get("value")).get("by", [])):
            yield from _answered(day, words, None, parts)


def _answered(key: str, words: list[str], collection: str | None, parts: Parts) -> Iterator[Answered]:
    found = resolve(parts.models, key, collection, (), lambda steps, message, hint: None)
    if found is not None:
        ref, spec = found
        names = ref.names if ref.root == "item" else (ref.root, *ref.names)
        answers = tuple({repr(one): one for one in _answers(spec, words)}.values())
        yield Answered(collection if ref.root == "item" else None, names, answers, day=spec.kind == "day")


def _answers(spec: Field, words: list[str]) -> Iterator[NewValue]:
    if spec.kind == "truth":
        yield from (True, False)
    elif spec.kind in ("code", "word", "offence", "words"):
        known = spec.vocabulary if 0 < len(spec.vocabulary) <= _MANY else ()
        held = [word for word in (*words, *known) if not _day(word)][:_MANY]
        if not spec.vocabulary:
            held.append("ZZ" if spec.country else "other")
        for word in held:
            yield [word] if spec.kind == "words" else word
    elif spec.kind == "day":
        days = [day for word in words if (day := _day(word))]
        yield from ((day + timedelta(days=way)).isoformat() for day in days for way in (0, -1, 1))
    elif spec.kind in ("money", "valuation", "number"):
        step = Decimal(1) if spec.kind == "number" else _CENT
        figures = [Decimal(word) for word in words if word.replace(".", "", 1).isdigit()]
        yield from (figure + way for figure in figures for way in (0, -step, step))
    yield GONE


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word) if len(word) == 10 else None
    except ValueError:
        return None
