"""The facts of a case as they were given: checked, plain, and never changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

import orjson

from tenderlaw.facts.case import Case, as_validated, parse_case
from tenderlaw.facts.models import BUILT_IN, FactModels, models_behind
from tenderlaw.facts.plain import checked, pays
from tenderlaw.facts.records import Record, case_records
from tenderlaw.sources.tree import Data, Source
from tenderlaw.sources.worked_out import worked_out

__all__ = ["Given"]


@dataclass(frozen=True)
class Given:
    """A case, from which a decision is made and which it keeps as evidence."""

    held: Record
    """The whole case as plain data, for those who only read it: what is unknown is left out."""
    models: FactModels = BUILT_IN
    """What it was validated with: the built-in facts, and those that packs declare."""

    @property
    def facts(self) -> Record:
        """The whole case as plain data, a copy of one's own: what becomes of it changes no evidence."""
        return cast("Record", _copy(self.held))

    @property
    def plain(self) -> dict[str, object]:
        """The whole case as JSON has it: what evidence carries, and its id is made of. A copy of one's own, too."""
        return cast("dict[str, object]", orjson.loads(self._written))

    @worked_out
    def _written(self) -> bytes:
        return orjson.dumps(self.case.model_dump(mode="json", exclude_none=True))

    @classmethod
    def of(cls, case: Case | Mapping[str, object], models: FactModels = BUILT_IN) -> Given:
        """The facts of a case, or of the same as plain data. Raises InputInvalidError with every fault of the data.

        `models` are those for plain data; a case has its own.
        """
        facts = None if isinstance(case, Case) or not pays(models.case) else checked(case, models.case)
        if facts is not None:
            return cls(facts, models)
        if isinstance(case, Case):
            whole, models = as_validated(case), models_behind(case)
        else:
            whole = parse_case(Source("facts", cast("Data", case), {}), models.case)
        given = cls(whole.model_dump(exclude_none=True), models)
        given.__dict__["case"] = whole
        return given

    @worked_out
    def case(self) -> Case:
        """The case as models."""
        return self.models.case.model_validate(self.held)

    def records(self, as_of: date) -> tuple[Record, list[Record]]:
        """What rules read on the as-of date: the procurement, and the operators, the main one first."""
        return case_records(self.held, as_of, self.models.case)


def _copy(node: object) -> object:
    if isinstance(node, dict):
        return {name: _copy(value) for name, value in node.items()}
    return tuple([_copy(value) for value in node]) if isinstance(node, tuple) else node
