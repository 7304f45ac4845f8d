"""What a pack says in another language than English, a language at a time: a file that a translator can take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import StringConstraints

from tenderlaw.facts.base import Code, FactPath, Facts
from tenderlaw.facts.operator import Role
from tenderlaw.facts.wording import Said

__all__ = [
    "EntryWords",
    "GroundWords",
    "LiftWords",
    "OffenceWords",
    "ReasonWords",
    "RemedyWords",
    "RequirementWords",
    "RoleWords",
    "Words",
]


class EntryWords(Facts):
    """What an entry is called."""


class GroundWords(EntryWords):
    """Of a ground: its title, the situation as a clause that follows the operator's name, why a person must look."""

    title: Said | None = None
    statement: Said | None = None
    review: Said | None = None


class LiftWords(EntryWords):
    """Of a lift: its title, and what would have to be shown."""

    title: Said | None = None
    needs: Said | None = None


class RequirementWords(EntryWords):
    """Of a requirement: its title, what would meet it, and what the notice says that comes before a power is used."""

    title: Said | None = None
    cure: Said | None = None
    notice_says: Said | None = None


class RoleWords(EntryWords):
    """Of a role: what is asked of the tenderer where its holder is to be replaced."""

    requirement: Said | None = None


class OffenceWords(EntryWords):
    """Of an offence: its title."""

    title: Said | None = None


class ReasonWords(EntryWords):
    """Of a review, of what no ground reaches, or of a presumption: why."""

    reason: Said | None = None


class RemedyWords(EntryWords):
    """Of a remedy: its title, what the letter says, and why a person must read that first."""

    title: Said | None = None
    says: Said | None = None
    review: Said | None = None


class Words(Facts):
    """The words of one language, by the ids of the entries, inherited ones among them."""

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    """The language (ISO 639)."""
    grounds: Mapping[Code, GroundWords] = {}
    lifts: Mapping[Code, LiftWords] = {}
    requirements: Mapping[Code, RequirementWords] = {}
    roles: Mapping[Role, RoleWords] = {}
    offences: Mapping[Code, OffenceWords] = {}
    reviews: Mapping[Code, ReasonWords] = {}
    passed_over: Mapping[Code, ReasonWords] = {}
    presumptions: Mapping[FactPath, ReasonWords] = {}
    """By the facts that are presumed."""
    remedies: Mapping[Code, RemedyWords] = {}
