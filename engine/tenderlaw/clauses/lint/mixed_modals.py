"""`mixed-modals`: a duty that is not written as duties are, or a word of duty where nobody has one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tenderlaw.clauses.lint._bodies import bodies
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.lint._sentences import Sentence, fault_at, sentences
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]

_SHALL: Final = re.compile(r"\bshall\b")
_STRAY: Final = {
    "en": r"must|will|should|ought to|has to|have to|is required to|are required to|undertakes? to",
    "fr": r"doit|doivent|devra|devront|est tenu de|sont tenus de|s'engage à|s\u2019engage à",
    "de": r"muss|müssen|soll|sollen|sollte|sollten|verpflichtet sich",
    "es": r"debe|deben|deberá|deberán|tiene que|se obliga a|se compromete a",
    "nl": r"moet|moeten|(?:dient|dienen) te|zal|zullen|verplicht zich",
}
"""Words of duty that are not the language's: `shall` in English, the future in Spanish, the present in the others."""
_FACTS: Final = (
    r"shall|may|has|had|is|was|states|confirms|warrants|accepts|agrees|allows|makes|to|that|who|which|and|or"
)
"""What may follow a party that begins a main clause: its duty, its right, its statement, or a fact."""


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    parties = [name for name, one in reading.definitions.items() if one.said.party]
    for _clause, body in bodies(reading):
        stray = _STRAY.get(body.language)
        for sentence in sentences(body):
            for found in re.finditer(rf"\b(?:{stray})\b", sentence.text) if stray else ():
                message = f"`{found[0]}` is not how this library writes a duty"
                yield fault_at(body, sentence.at + found.start(), message, _HINTS[body.language == "en"])
            if body.language == "en" and parties:
                yield from (fault_at(body, sentence.at + at, *said) for at, *said in _of_shall(sentence, parties))


_HINTS: Final = ("write duties in one form: the future in Spanish, the present elsewhere", "write `shall`, of a party")


def _of_shall(sentence: Sentence, parties: list[str]) -> Iterator[tuple[int, str, str]]:
    """`shall` of somebody who is no party, and a duty of a party in the present tense."""
    party = rf"<(?:{'|'.join(map(re.escape, parties))})(?:\|[^>]*)?>"
    first = _SHALL.search(sentence.text)
    if first and not re.search(
        rf"{party}|\b(?:it|they|part(?:y|ies))\b", sentence.text[: first.start()], re.IGNORECASE
    ):
        yield (
            first.start(),
            "`shall` where no party is its subject",
            "name the party that has the duty, or state a fact",
        )
    for found in re.finditer(rf"(?:^The|[,;] the) {party} (?!(?:{_FACTS}|{_STRAY['en']})\b)(\w+)", sentence.text):
        message = f"a duty of a party in the present tense: `{found[1]}`"
        yield found.start(1), message, "write `shall`; a statement of a party may be `states`, `confirms` or `accepts`"


LINT = Lint("mixed-modals", breaks=False, faults=_faults)
