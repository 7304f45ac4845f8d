"""Presumptions: what is taken to be so of a fact that nobody gave, where the law asks for the contrary to be shown."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tenderlaw.facts.base import FactPath, Facts, Items, Text
from tenderlaw.facts.operator import Role
from tenderlaw.facts.wording import Spoken
from tenderlaw.packs.model.base import Citation

__all__ = ["Presumption"]


class Presumption(Facts):
    """How a fact reads where it was not given: never in silence, for every decision lists what it presumed.

    It is for facts on which the law itself takes one answer until another is established. Anything else that was not
    given is unknown.
    """

    fact: FactPath
    """A truth, a code, a list of words or a last day: of an entry of `over`, of the operator, or of the procurement."""
    over: Text | None = None
    """The collection of whose entries it is a fact."""
    roles: Items[Role] | None = None
    """Of a fact of the operator: the roles in which it is asked for; that of whoever tenders unless it says so."""
    is_: Annotated[bool | str, Field(alias="is")]
    """How it reads; of a list of words, `none`: it holds no word; of a last day, `open`: it has not ended."""
    cite: Citation
    reason: Spoken
    """Why the law takes it so, and what would show the contrary."""
    unless_told: FactPath | None = None
    """Of an entry: its own words, such as `description`, which no rule reads. Where it has some, somebody may have said
    the contrary in them: the fact is unknown until it is given."""
