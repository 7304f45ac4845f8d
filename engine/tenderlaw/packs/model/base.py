"""What all parts of a pack write alike: citations, conditions as they stand in YAML, paths of facts."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import StringConstraints

__all__ = ["Citation", "Obligation", "RawCondition"]

RawCondition: TypeAlias = dict[str, object]
"""A condition as it stands in YAML."""

Citation = Annotated[str, StringConstraints(min_length=3, max_length=300)]
"""A pinpoint citation: provision, paragraph, point."""

Obligation = Literal["mandatory", "discretionary", "voluntary", "guidance"]
