"""Topics under which questions stand, and the provisions that name them: data, in `topics.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from tenderlaw.facts.base import Code, Facts, Items, Words
from tenderlaw.facts.given_paths import without_numbers
from tenderlaw.facts.wording import Spoken, said_in
from tenderlaw.sources.tree import read_file

__all__ = ["Topic", "topic_of", "topics_in"]

_FILE: Final = Path(__file__).with_name("topics.yaml")


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: its title in one language, and the provisions that name it."""

    id: str
    title: str
    sources: tuple[str, ...]


class _Said(Facts):
    id: Code
    title: Spoken
    sources: Items[Words]
    """Provisions that name the topic; none of what no provision on statements asks."""
    facts: Items[Words]
    """Facts of an operator by their paths; what stands below one belongs to it."""


def topics_in(language: str) -> tuple[Topic, ...]:
    """The topics in their order, those among them of which nothing is asked; English where there are no words."""
    return tuple(Topic(one.id, said_in(one.title, language), one.sources) for one in _topics())


def topic_of(path: str) -> str:
    """The topic of the fact at a path of a case; the last one holds whatever no other names."""
    _, _, rest = without_numbers(path).partition(".")
    names = rest.split(".")
    of = _by_fact()
    known = (".".join(names[:number]) for number in range(len(names), 0, -1))
    return next((of[name] for name in known if name in of), _topics()[-1].id)


@cache
def _topics() -> tuple[_Said, ...]:
    return TypeAdapter(Items[_Said]).validate_python(read_file(_FILE).data)


@cache
def _by_fact() -> Mapping[str, str]:
    return {fact: one.id for one in _topics() for fact in one.facts}
