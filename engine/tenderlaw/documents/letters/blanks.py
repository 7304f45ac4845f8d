"""What a person fills into a letter: addresses, days, who signs, the authority's own reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from tenderlaw.clauses.values import OF_LETTERS, Values
from tenderlaw.clauses.words import day, fault_of, literal
from tenderlaw.documents.letters.phrases import phrases_in
from tenderlaw.documents.model import Text
from tenderlaw.documents.phrases import phrases_in as furniture_in
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest, quoted

__all__ = ["DAYS", "LINES", "PAST", "Blanks"]

PAST: Final = ("notified_on",)
"""The fill-ins of letters that are days before that of the letter."""
DAYS: Final = ("reply_by", "effective_on", *PAST)
"""The fill-ins of letters that are days; every other one is a text."""
LINES: Final = ("authority_address", "addressee_address")
"""Those that have several lines."""


@dataclass(slots=True)
class Blanks:
    """The blanks of one letter: what was given for them, and what of it was found wanting while it was written."""

    language: str
    given: Values
    draft: bool
    after: date
    """The day of the letter: a day to reply lies after it."""
    faults: dict[str, Fault] = field(default_factory=dict)
    asked: dict[str, str | None] = field(default_factory=dict)
    """What the letter needs, in the order in which it needs it, and what was given: fill-ins, and facts by paths."""

    def text(self, name: str, title: str | None = None) -> Text:
        """The value of a fill-in; a visible blank of a draft where there is none, and a fault otherwise.

        `title` says what it stands for, where that is more than its name.
        """
        value = self._given(name)
        if not value:
            return self._missing(name, title)
        if fault := fault_of(value):
            self._fault(name, fault, "")
        return Text(self._day(name, value) if name in DAYS else literal(value), "given")

    def lines(self, name: str) -> tuple[Text, ...]:
        """A value of several lines, such as an address."""
        value = self._given(name)
        if not value:
            return (self._missing(name),)
        return tuple(Text(literal(line), "given") for line in value.splitlines() if line.strip())

    def fact(self, path: str, value: str | None) -> Text | None:
        """What a fact of the case puts into a letter; a fault where nobody gave it and the letter is no draft."""
        self.asked.setdefault(path, value)
        if value is None and not self.draft:
            self.faults.setdefault(path, Fault("facts", 0, 0, path, "is missing", "give it in the case, or `--draft`"))
        return None if value is None else Text(literal(value), "given")

    def finish(self) -> None:
        """Raise InputInvalidError that lists each value that is missing, does not fit, or is none of a letter's.

        A file of values may hold more than a letter needs.
        """
        unknown = [
            self.given.fault(name, f"no letter has the fill-in `{name}`", nearest(name, OF_LETTERS))
            for name in self.given
            if name not in OF_LETTERS and name not in self.given.places
        ]
        if unknown or self.faults:
            raise InputInvalidError([*unknown, *self.faults.values()])

    def _given(self, name: str) -> str:
        value = self.given.get(name, "").strip()
        self.asked.setdefault(name, value or None)
        return value

    def _missing(self, name: str, title: str | None = None) -> Text:
        title = title or phrases_in(self.language)[f"fill_{name}"]
        if not self.draft:
            self._fault(name, f"is missing: {title}", f"give `--fill {name}=...`, or `--draft`")
        return Text(furniture_in(self.language)["to_complete"].format(title=title), "blank")

    def _day(self, name: str, value: str) -> str:
        try:
            found = date.fromisoformat(value)
        except ValueError:
            self._fault(name, f"{quoted(value)} is no day", "write YYYY-MM-DD")
            return literal(value)
        if name in PAST and found >= self.after:
            self._fault(name, f"{found.isoformat()} is not before the day of the letter", "name an earlier day")
        if name not in PAST and found <= self.after:
            self._fault(name, f"{found.isoformat()} is not after the day of the letter", "name a later day")
        return day(found, self.language)

    def _fault(self, name: str, message: str, hint: str) -> None:
        self.faults.setdefault(name, self.given.fault(name, message, hint))
