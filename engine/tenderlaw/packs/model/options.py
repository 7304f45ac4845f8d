"""Options: what the law leaves to a State to choose, and what a layer chose."""

from __future__ import annotations

from typing import Literal

from tenderlaw.facts.base import Code, Facts, Text
from tenderlaw.packs.model.base import Citation

__all__ = ["Option", "OptionChoice"]


class Option(Facts):
    """A choice that the law leaves to a State: a default, and the ceiling the law sets."""

    id: Code
    title: Text
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
