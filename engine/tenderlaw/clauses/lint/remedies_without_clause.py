"""`remedies-without-clause`: a body that speaks of remedies, and does not bring the clause that has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tenderlaw.clauses.inline import Ref
from tenderlaw.clauses.lint._bodies import bodies, pieces
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.lint._sentences import fault_at, sentences
from tenderlaw.clauses.model import Clause
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]

_REMEDIES: Final = "remedies"
_WORDS: Final = {
    "en": r"remedies",
    "fr": r"mesures prévues",
    "de": r"vorgesehenen? Maßnahmen",
    "es": r"medidas (?:que prevé|previstas)",
    "nl": r"maatregelen (?:waarin|die)[^.]*voorzie\w*",
}


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    providers = {name for name, one in reading.clauses.items() if _REMEDIES in one.said.provides}
    hint = f"add to `needs` a clause that provides them ({', '.join(sorted(providers)) or 'there is none yet'})"
    for clause, body in bodies(reading):
        if _has(clause, providers):
            continue
        words = _WORDS.get(body.language)
        for sentence in sentences(body):
            found = re.search(rf"\b(?:{words})\b", sentence.text) if words else None
            if found:
                message = f"speaks of remedies (`{found[0]}`) that the contract may lack"
                yield fault_at(body, sentence.at + found.start(), message, hint)
        for one in pieces(body.text):
            if isinstance(one, Ref) and one.clause in providers:
                message = f"refers to the remedies of `{one.clause}`, which may not be there"
                yield Fault(body.file, one.line, one.column, "", message, hint)


def _has(clause: Clause, providers: set[str]) -> bool:
    return clause.said.id in providers or bool(providers & set(clause.said.needs))


LINT = Lint("remedies-without-clause", breaks=False, faults=_faults)
