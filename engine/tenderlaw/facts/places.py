"""To which model the path of a case leads, and by which names from there.

A path is written as missing facts and findings name it: `operator.linked_persons[0].convictions[1].final_on`.
"""

from __future__ import annotations

from functools import lru_cache

from tenderlaw.facts.base import Facts
from tenderlaw.facts.catalogue import Field, field_at
from tenderlaw.facts.given_paths import without_numbers
from tenderlaw.facts.models import BUILT_IN, FactModels

__all__ = ["field_of", "holder_at", "place_of"]


def field_of(path: str, models: FactModels = BUILT_IN) -> Field | None:
    """The field that a path of a case leads to, if there is one."""
    return field_at(*place_of(path, models))


def place_of(path: str, models: FactModels = BUILT_IN) -> tuple[type[Facts], tuple[str, ...]]:
    """The model that holds a fact, and the names that lead to it from there: more than one within groups."""
    return _place_of(without_numbers(path), models)


def holder_at(path: str, models: FactModels = BUILT_IN) -> type[Facts] | None:
    """The model of which the fact at a path is a field, within groups the group's; None where there is no such fact."""
    model, names = place_of(path, models)
    if len(names) > 1:
        group = field_at(model, names[:-1])
        if group is None or group.model is None:
            return None
        model = group.model
    return model if names[-1] in model.model_fields else None


@lru_cache(maxsize=4096)
def _place_of(path: str, models: FactModels) -> tuple[type[Facts], tuple[str, ...]]:
    root, *names = path.split(".")
    if not names:
        return models.case, (root,)
    at: type[Facts] = models.procurement if root == "procurement" else models.operator
    group: tuple[str, ...] = ()
    for name in names[:-1]:
        group = (*group, name)
        found = field_at(at, group)
        if found is not None and found.entries is not None:
            at, group = models.collections[name].model if name in models.collections else found.entries, ()
    return at, (*group, names[-1])
