"""What a pack fills into the blanks of a clause that it prescribes: its own dated values, and lists of the case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, cast

from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.model.prescriptions import Filled, SaidOfEntry
from tenderlaw.facts.base import OPEN
from tenderlaw.facts.catalogue import Field
from tenderlaw.packs.conditions import Condition
from tenderlaw.packs.model.values import Value, Version
from tenderlaw.packs.typed import TypedClause, TypedFilling
from tenderlaw.rules.dated import deciding_day, version_on_day
from tenderlaw.rules.reading import Scope, path_of, read

__all__ = ["fillings_of"]


def fillings_of(judged: Judged, typed: TypedClause) -> Iterator[Filled]:
    """What is filled in, blank by blank: by the first filling that holds; a blank that is open is left to people."""
    settled: set[str] = set()
    for number, filling in enumerate(typed.fillings):
        if filling.name in settled:
            continue
        holds = True if filling.when is None else judged.truth(f"filling:{typed.rule.clause}:{number}")
        if holds is False:
            continue
        settled.add(filling.name)
        if holds is None:
            missing = () if filling.when is None else judged.missing(filling.when, judged.scope())
            yield Filled(filling.name, "words", missing=tuple(missing))
        elif filling.filling.value is not None:
            yield _of_value(judged, filling, filling.filling.value)
        else:
            yield _of_entries(judged, filling, f"filling-entries:{typed.rule.clause}:{number}")


def _of_value(judged: Judged, filling: TypedFilling, name: str) -> Filled:
    value = judged.regime.typed.pack.value_by_id[name]
    scope = judged.scope()
    day = deciding_day(value.by, scope.operator, scope.procurement, judged.as_of)
    if day is None:
        return Filled(filling.name, "words", missing=value.by[:1])
    version = version_on_day(value, day)
    if version is None or version.unsettled is not None:
        return Filled(filling.name, "words")
    if version.words is not None:
        return Filled(filling.name, "words", tuple(version.words), cite=version.cite)
    return Filled(filling.name, *_figure(value, version), cite=version.cite)


def _figure(value: Value, version: Version) -> tuple[Literal["money", "number"], tuple[str, ...]]:
    if version.amount is not None:
        return "money", (f"{value.currency_of(version)} {version.amount:f}",)
    return "number", (f"{version.number:f}",)


def _of_entries(judged: Judged, filling: TypedFilling, target: str) -> Filled:
    where = cast("Condition", filling.where)
    scopes = judged.evaluation.scopes[filling.filling.each]
    truths = judged.evaluation.truths_of(judged.regime.target(target))
    entries: list[tuple[SaidOfEntry, ...]] = []
    missing: list[str] = []
    for scope, goes_in in zip(scopes, truths, strict=True):
        if scope.item.placeholder:
            missing.append(f"{scope.collection_root}.{scope.item.path}")
        elif goes_in is None:
            missing += judged.missing(where, scope)
        elif goes_in:
            said, unknown = _said(filling, scope)
            entries.append(said)
            missing += unknown
    known = () if missing else tuple(entries)
    return Filled(filling.name, "entries", entries=known, missing=tuple(dict.fromkeys(missing)))


def _said(filling: TypedFilling, scope: Scope) -> tuple[tuple[SaidOfEntry, ...], list[str]]:
    found = [(read(ref, scope), field, path_of(ref, scope)) for ref, field in filling.of]
    said = tuple(_word(value, field) for value, field, _ in found if value is not None)
    return said, [path for value, _, path in found if value is None]


def _word(value: object, field: Field) -> SaidOfEntry:
    if isinstance(value, date):
        return SaidOfEntry("day", "open" if value == OPEN else value.isoformat())
    if isinstance(value, Decimal):
        return SaidOfEntry("number", f"{value:f}")
    if isinstance(value, dict):
        return SaidOfEntry("money", f"{value['currency']} {value['amount']:f}")
    if isinstance(value, tuple):
        return SaidOfEntry("words", ", ".join(map(str, value)))
    return SaidOfEntry("country" if field.country else "words", str(value))
