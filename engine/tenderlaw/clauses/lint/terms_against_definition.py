"""`terms-against-definition`: a defined term in plain words, given another meaning, or used before it is given one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tenderlaw.clauses.inline import TermUse
from tenderlaw.clauses.lint._bodies import bodies, pieces
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.lint._sentences import fault_at, sentences
from tenderlaw.clauses.model import Body
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]

_USE: Final = r"<[a-z0-9.-]+(?:\|[^>]*)?>"
_REDEFINED: Final = {
    "en": rf"\bthis clause,?\s+(?:the\s+|an?\s+)?{_USE}\s+(?:is|are|means?)\b|{_USE}\s+means\b",
    "fr": rf"\bprésente clause,?\s+(?:les?\s+|la\s+|l['\u2019])?{_USE}\s+(?:est|sont|désigne)\b|{_USE}\s+désigne\b",
    "de": rf"\bdieser Klausel\s+(?:ist|sind|bezeichnet)\s+(?:der\s+|die\s+|das\s+)?{_USE}|{_USE}\s+bezeichnet\b",
    "es": rf"\besta cláusula,?\s+(?:el\s+|la\s+|los\s+)?{_USE}\s+(?:es|son|designa)\b|{_USE}\s+designa\b",
    "nl": rf"\bdeze clausule\s+(?:is|zijn|betekent)\s+(?:de\s+|het\s+)?{_USE}|{_USE}\s+betekent\b",
}
_GIVEN: Final = re.compile(
    r"\((?:\w+\s+|l['\u2019])?[\"\u201c\u201e\u00ab]\s*([^\"\u201d\u201c\u00bb]+?)\s*[\"\u201d\u201c\u00bb]\)"
)
"""A name that a body gives for itself: (the “Register”)."""


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    written = _written(reading)
    for _clause, body in bodies(reading):
        yield from _plain(body, written.get(body.language, {}))
        yield from _redefined(body)
        yield from _before(body)


def _written(reading: Reading) -> dict[str, dict[str, str]]:
    """How terms are written in each language: as they are defined, and in the forms that bodies use."""
    found: dict[str, dict[str, str]] = {}
    for name, one in reading.definitions.items():
        for language, term in one.said.terms.items():
            found.setdefault(language, {})[term] = name
    for _clause, body in bodies(reading):
        for use in pieces(body.text):
            if isinstance(use, TermUse) and use.form is not None and use.form[:1].isupper():
                found.setdefault(body.language, {}).setdefault(use.form, use.id)
    return found


def _plain(body: Body, terms: dict[str, str]) -> Iterator[Fault]:
    """Terms in plain words, with their capital; within a name, as in `UN Supplier Code`, they are no terms."""
    if not terms:
        return
    longest_first = sorted(terms, key=lambda term: (-len(term), term))
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
    for sentence in sentences(body):
        text = re.sub(rf"{_USE}|\[\[[^\]]*\]\]|\{{\{{.*?\}}\}}", lambda found: "_" * len(found[0]), sentence.text)
        for found in pattern.finditer(text):
            named = re.search(r"\S\s+[A-Z]\w+(?: of)? $", text[: found.start()], re.DOTALL)
            if not (body.language == "en" and (named or re.match(r"(?: of)? [A-Z(]", text[found.end() :]))):
                message = f"`{found[0]}` is a defined term in plain words"
                yield fault_at(body, sentence.at + found.start(), message, f"write `<{terms[found[0]]}>`")


def _redefined(body: Body) -> Iterator[Fault]:
    pattern = _REDEFINED.get(body.language)
    for sentence in sentences(body) if pattern else ():
        for found in re.finditer(str(pattern), sentence.text, re.IGNORECASE):
            message = "gives a defined term a meaning of its own"
            yield fault_at(body, sentence.at + found.start(), message, "use another word, or change the definition")


def _before(body: Body) -> Iterator[Fault]:
    for given in _GIVEN.finditer(body.text):
        used = re.search(rf"\b{re.escape(given[1])}\b", body.text[: given.start()])
        if used:
            message = f"`{given[1]}` is used before it is given its meaning"
            yield fault_at(body, used.start(), message, "give the meaning where it is used first")


LINT = Lint("terms-against-definition", breaks=False, faults=_faults)
