"""Mutants of a condition, as it stands in YAML: loosened, tightened, asked of others, bounded otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tenderlaw.mutants.model import At, Change, Mutant, mutant
from tenderlaw.mutants.operands import BOUNDS, further, listed, of_bound, of_days, of_test, quoted_value
from tenderlaw.packs.grammar import BESIDE
from tenderlaw.packs.ground_references import WORDS
from tenderlaw.packs.operators import ORDER
from tenderlaw.sources.tree import Data

__all__ = ["of_condition"]

_SETTLED: Final = ("use", "option", "unsettled")
"""What is said elsewhere: a definition has mutants of its own."""


def of_condition(raw: Data, at: At) -> Iterator[Mutant]:
    """Every mutant of the condition at `at`."""
    if not isinstance(raw, dict):
        return
    parts = _parts(raw)
    for key in parts if len(parts) > 1 else ():
        left: Data = {name: value for name, value in raw.items() if name != key and name not in parts[key]}
        said = {name: value for name, value in raw.items() if name == key or name in parts[key]}
        yield mutant(at.key(key), "dropped", f"without {quoted_value(said)}", changes=[Change(at.steps, left)])
    for key in parts:
        yield from _of_part(key, raw, at)


def _parts(raw: Mapping[str, Data]) -> dict[str, tuple[str, ...]]:
    """What must hold, each by its key, with the keys that belong to it."""
    taken = {name: tuple(beside for beside in BESIDE.get(name, ()) if beside in raw) for name in raw}
    inner = {name for beside in taken.values() for name in beside}
    return {name: beside for name, beside in taken.items() if name not in inner}


def _of_part(key: str, raw: Mapping[str, Data], at: At) -> Iterator[Mutant]:
    here, value = at.key(key), raw[key]
    if key in ("all", "any", "several"):
        inner = value if isinstance(value, list) else []
        for number, part in enumerate(inner):
            if len(inner) > 1:
                yield mutant(here.entry(number), "dropped", f"without {quoted_value(part)}")
            yield from of_condition(part, here.entry(number))
        if isinstance(least := raw.get("at_least"), int) and key == "several":
            for way in (1, -1) if least < len(inner) else (-1,):
                yield from further(least, way, at.key("at_least"))
    elif key == "not":
        rest = {name: one for name, one in raw.items() if name != "not"}
        to: Data = {"all": [value, rest]} if rest else value
        yield mutant(here, "affirmed", f"{quoted_value(value)} asked, not its contrary", changes=[Change(at.steps, to)])
        yield from of_condition(value, here)
    elif key in ("some", "none"):
        other = "none" if key == "some" else "some"
        to = {other if name == key else name: one for name, one in raw.items()}
        yield mutant(here, other, f"`{other}` instead of `{key}`", changes=[Change(at.steps, to)])
        yield from _of_where(raw, at)
    elif key in ("count", "sum"):
        for bound in (name for name in ORDER if name in raw):
            yield from of_bound(raw, bound, at)
            # the bound itself stands for the other one
            yield from (one for one in of_test({bound: raw[bound]}, at) if not one.id.endswith(_other_bounds(bound)))
        yield from _of_where(raw, at)
    elif key == "in_period":
        if "at" in raw:
            yield mutant(at.key("at"), "dropped", f"on the as-of date, not {quoted_value(raw['at'])}")
    elif key == "ground":
        yield from _of_reference(raw, at)
    elif key not in _SETTLED:
        yield from of_test(value, here)


def _other_bounds(bound: str) -> tuple[str, ...]:
    return tuple(f"#{other}" for other in BOUNDS[bound])


def _of_where(raw: Mapping[str, Data], at: At) -> Iterator[Mutant]:
    where = raw.get("where")
    if isinstance(where, dict) and len(_parts(where)) == 1:
        yield mutant(at.key("where"), "dropped", f"of every entry, not {quoted_value(where)}")
    yield from of_condition(where, at.key("where"))


def _of_reference(raw: Mapping[str, Data], at: At) -> Iterator[Mutant]:
    """Mutants of a question to a ground: of which, what is asked of it, on which day."""
    names = raw["ground"]
    if isinstance(names, list):
        yield from listed(names, at.key("ground"))
    said = raw.get("is", "applies")
    for word in WORDS:
        if word != said:
            yield mutant(at.key("is"), f"to-{word}", f"whether the ground `{word}`, not `{said}`", word)
    if "on" in raw:
        yield mutant(at.key("on"), "dropped", f"on the as-of date, not {quoted_value(raw['on'])}")
        if isinstance(raw["on"], list):
            yield from of_days(raw["on"], at.key("on"))
