"""`time-limit-without-start`: a time limit that does not say after what it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tenderlaw.clauses.lint._bodies import bodies
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.lint._sentences import Sentence, fault_at, sentences
from tenderlaw.clauses.model import Clause
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]


class _Words(NamedTuple):
    """How a language writes a time limit."""

    within: str
    """What stands before it."""
    units: str
    start: str
    """What may stand right after it: a word that leads to the event."""


_FILL: Final = r"\{\{\s*fill\.(?P<fill>\w+)[^}]*\}\}"
_WORDS: Final = {
    "en": _Words(
        r"within(?: the (?:first|next))?",
        r"(?:working |calendar )?(?:hour|day|week|month|year)s?",
        r"(?:after|before|from|following|since)",
    ),
    "fr": _Words(
        r"(?:dans (?:un délai de|les)|sous)",
        r"(?:heure|jour|semaine|mois|an|année)s?(?: ouvrables?| ouvrés?| calendaires?)?",
        r"(?:après|avant|à compter|à partir|suivant|qui suivent|dès|depuis)",
    ),
    "de": _Words(
        r"(?:innerhalb von|binnen|in)",
        r"(?:Stunde|Tag|Arbeitstag|Werktag|Kalendertag|Woche|Monat|Jahr)(?:en|n|es|e)?",
        r"(?:nach|nachdem|vor|bevor|ab|seit)",
    ),
    "es": _Words(
        r"(?:en (?:un plazo de|los)|dentro de)",
        r"(?:hora|día|semana|mes|año)(?:e?s)?(?: hábiles| naturales)?",
        r"(?:desde|después|antes|a partir|a contar|contados|siguientes|tras)",
    ),
    "nl": _Words(
        r"(?:binnen|in)",
        r"(?:uur|uren|dag|dagen|werkdag|werkdagen|weken|week|maand|maanden|jaar|jaren)",
        r"(?:na|nadat|vóór|voor|voordat|vanaf|sinds)",
    ),
}
_ALWAYS: Final = frozenset(("hours", "days", "working-days"))
"""Units of a limit that always runs from an event; months and years are often those of a rhythm."""


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    for clause, body in bodies(reading):
        words = _WORDS.get(body.language)
        if words is None:
            continue
        for sentence in sentences(body):
            for at, said in _limits(sentence, words, clause):
                message = f"a time limit without what it runs from: `{said}`"
                yield fault_at(
                    body, sentence.at + at, message, "say right after it: after which event, or before which"
                )


def _limits(sentence: Sentence, words: _Words, clause: Clause) -> Iterator[tuple[int, str]]:
    """Where a limit stands that no event follows, and how it is written."""
    units = {fill.id: fill.unit for fill in clause.said.fill_ins}
    limit = re.compile(rf"(?P<within>\b{words.within}\s+)?(?:{_FILL}|\b\w+\s+{words.units}\b)", re.IGNORECASE)
    starts = re.compile(rf",?\s+(?:\w+\s+)?{words.start}\b")
    for found in limit.finditer(sentence.text):
        unit = units.get(found["fill"]) if found["fill"] else None
        # a literal number counts where `within` stands before it; a fill-in where its unit is one of time
        timed = unit in _ALWAYS or (found["within"] is not None and (unit is not None or not found["fill"]))
        if timed and unit not in ("per-cent", "points") and not starts.match(sentence.text, found.end()):
            yield found.start(), " ".join(found[0].split())


LINT = Lint("time-limit-without-start", breaks=False, faults=_faults)
