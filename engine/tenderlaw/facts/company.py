"""A company and its group, outside any procurement: the facts by which duties of companies are decided."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import ValidationError, create_model

from tenderlaw.facts.base import Facts, Items
from tenderlaw.facts.case import Case, faults_of
from tenderlaw.facts.models import BUILT_IN, FactModels, models_behind
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.facts.pasted import unfolded
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.tree import Data, Source

__all__ = ["Company", "parse_company", "passed_over"]

_ROLE = "tenderer"
"""A company outside any procurement has no role; the models ask for one."""


class Company(Facts):
    """A company and the other companies of its group."""

    operator: EconomicOperator
    """The company."""
    group: Items[EconomicOperator] | None = None
    """Other companies of its group, each decided by itself."""

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.operator, self.group)


def parse_company(source: Source, models: FactModels = BUILT_IN) -> Company:
    """Validate a company that was read: under `operator`, alone or with a `group`, or its facts by themselves.

    What else a case holds is passed over; what neither holds is refused.
    Raises InputInvalidError with every fault and its place.
    """
    source = unfolded(source)
    model = _company(models)
    data = source.data if isinstance(source.data, dict) else {}
    bare = "operator" not in data
    try:
        if bare and isinstance(source.data, dict):
            operator = models.operator_given.model_validate(_with_role(source.data))
            return model.model_construct(operator=operator)
        of_a_case = models.case.model_fields.keys() - Company.model_fields.keys()
        given = {name: _with_role(value) for name, value in data.items() if name not in of_a_case}
        return model.model_validate(given)
    except ValidationError as error:
        raise InputInvalidError(faults_of(error, source, models.operator_given if bare else model)) from error


def passed_over(source: Source) -> tuple[str, ...]:
    """What a case gives beside the company and its group, of which no duty is decided."""
    data = unfolded(source).data
    beside = Case.model_fields.keys() - Company.model_fields.keys()
    given = data if isinstance(data, dict) and "operator" in data else {}
    return tuple(sorted(name for name in beside if given.get(name)))


def _again(operator: EconomicOperator, group: tuple[EconomicOperator, ...] | None) -> Company:
    """A company as another process sent it."""
    return _company(models_behind(operator)).model_construct(operator=operator, group=group)


def _with_role(given: Data) -> Data:
    if isinstance(given, list):
        return [_with_role(one) for one in given]
    return {"role": _ROLE, **given} if isinstance(given, dict) else given


@lru_cache(maxsize=64)
def _company(models: FactModels) -> type[Company]:
    """The model of a company with the facts that packs declare."""
    operator: Any = models.operator_given
    if operator is EconomicOperator:
        return Company
    return create_model("Company", __base__=Company, operator=(operator, ...), group=(Items[operator] | None, None))
