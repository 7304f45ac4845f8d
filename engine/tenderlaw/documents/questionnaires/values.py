"""What an answer means: the words of one cell as a value of a case. Nothing is guessed; what is unclear is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from tenderlaw.documents.questionnaires.phrases import said_anywhere
from tenderlaw.documents.questionnaires.returned import Cell
from tenderlaw.facts.questions import Choice, Question
from tenderlaw.sources.faults import nearest
from tenderlaw.sources.tree import Data

__all__ = ["DAY", "NOT_KNOWN", "UnreadableError", "is_none", "is_not_known", "is_rows", "text_in_cell", "value_in_cell"]

NOT_KNOWN: Final = "not known"
"""As a case keeps it among what was answered: it leaves the fact unknown, as a blank does, but somebody said so."""
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""How a day is written so that it may be read as no other."""
_AMOUNT: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([A-Z]{3})|([A-Z]{3})\s*([0-9]+(?:\.[0-9]+)?)")


class UnreadableError(ValueError):
    """What stands in a cell is no answer to its question; what would be right stands beside it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def is_not_known(cell: Cell, question: Question) -> bool:
    """Whether the answer is that it is not known, in whatever language, and no word of the fact itself says so."""
    said = cell.value.strip() if isinstance(cell.value, str) else ""
    return _says(cell, "not_known", "unknown", "not-known") and _chosen(said, question.choices) is None


def is_none(cell: Cell) -> bool:
    """Whether the answer is that a list has no entry."""
    return _says(cell, "none")


def is_rows(cell: Cell) -> bool:
    """Whether the answer only leads to the rows."""
    return _says(cell, "see_rows")


def _says(cell: Cell, key: str, *also: str) -> bool:
    return isinstance(cell.value, str) and cell.value.strip().casefold() in {*said_anywhere(key), *also}


def value_in_cell(cell: Cell, question: Question) -> Data:
    """The value of a cell that is not blank. Raises UnreadableError."""
    if cell.wrong is not None:
        raise UnreadableError(cell.wrong)
    read = _READ.get(question.kind)
    if read is None:
        raise UnreadableError("is asked for by its parts, and not as one value")
    return read(cell, question)


def text_in_cell(cell: Cell) -> str:
    """The words of a cell; a number, or a day, that a spreadsheet made of them is refused."""
    if cell.wrong is not None:
        raise UnreadableError(cell.wrong)
    if isinstance(cell.value, bool):
        raise UnreadableError(f"holds `{str(cell.value).lower()}` where words are asked for", "write it as text")
    if isinstance(cell.value, date):
        raise UnreadableError(f"holds the day `{cell.value}` where words are asked for", "write it as text")
    if isinstance(cell.value, int | Decimal):
        hint = "write it as text, with the zeros that it begins with"
        raise UnreadableError(f"holds the number `{cell.value}` where words are asked for", hint)
    return (cell.value or "").strip()


def _truth(cell: Cell, question: Question) -> Data:
    if isinstance(cell.value, bool):
        return cell.value
    said = text_in_cell(cell).casefold()
    if said in {*said_anywhere("yes"), "true"}:
        return True
    if said in {*said_anywhere("no"), "false"}:
        return False
    raise UnreadableError(f"`{cell.value}` is neither yes nor no", nearest(said, ("yes", "no", NOT_KNOWN)))


def _code(cell: Cell, question: Question) -> Data:
    said = text_in_cell(cell)
    found = _chosen(said, question.choices)
    if found is None and question.choices:
        known = [one.word for one in question.choices]
        raise UnreadableError(f"`{said}` is not one of the words", nearest(said, known) or f"known: {', '.join(known)}")
    return found or said


def _chosen(said: str, choices: tuple[Choice, ...]) -> str | None:
    """The word that was chosen, by itself or by its title."""
    plain = said.casefold()
    by_word = next((one.word for one in choices if one.word.casefold() == plain), None)
    return by_word or next((one.word for one in choices if one.title.casefold() == plain), None)


def _day(cell: Cell, question: Question) -> Data:
    if isinstance(cell.value, date):
        return cell.value.isoformat()
    hint = "write a day as YYYY-MM-DD"
    if isinstance(cell.value, bool | int | Decimal):
        raise UnreadableError(f"holds the number `{cell.value}` where a day is asked for", hint)
    said = text_in_cell(cell)
    if question.may_be_open and said.casefold() in {*said_anywhere("open"), "open"}:
        return "open"
    if not DAY.fullmatch(said):
        raise UnreadableError(f"`{said}` may be read as more than one day, or as none", hint)
    return said


def _number(cell: Cell, question: Question) -> Data:
    if isinstance(cell.value, bool | date):
        raise UnreadableError(f"holds `{cell.value}` where a number is asked for")
    said = str(cell.value).strip()
    if not _NUMBER.fullmatch(said):
        raise UnreadableError(f"`{said}` is not a number", "digits, with a point before decimals and nothing else")
    number = Decimal(said)
    return int(number) if number == number.to_integral_value() else number


def _money(cell: Cell, question: Question) -> Data:
    said = text_in_cell(cell)
    found = _AMOUNT.fullmatch(said)
    if found is None:
        raise UnreadableError(f"`{said}` is not an amount with its currency", "write it as 1000.00 EUR")
    amount, currency = (found[1], found[2]) if found[1] else (found[4], found[3])
    return {"amount": amount, "currency": currency}


def _words(cell: Cell, question: Question) -> Data:
    said = [one.strip() for one in text_in_cell(cell).split(";")]
    return [one for one in said if one]


def _country(cell: Cell, question: Question) -> Data:
    said = text_in_cell(cell)
    return _chosen(said, question.choices) or said


def _text(cell: Cell, question: Question) -> Data:
    return text_in_cell(cell)


_READ: Final[Mapping[str, Callable[[Cell, Question], Data]]] = {
    "truth": _truth,
    "code": _code,
    "day": _day,
    "number": _number,
    "money": _money,
    "words": _words,
    "countries": _words,
    "country": _country,
    "offence": _text,
    "word": _text,
    "text": _text,
}
"""How the answer to each kind of question is read."""
