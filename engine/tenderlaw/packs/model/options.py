"""What a layer says of its parent: which options it chose, and where its own law has what it inherits."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from tenderlaw.facts.base import Code, FactPath, Facts, Items
from tenderlaw.facts.operator import Role
from tenderlaw.facts.wording import Spoken
from tenderlaw.packs.model.base import Citation

__all__ = ["LeftOut", "Option", "OptionChoice", "Transposition"]


class Option(Facts):
    """A choice that the law leaves to a State: a default, and the ceiling the law sets."""

    id: Code
    title: Spoken
    cite: Citation
    kind: Literal["truth", "number"]
    default: bool | int
    at_most: int | None = None
    at_least: int | None = None


class OptionChoice(Facts):
    """A layer's choice of an option of its parent."""

    option: Code
    value: bool | int
    cite: Citation


class LeftOut(Facts):
    """A discretionary ground of the parent that the layer's own law does not have."""

    ground: Code
    cite: Citation
    """The provisions of that law, among which it is not."""


class Transposition(Facts):
    """Where a layer's own law has what it inherits: this citation stands before the parent's."""

    ground: Code | None = None
    lift: Code | None = None
    requirement: Code | None = None
    role: Role | None = None
    period: Code | None = None
    on: FactPath | None = None
    """Of a period: the day that it must cover by the layer's own law."""
    replaced: Spoken | None = None
    """Of a role: that whoever has it is to be replaced, where the parent excludes for it; what is asked, as a title."""
    lifted_by: Items[Code] = ()
    """Of a ground: lifts of the layer that its own law gives besides those of the parent."""
    cite: Citation

    @model_validator(mode="after")
    def _of_one_thing(self) -> Self:
        if sum(one is not None for one in (self.ground, self.lift, self.requirement, self.role, self.period)) != 1:
            raise ValueError("says of one `ground`, `lift`, `requirement`, `role` or `period` where it stands")
        said = (self.on, self.period), (self.lifted_by or None, self.ground), (self.replaced, self.role)
        if any(more is not None and of is None for more, of in said):
            raise ValueError("`on` is said of a `period`, `lifted_by` of a `ground`, `replaced` of a `role`")
        return self
