"""House wording compared with the library's own: the lines that differ, and the positions that no longer fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

from tenderlaw.clauses.environment import written
from tenderlaw.clauses.markup import keys_of, parse_markup
from tenderlaw.clauses.model import Clause, Definition
from tenderlaw.clauses.playbook import Stance

__all__ = ["Difference", "differences", "house_differences", "lost_positions"]

_BLANK: Final = re.compile(r"\{\{-?\s*(?:fill|official)\.(\w+)[^}]*\}\}")
_BLOCK: Final = re.compile(r"\{%.*?%\}|\{##.*?##\}", re.DOTALL)
_KEY: Final = re.compile(r"\{#[a-z0-9-]+\}\s*")
_TERM: Final = re.compile(r"<([a-z0-9][a-z0-9.-]*)(?:\|([^>]+))?>")
_REF: Final = re.compile(r"\[\[([^\]]+)\]\]")
_ESCAPED: Final = re.compile(r"\\([<>\[\]{}^|#\-\\])")


@dataclass(frozen=True, slots=True)
class Difference:
    """A line of the library's wording and the one that stands in its place; empty where there is none."""

    before: str
    after: str


def house_differences(clause: Clause, language: str, definitions: Mapping[str, Definition]) -> tuple[Difference, ...]:
    """What a house changed of the wording in a language; nothing where the wording is the library's own."""
    before = clause.instead_of.bodies.get(language) if clause.instead_of else None
    after = clause.bodies.get(language)
    if clause.instead_of is None or after is None:
        return ()
    texts = [[body.title, *_lines(body.text, language, definitions)] if body else [] for body in (before, after)]
    return tuple(differences(*texts))


def lost_positions(clause: Clause, language: str) -> tuple[Stance, ...]:
    """The positions of the shipped playbook on passages that the wording of a house in a language does not have."""
    playbook, body = clause.playbook, clause.bodies.get(language)
    if playbook is None or body is None or not playbook.inherited:
        return ()
    there = {key for key, _ in keys_of(parse_markup(written(body.text), ()))}
    return tuple(stance for stance in playbook.positions if stance.on is not None and stance.on not in there)


def differences(before: list[str], after: list[str]) -> Iterator[Difference]:
    """The lines that differ, those that replace one another side by side."""
    for kind, start, end, other_start, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            pairs = zip_longest(before[start:end], after[other_start:other_end], fillvalue="")
            yield from (Difference(one, other) for one, other in pairs)


def _lines(text: str, language: str, definitions: Mapping[str, Definition]) -> Iterator[str]:
    """The lines of a body as a person reads them: blanks by their names, terms as written, no marks."""

    def term(found: re.Match[str]) -> str:
        known = definitions.get(found[1])
        return found[2] or (known.said.terms.get(language) if known else None) or found[1]

    text = _KEY.sub("", _BLOCK.sub("", _BLANK.sub(r"[\1]", text)))
    text = _ESCAPED.sub(r"\1", _REF.sub(r"\1", _TERM.sub(term, text)))
    for line in text.splitlines():
        if words := " ".join(line.split()):
            yield words
