"""Entries that say the same: what holds of a missing fact of one holds of that of the others."""

from __future__ import annotations

from typing import TypeAlias, cast

from tenderlaw.decisions.missing import STEP
from tenderlaw.facts.base import Facts
from tenderlaw.facts.case import Case
from tenderlaw.facts.catalogue import field_at
from tenderlaw.facts.records import Record

__all__ = ["Alike", "Key"]

Key: TypeAlias = tuple[str | int, ...]


class Alike:
    """Which missing facts of one case the law cannot tell apart.

    Two paths are alike if they differ in the numbers of entries alone, and these entries give the same facts, whatever
    else they say to people: a case does not change where such entries change places.
    """

    def __init__(self, facts: Record, model: type[Case] = Case) -> None:
        self._facts, self._model = facts, model
        self._of_entry: dict[int, int] = {}
        """The number of what an entry says, by its identity; the case keeps all of them alive."""
        self._of_said: dict[object, int] = {}

    def key(self, path: str) -> Key:
        """The same for paths that are alike."""
        node: object = self._facts
        model: type[Facts] | None = self._model
        out: list[str | int] = []
        for step in STEP.findall(path):
            if step.isdecimal() and isinstance(node, tuple) and int(step) < len(node) and model is not None:
                node = node[int(step)]
                out.append(self._number(cast("Record", node), model))
                continue
            out.append(step)
            field = field_at(model, (step,)) if model is not None else None
            model = None if field is None else field.entries or field.model
            node = node.get(step) if isinstance(node, dict) else None
        return tuple(out)

    def _number(self, entry: Record, model: type[Facts]) -> int:
        found = self._of_entry.get(id(entry))
        if found is None:
            said = self._said(entry, model)
            found = self._of_entry[id(entry)] = self._of_said.setdefault(said, len(self._of_said))
        return found

    def _said(self, group: Record, model: type[Facts]) -> tuple[tuple[str, object], ...]:
        said: list[tuple[str, object]] = []
        for name in sorted(group):
            value, field = group[name], field_at(model, (name,))
            if field is None or field.informs or value is None:
                continue
            if field.entries is not None:
                inner = field.entries
                said.append((name, tuple([self._number(one, inner) for one in cast("tuple[Record, ...]", value)])))
            elif isinstance(value, dict):
                said.append((name, self._said(value, field.model) if field.model else repr(value)))
            else:
                said.append((name, value))
        return tuple(said)
