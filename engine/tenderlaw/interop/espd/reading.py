"""What a reading of an ESPD Response gives: the operator's facts, and what a person must know about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tenderlaw.facts.operator import EconomicOperator, Role

__all__ = ["EspdReading", "Remark"]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in the document that a person must know before relying on the facts read from it."""

    criterion: str
    """The criterion by its number, `C1` to `C24`; empty for the document as a whole."""
    field: str
    """The question, or the element, that the remark is about; empty for the criterion as a whole."""
    message: str
    """The remark, as a sentence without a capital letter and a full stop."""
    line: int = 0
    """Line in the document, counted from 1; 0 where there is none."""


@dataclass(frozen=True, slots=True)
class EspdReading:
    """An ESPD Response (directive 2014/24 art. 59) as facts."""

    version: str
    """Version of the exchange data model, such as `4.1.0`."""
    operator: EconomicOperator
    """Everything that the operator declared about itself; self-declared, not verified."""
    remarks: tuple[Remark, ...]
    """Remarks on the document, then on the criteria in their order."""
    brings: Mapping[Role, bool] = field(default_factory=lambda: MappingProxyType({}))
    """Whether it says that others of a role take part with it: of a group, relied on, as subcontractors."""
    procedure: str | None = None
    """The procedure that the document is for, as it says."""
    sha256: str = ""
    """Digest of the document."""
