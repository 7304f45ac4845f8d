"""The facts that a case gives, one by one, by their paths: what somebody said, and may find unread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Final, cast

from tenderlaw.facts.base import Facts
from tenderlaw.facts.case import Case
from tenderlaw.facts.catalogue import begin_days, field_at, model_at
from tenderlaw.facts.relations import FOLLOWS, Prevails, Said, Writes, relations_of

__all__ = ["OF_LOT", "answered_by", "given_paths", "paths_of_operator", "stands_for", "without_numbers"]

_BESIDES: Final[Mapping[str, tuple[str, ...]]] = {
    "also_offences": ("offence",),
    "foreign_offence": ("offence",),
    "equivalence_confirmed": ("offence",),
    "decided_on": ("final_and_binding",),
    "determined_on": ("substantiated",),
    "cpv_codes": ("naics_code",),
    "naics_code": ("cpv_codes",),
    "estimated_value_excluding_vat": ("estimated_value",),
    "estimated_value_including_vat": ("estimated_value",),
    "framework_value_excluding_vat": ("framework_value",),
    "framework_value_including_vat": ("framework_value",),
    "call_sent_on": ("commenced_on",),
}
"""What a fact stands for besides what follows from it by the list of relations."""


def _stands_for(relations: Iterable[Writes]) -> Mapping[str, tuple[str, ...]]:
    """By each fact, what follows from it by these relations."""
    found = {name: dict.fromkeys(others) for name, others in _BESIDES.items()}
    for relation in relations:
        if isinstance(relation, Said):
            found.setdefault(relation.by, {})[relation.fact] = None
        else:
            wheres = relation.where if isinstance(relation, Prevails) else (relation.where,)
            for where in wheres:
                found.setdefault(where.field, {})[relation.then.field] = None
    return {name: tuple(others) for name, others in found.items()}


_STANDS_FOR: Final = _stands_for(chain.from_iterable(FOLLOWS.values()))
"""The facts beside it that follow from a fact: who reads these has read it."""
OF_LOT: Final[Mapping[str, str]] = {
    "lot_contract_kind": "contract_kind",
    "lot_value_excluding_vat": "estimated_value_excluding_vat",
    "lot_awarded_outside_rules": "awarded_outside_rules",
}
"""What a record says of the lot decided, by the fact of the lot that says it."""
_NOTHING: Final[Mapping[str, tuple[str, ...]]] = {}
_OF_LOTS: Final = ("estimated_value", "estimated_value_excluding_vat", *OF_LOT, "share_awarded_outside_rules")


@lru_cache(maxsize=4096)
def answered_by(name: str, model: type[Facts]) -> tuple[str, ...]:
    """The names of the facts of a model from which its fact of this name follows, or with which it begins."""
    following = _stands_for(relations_of(model).follows)
    found = [other for other, follow in following.items() if name in follow and other in model.model_fields]
    return tuple(other for other in dict.fromkeys([*found, *begin_days(model, name)]) if other != name)


def without_numbers(path: str) -> str:
    """A path of a case without the numbers of entries."""
    return re.sub(r"\[\d+\]", "", path) if "[" in path else path


def stands_for(path: str, declared: Mapping[str, tuple[str, ...]] = _NOTHING) -> Iterator[str]:
    """The paths, without numbers, of the facts that follow, or may follow, from the fact at `path`.

    `declared` are the names of the facts that packs say a fact beside them stands for.
    """
    group, _, name = without_numbers(path).rpartition(".")
    yield from (f"{group}.{other}" for other in (*_STANDS_FOR.get(name, ()), *declared.get(name, ())))
    if name == "lot" or group == "procurement.lots":
        yield from (f"procurement.{other}" for other in _OF_LOTS)
    yield from _of_years(group, name)


def given_paths(facts: Mapping[str, object], model: type[Case] = Case) -> Iterator[tuple[str, object]]:
    """Path and value of every fact of a whole case, of this model, that does not only inform people.

    An amount of money and a list of words are one fact each; an empty list gives nothing.
    """
    for name, inner in (("procurement", facts.get("procurement")), ("operator", facts.get("operator"))):
        yield from _of_group(cast("Mapping[str, object]", inner), model_at(model, name), name)
    operator = model_at(model, "operator")
    for number, entity in enumerate(cast("tuple[Mapping[str, object], ...]", facts.get("entities") or ())):
        yield from _of_group(entity, operator, f"entities[{number}]")


def _of_years(group: str, name: str) -> Iterator[str]:
    """Where a fact of a financial year stands besides: with the year after, and figures in sums."""
    at, years, rest = f"{group}.{name}".partition(".financial_years.")
    if not years:
        return
    yield f"{at}{years}year_before.{rest}"
    part, inner, _ = rest.partition(".")
    if part in ("own", "subsidiaries"):
        for summed in ("with_subsidiaries", "consolidated"):
            figure = f"{summed}.{name}" if inner else summed
            yield f"{at}{years}{figure}"
            yield f"{at}{years}year_before.{figure}"


def paths_of_operator(facts: Mapping[str, object], model: type[Facts], path: str) -> Iterator[str]:
    """The path of every fact of an operator, of this model, that does not only inform people."""
    return (one for one, _ in _of_group(facts, model, path))


def _of_group(facts: Mapping[str, object], model: type[Facts], path: str) -> Iterator[tuple[str, object]]:
    for name, value in facts.items():
        field, here = field_at(model, (name,)), f"{path}.{name}"
        if field is None or field.informs or value is None or name == "role":
            continue
        if field.kind == "group" and field.model is not None:
            yield from _of_group(cast("Mapping[str, object]", value), field.model, here)
        elif field.entries is not None:
            for number, entry in enumerate(cast("tuple[Mapping[str, object], ...]", value)):
                yield from _of_group(entry, field.entries, f"{here}[{number}]")
        elif value != ():
            yield here, value
