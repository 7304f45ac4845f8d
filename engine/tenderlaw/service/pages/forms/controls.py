"""How a question is put on a page: which control, its options, and how what was typed becomes an answer.

Every question can be answered with "not known yet", which is neither no nor none. An answer that is typed wrong is
refused with the reason at its field; what was typed stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from tenderlaw.facts.questions import Choice, Question
from tenderlaw.service.pages.forms.errors import FormInvalidError
from tenderlaw.service.pages.forms.typed import Typed, amount_in, country_code, currency_in, day_in, typed_day
from tenderlaw.service.pages.phrases import said

__all__ = [
    "ADD",
    "ANSWER",
    "NONE",
    "UNKNOWN",
    "Answer",
    "Control",
    "ControlKind",
    "control_of",
    "read",
    "read_if_any",
    "typed_of",
]

ControlKind: TypeAlias = Literal[
    "truth", "choose", "pick", "day", "money", "valuation", "number", "country", "countries", "line", "lines", "list",
]  # fmt: skip
ANSWER: Final = "answer"
"""The field of the answer where a page asks one question."""
UNKNOWN: Final = "unknown"
NONE: Final = "none"
ADD: Final = "add"
_OPEN: Final = "open"
_AMOUNT_WITH_CURRENCY: Final = re.compile(r"([A-Za-z]{3})?\s*([0-9][^A-Za-z]*)([A-Za-z]{3})?")
_MOST_TO_SEE: Final = 20
"""More options than these are a list to pick from."""
_LONGEST: Final = 10_000
_TRUTH: Final = {"yes": True, "no": False}
_BASES: Final = ("excluding_vat", "including_vat")
_CONTROLS: Final[Mapping[str, ControlKind]] = {
    "truth": "truth", "day": "day", "money": "money", "valuation": "valuation", "number": "number",
    "country": "country", "countries": "countries", "words": "lines", "text": "lines", "word": "line", "list": "list",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered."""

    word: Literal["value", "unknown", "none", "add"]
    """`none` of a list that has no (further) entry, `add` of one that has one more."""
    value: object = None


@dataclass(frozen=True, slots=True)
class Control:
    """A question as a page shows it."""

    kind: ControlKind
    question: Question
    options: tuple[Choice, ...] = ()
    another: bool = False
    """Of a list that has entries: whether it is asked for one more."""
    may_be_none: bool = False
    name: str = ANSWER
    """The field of the answer, and the beginning of the names of its parts."""

    @property
    def unknown_name(self) -> str:
        """The field that says that it is not known, where the answer is typed."""
        return UNKNOWN if self.name == ANSWER else f"{self.name}-{UNKNOWN}"

    @property
    def none_name(self) -> str:
        """The field that says that there is none, where the answer is typed."""
        return NONE if self.name == ANSWER else f"{self.name}-{NONE}"

    @property
    def typed(self) -> bool:
        """Whether the answer is typed, so that "not known" stands beside it as a box of its own."""
        return self.kind not in ("truth", "choose", "list")


def control_of(question: Question, *, another: bool = False, may_be_none: bool = False, name: str = ANSWER) -> Control:
    """The control for a question; `name` tells it from others on the same page."""
    options = question.choices
    kind = _CONTROLS.get(question.kind)
    if kind is None:
        kind = "line" if not options else "choose" if len(options) <= _MOST_TO_SEE else "pick"
    return Control(kind, question, options, another, may_be_none, name)


def read(control: Control, typed: Typed, language: str) -> Answer:
    """What was answered. Raises FormInvalidError where nothing was, or what no answer is."""
    found = read_if_any(control, typed, language)
    if found is None:
        raise FormInvalidError(_first_field(control), said(_missing(control), language))
    return found


def read_if_any(control: Control, typed: Typed, language: str) -> Answer | None:
    """What was answered; None where nothing was. Raises FormInvalidError for what no answer is."""
    if not control.typed:
        word = typed.get(control.name, "")
        return _chosen(control, word, language) if word else None
    unknown = typed.get(control.unknown_name) == UNKNOWN
    none = control.may_be_none and typed.get(control.none_name) == NONE
    value = _value(control, typed, language)
    if unknown + none + (value is not None) > 1:
        raise FormInvalidError(control.name, said("errors.both", language))
    if unknown or none:
        return Answer("unknown" if unknown else "none")
    return None if value is None else Answer("value", value)


def typed_of(control: Control, value: object) -> dict[str, str]:
    """What would have been typed for a value that is given: for changing it."""
    name = control.name
    if value is None:
        return {}
    match control.kind:
        case "truth":
            return {name: "yes" if value is True else "no"}
        case "day":
            return {f"{name}-{_OPEN}": _OPEN} if value == _OPEN else typed_day(value, name)
        case "money":
            return _typed_money(value, name)
        case "valuation":
            held = value if isinstance(value, Mapping) else {}
            return {
                part: text for base in _BASES for part, text in _typed_money(held.get(base), f"{name}-{base}").items()
            }
        case "lines" | "countries" if isinstance(value, Sequence) and not isinstance(value, str):
            if not value:
                return {control.none_name: NONE}
            return {name: "\n".join(map(str, value))}
        case "list":
            return {name: NONE} if value == [] else {}
        case _:
            return {name: str(value)}


def _chosen(control: Control, word: str, language: str) -> Answer:
    if word == UNKNOWN:
        return Answer("unknown")
    if control.kind == "truth" and word in _TRUTH:
        return Answer("value", _TRUTH[word])
    if control.kind == "list" and word in (ADD, NONE):
        return Answer("add" if word == ADD else "none")
    if control.kind == "choose" and word in [one.word for one in control.options]:
        return Answer("value", word)
    raise FormInvalidError(control.name, said("errors.choice_none", language))


def _value(control: Control, typed: Typed, language: str) -> object:
    """What was typed; None where nothing was."""
    name = control.name
    text = typed.get(name, "").strip()
    match control.kind:
        case "day":
            return _day(control, typed, language)
        case "money":
            return _money(typed, name, language)
        case "valuation":
            found = {base: _money(typed, f"{name}-{base}", language) for base in _BASES}
            return {base: one for base, one in found.items() if one is not None} or None
        case "number":
            return _number(text, name, language) if text else None
        case "country":
            besides = {one.word: one.word for one in control.options} | {one.title: one.word for one in control.options}
            return None if not text else besides.get(text) or country_code(text, name, language)
        case "countries":
            return [country_code(one, name, language) for one in _lines(text, split_commas=True)] or None
        case "pick":
            if text and text not in [one.word for one in control.options]:
                raise FormInvalidError(control.name, said("errors.choice_none", language))
            return text or None
        case "lines" if control.question.kind == "words":
            return _lines(text, split_commas=False) or None
        case _:
            if len(text) > _LONGEST:
                raise FormInvalidError(control.name, said("errors.text_long", language, most=_LONGEST))
            return text or None


def _number(text: str, name: str, language: str) -> object:
    plain = amount_in(text, name, language)
    return int(plain) if "." not in plain else plain


def _day(control: Control, typed: Typed, language: str) -> str | None:
    day = day_in(typed, control.name, language)
    if control.question.may_be_open and typed.get(f"{control.name}-{_OPEN}") == _OPEN:
        if day is not None:
            raise FormInvalidError(control.name, said("errors.both_open", language))
        return _OPEN
    return day


def _money(typed: Typed, name: str, language: str) -> dict[str, object] | None:
    amount, currency = (typed.get(f"{name}-{part}", "").strip() for part in ("amount", "currency"))
    if not amount and not currency:
        return None
    if not currency and (both := _AMOUNT_WITH_CURRENCY.fullmatch(amount)):
        before, amount, after = both.groups("")
        currency = before + after
    if not amount:
        raise FormInvalidError(f"{name}-amount", said("errors.amount_missing", language))
    if not currency:
        raise FormInvalidError(f"{name}-currency", said("errors.currency_missing", language))
    return {
        "amount": amount_in(amount, f"{name}-amount", language),
        "currency": currency_in(currency, f"{name}-currency", language),
    }


def _typed_money(value: object, name: str) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {}
    return {f"{name}-{part}": str(value.get(part, "")) for part in ("amount", "currency")}


def _lines(text: str, *, split_commas: bool) -> list[str]:
    plain = text.replace(",", "\n").replace(";", "\n") if split_commas else text
    return [one.strip() for one in plain.splitlines() if one.strip()]


def _first_field(control: Control) -> str:
    match control.kind:
        case "day":
            return f"{control.name}-day"
        case "money":
            return f"{control.name}-amount"
        case "valuation":
            return f"{control.name}-{_BASES[0]}-amount"
        case _:
            return control.name


def _missing(control: Control) -> str:
    if not control.typed:
        return "errors.answer_missing"
    return "errors.day_needed" if control.kind == "day" else "errors.text_missing"
