"""`notes-among-terms`: words of advice or explanation among what parties are bound by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tenderlaw.clauses.lint._bodies import bodies
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.lint._sentences import fault_at, sentences
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]

_TERMS: Final = frozenset(("clause", "submission-condition", "award-criterion"))
_WORDS: Final = {
    "en": r"notes?:|this note|note that|for information only|please|(?:is|are) encouraged|(?:is|are) recommended|"
    r"as a rule of thumb|best practice|e\.g\.|expects\b",
    "fr": r"notes? ?:|la présente note|à noter|à titre d['\u2019]information|(?:est|sont) encouragée?s?|"
    r"il est recommandé",
    "de": r"Hinweise?:|dieser Hinweis|zur Information|wird empfohlen|wird ermutigt|z\. ?B\.",
    "es": r"notas?:|esta nota|nótese|a título informativo|se recomienda|se anima",
    "nl": r"opmerking:|let op|ter informatie|wordt aanbevolen|wordt aangemoedigd|bijv\.",
}
_TITLES: Final = {
    "en": r"notes? (?:on|about)|reminder",
    "fr": r"notes? (?:sur|relative)|rappel",
    "de": r"Hinweise? (?:zu|auf)|Merkblatt|Erinnerung",
    "es": r"notas? (?:sobre|relativa)|recordatorio",
    "nl": r"notitie|toelichting|herinnering",
}


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    for clause, body in bodies(reading):
        if clause.said.kind not in _TERMS or body.language not in _WORDS:
            continue
        if re.match(_TITLES[body.language], body.title, re.IGNORECASE):
            message, hint = f"`{body.title}` is a note among terms", "make it a page of the buyer's file, or a term"
            yield clause.source.fault(("languages", body.language, "title"), message, hint)
        for sentence in sentences(body):
            for found in re.finditer(rf"\b(?:{_WORDS[body.language]})", sentence.text, re.IGNORECASE):
                message = f"`{found[0]}` is a note among terms"
                yield fault_at(body, sentence.at + found.start(), message, "write what binds whom, or leave it out")


LINT = Lint("notes-among-terms", breaks=False, faults=_faults)
