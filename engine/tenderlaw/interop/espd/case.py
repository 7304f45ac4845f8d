"""A case from an ESPD Response and what the authority adds: the procurement and its own findings."""

from __future__ import annotations

from typing import cast

from tenderlaw.facts.case import Case, parse_case
from tenderlaw.interop.espd.reading import EspdReading
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.tree import Data, Source

__all__ = ["case_with"]


def case_with(reading: EspdReading, added: Source) -> Case:
    """Join what the operator declared with what the authority adds.

    `added` holds the fields of the procurement, or `procurement` and, if wanted, `entities` and `operator`:
    there the authority puts what an ESPD does not ask, such as `evidence_verified` or `tender`. A field that
    the ESPD answers cannot be given again. Raises InputInvalidError.
    """
    if not isinstance(added.data, dict):
        raise InputInvalidError([added.fault((), "is not a mapping", "write the fields of the procurement")])
    given = added.data
    whole = "procurement" in given
    declared = cast("dict[str, Data]", reading.operator.model_dump(mode="json", exclude_none=True))
    extra = given.get("operator", {}) if whole else {}
    if not isinstance(extra, dict):
        raise InputInvalidError([added.fault(("operator",), "is not a mapping of fields")])
    twice = [
        added.fault(("operator", name), f"the ESPD already answers `{name}`") for name in extra if name in declared
    ]
    if twice:
        raise InputInvalidError(twice)
    joined: dict[str, Data] = {**given} if whole else {"procurement": given}
    joined["operator"] = {**declared, **extra}
    places = added.places if whole else {("procurement", *steps): at for steps, at in added.places.items()}
    return parse_case(Source(added.name, joined, places))
