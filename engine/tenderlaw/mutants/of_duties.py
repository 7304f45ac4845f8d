"""Mutants of what companies owe: by when, what meeting it takes, where it stands."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Final

from tenderlaw.facts.catalogue import field_at, field_names
from tenderlaw.facts.collections import COLLECTIONS
from tenderlaw.mutants.conditions import of_condition
from tenderlaw.mutants.model import At, Mutant, cited_otherwise, mutant
from tenderlaw.mutants.operands import further
from tenderlaw.sources.tree import Data

__all__ = ["of_duty"]

_A_YEAR: Final = 2001
"""Any that is no leap year: a day of each year is a day of every one."""


def of_duty(duty: Mapping[str, Data], at: At) -> Iterator[Mutant]:
    """Mutants of a duty: whom it reaches, by when, what meeting it takes."""
    yield from of_condition(duty.get("when"), at.key("when"))
    for name in ("due", "guided"):
        due = duty.get(name)
        if isinstance(due, dict):
            yield mutant(at.key(name), "dropped", f"without `{name}`")
            yield from _of_due(due, str(duty.get("over")), at.key(name))
    if "done_on" in duty:
        yield mutant(at.key("done_on"), "dropped", "on whatever day it is done")
    listed = duty.get("elements")
    elements = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    for number, element in enumerate(elements):
        here = at.key("elements").entry(number, str(element.get("id")))
        if len(elements) > 1:
            yield mutant(here, "dropped", f"without the element `{element.get('id')}`")
        yield from cited_otherwise(elements, number, here)
        yield from _of_element(element, here)


def _of_due(due: Mapping[str, Data], over: str, at: At) -> Iterator[Mutant]:
    for unit in ("months", "days"):
        if isinstance(number := due.get(unit), int):
            for way in (1, -1):
                yield from further(number, way, at.key(unit))
    if isinstance(day := due.get("each_year"), str):
        held = datetime.date.fromisoformat(f"{_A_YEAR}-{day}")
        for way, kind in ((1, "day-later"), (-1, "day-earlier")):
            other = (held + datetime.timedelta(days=way)).strftime("%m-%d")
            yield mutant(at.key("each_year"), kind, f"`{other}` instead of `{day}`", other)
    after = due.get("after")
    for other in _days_of(over):
        if other != after:
            yield mutant(at.key("after"), f"to-{other}", f"after `{other}`, not `{after}`", other)


def _days_of(over: str) -> list[str]:
    """The days of the entries of a list."""
    if over not in COLLECTIONS:
        return []
    model = COLLECTIONS[over].model
    fields = {name: field_at(model, (name,)) for name in field_names(model)}
    return [name for name, field in fields.items() if field is not None and field.kind == "day"]


def _of_element(element: Mapping[str, Data], at: At) -> Iterator[Mutant]:
    said = element.get("obligation", "mandatory")
    other = "voluntary" if said == "mandatory" else "mandatory"
    yield mutant(at.key("obligation"), other, f"`{other}` instead of `{said}`", other)
    if "when" in element:
        yield mutant(at.key("when"), "dropped", "asked of everybody")
        yield from of_condition(element["when"], at.key("when"))
    yield from of_condition(element.get("met"), at.key("met"))
