"""What no case can tell from the law, and why: the survivors that a pack explains, beside its cases."""

from __future__ import annotations

from pydantic import ValidationError

from tenderlaw.decisions.case_files import SURVIVORS
from tenderlaw.facts.base import Facts, Items, Text
from tenderlaw.facts.case import faults_of
from tenderlaw.mutants.tested import Tested
from tenderlaw.sources.faults import PackInvalidError
from tenderlaw.sources.tree import read_file

__all__ = ["Explained", "explained_in"]


class Explained(Facts):
    """Mutants that come to the same as the law, or differ in what no case can expect."""

    mutants: Items[Text]
    """Their ids."""
    because: Text
    """Why that is right."""


class _File(Facts):
    survivors: Items[Explained]


def explained_in(tested: Tested) -> dict[str, str]:
    """The reason by the id of each survivor that the pack explains. Raises PackInvalidError for a faulty file."""
    path = tested.folder / "cases" / SURVIVORS
    if not path.is_file():
        return {}
    source = read_file(path)
    try:
        held = _File.model_validate(source.data)
    except ValidationError as error:
        raise PackInvalidError(faults_of(error, source, _File)) from error
    reasons: dict[str, str] = {}
    faults = []
    for number, one in enumerate(held.survivors):
        for place, name in enumerate(one.mutants):
            if name in reasons:
                faults.append(source.fault(("survivors", number, "mutants", place), f"`{name}` is explained twice"))
            reasons[name] = one.because
    if faults:
        raise PackInvalidError(faults)
    return reasons
