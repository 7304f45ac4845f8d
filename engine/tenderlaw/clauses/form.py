"""Faults of form of one clause: what its metadata say twice, against themselves, or of what cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

from tenderlaw.clauses.fill_ins import shape, typed
from tenderlaw.clauses.model import Clause, OfficialVersion
from tenderlaw.sources.faults import Fault, quoted

__all__ = ["form_faults", "twice"]

_WHOLE: Final = 100
"""The whole, in per cent."""


def form_faults(clause: Clause) -> list[Fault]:
    """Everything that is wrong with the metadata of a clause by themselves."""
    return _twice(clause) + _blanks(clause) + _reviews(clause) + _versions(clause)


def _twice(clause: Clause) -> list[Fault]:
    """Fill-ins and alternates that stand twice."""
    said = clause.said
    return [
        *twice([one.id for one in said.fill_ins], clause, "fill_ins"),
        *twice([one.id for one in said.alternates], clause, "alternates"),
    ]


def twice(ids: Sequence[str], clause: Clause, *steps: str) -> Iterator[Fault]:
    """Entries of the list at `steps` of a clause that have the id of one before them."""
    for index, id_ in enumerate(ids):
        if id_ in ids[:index]:
            yield clause.source.fault((*steps, index, "id"), f"`{id_}` stands twice", "keep one")


def _reviews(clause: Clause) -> list[Fault]:
    """A wording is reviewed by somebody on a day, and no other says so."""
    faults = []
    for language, said in clause.said.languages.items():
        for name in ("by", "on"):
            if said.status == "reviewed" and getattr(said, name) is None:
                message, hint = f"is reviewed, and does not say `{name}`", "say by whom and on which day: `by`, `on`"
                faults.append(clause.source.fault(("languages", language, "status"), message, hint))
            elif said.status != "reviewed" and getattr(said, name) is not None:
                message, hint = f"says `{name}`, and is {said.status}", "its status is `reviewed` then"
                faults.append(clause.source.fault(("languages", language, name), message, hint))
    return faults


def _blanks(clause: Clause) -> list[Fault]:
    """Units and ranges of what is no number, ranges that no number is in, defaults that do not fit."""
    faults = []
    for index, fill in enumerate(clause.said.fill_ins):
        for name in ("unit", "range"):
            if fill.kind != "number" and getattr(fill, name) is not None:
                message = f"`{fill.id}` is a {fill.kind}, which has no {name}"
                faults.append(clause.source.fault(("fill_ins", index, name), message, f"leave `{name}` out"))
        least, most = fill.allowed
        if most is not None and most < least:
            message = f"no number is at least {least} and at most {most}"
            faults.append(clause.source.fault(("fill_ins", index, "range"), message, "widen it"))
        elif fill.unit == "per-cent" and (most or 0) > _WHOLE:
            message = f"`{fill.id}` may be {most} per cent"
            faults.append(clause.source.fault(("fill_ins", index, "range"), message, "per cent end at 100"))
        elif fill.default is not None and typed(fill, fill.default) is None:
            message = f"{quoted(fill.default)} does not fit"
            faults.append(clause.source.fault(("fill_ins", index, "default"), message, f"write {shape(fill)}"))
    return faults


def _versions(clause: Clause) -> list[Fault]:
    """Gaps and overlaps of the versions of an official clause, and of the clause's own dates."""
    said, source = clause.said, clause.source
    faults = []
    if said.to is not None and said.to < said.from_:
        faults.append(source.fault(("to",), "ends before it begins"))
    if said.incorporates is None:
        return faults
    steps = ("incorporates", "versions")
    versions = sorted(enumerate(said.incorporates.versions), key=lambda pair: pair[1].from_)
    if not versions:
        faults.append(source.fault(steps, "names no version", "give at least one with `label`, `from` and `cite`"))
    for index, one in versions:
        if (one.label is None) == (one.unsettled is None):
            message = "gives a `label`, or says what is `unsettled`"
            faults.append(source.fault((*steps, index), message, "say one of the two"))
    for (index, one), (_, after) in pairwise(versions):
        if one.to is None or one.to >= after.from_:
            message = f"{_named(one)} overlaps {_named(after)}"
            hint = f"it ends on {(after.from_ - timedelta(days=1)).isoformat()} at the latest"
            faults.append(source.fault((*steps, index), message, hint))
        elif one.to + timedelta(days=1) < after.from_:
            hint = f"{_named(after)} begins on {after.from_.isoformat()}"
            faults.append(source.fault((*steps, index, "to"), f"a gap after {_named(one)}", hint))
    for index, one in versions:
        if one.to is not None and one.to < one.from_:
            faults.append(source.fault((*steps, index, "to"), f"{_named(one)} ends before it begins"))
    return faults


def _named(version: OfficialVersion) -> str:
    return f"`{version.label}`" if version.label else f"what is unsettled from {version.from_.isoformat()}"
