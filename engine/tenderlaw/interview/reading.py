"""What a person typed, or a form posted, read as the answer to one question: a value of a case, or why it is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from tenderlaw.facts import written
from tenderlaw.facts.questions import Choice, Question
from tenderlaw.interview.amounts import UnreadableError, day_in, money_in, number_in
from tenderlaw.interview.phrases import LANGUAGES, understood
from tenderlaw.sources.faults import nearest, quoted

__all__ = ["READERS", "says", "value_in"]

_LONGEST: Final = 100_000


def says(answer: str, what: str) -> bool:
    """Whether an answer is one of the words that say `yes`, `no`, `none`, `not_known`, `add` or `open`."""
    return answer.strip().casefold() in understood(what)


def value_in(answer: str, question: Question) -> object:
    """The value that an answer gives, as plain data of a case. Raises UnreadableError where it gives none."""
    said = answer.strip()
    if not said:
        raise UnreadableError("nothing was answered", "answer, or say `not known`")
    if len(said) > _LONGEST:
        raise UnreadableError(f"the answer is longer than {_LONGEST:,} characters")
    return READERS[question.kind](said, question)


def _truth(said: str, question: Question) -> object:
    for word, value in (("yes", True), ("no", False)):
        if says(said, word):
            return value
    raise UnreadableError(f"{quoted(said)} is neither yes nor no", "answer yes, no or not known")


def _code(said: str, question: Question) -> object:
    found = _chosen(said, question.choices)
    if found is not None:
        return found
    if not question.choices:
        return said
    known = [one.word for one in question.choices]
    raise UnreadableError(f"{quoted(said)} is not one of the words", nearest(said, known) or f"such as `{known[0]}`")


def _chosen(said: str, choices: tuple[Choice, ...]) -> str | None:
    """The word that was chosen, by itself or by its title."""
    plain = said.casefold()
    by_word = next((one.word for one in choices if one.word.casefold() == plain), None)
    if by_word is not None:
        return by_word
    titled = {one.word for one in choices if one.title.casefold() == plain}
    return titled.pop() if len(titled) == 1 else None


def _day(said: str, question: Question) -> object:
    if question.may_be_open and says(said, "open"):
        return "open"
    return day_in(said)


def _number(said: str, question: Question) -> object:
    number = number_in(said)
    return int(number) if number == number.to_integral_value() else f"{number:f}"


def _money(said: str, question: Question) -> object:
    return money_in(said)


def _words(said: str, question: Question) -> object:
    return [] if says(said, "none") else [one.strip() for one in re.split(r"[;\n]", said) if one.strip()]


def _country(said: str, question: Question) -> object:
    found = _chosen(said, question.choices)
    return found if found is not None else _place(said)


def _countries(said: str, question: Question) -> object:
    if says(said, "none"):
        return []
    return [_place(one.strip()) for one in re.split(r"[;,\n]", said) if one.strip()]


def _place(said: str) -> str:
    known = _countries_by_name()
    if re.fullmatch(r"[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?", said):
        if said[:2].upper() in written.countries("en") or said.upper() == _NO_STATE:
            return said.upper()
        raise UnreadableError(f"{quoted(said)} is the code of no country", "two letters (ISO 3166), or the name")
    code = known.get(said.casefold())
    if code is None:
        close = nearest(said.casefold(), known)
        raise UnreadableError(
            f"{quoted(said)} is no country that is known by this name", close or "write its two letters (ISO 3166)"
        )
    return code


@cache
def _countries_by_name() -> Mapping[str, str]:
    """Countries by their names in the languages in which people are asked; no name stands for two."""
    found: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for code, name in written.countries(language).items():
            found.setdefault(name.casefold(), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


_NO_STATE: Final = "ZZ"
"""Of an international organisation: it is in no country."""


def _text(said: str, question: Question) -> object:
    return said


def _by_parts(said: str, question: Question) -> object:
    raise UnreadableError("is asked for by its parts, and not as one value")


READERS: Final[Mapping[str, Callable[[str, Question], object]]] = {
    "truth": _truth,
    "code": _code,
    "offence": _code,
    "day": _day,
    "number": _number,
    "money": _money,
    "words": _words,
    "country": _country,
    "countries": _countries,
    "word": _text,
    "text": _text,
    "group": _by_parts,
    "valuation": _by_parts,
    "list": _by_parts,
}
"""How the answer to each kind of question is read."""
