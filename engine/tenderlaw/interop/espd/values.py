"""The value of one answer, read as its question asks (ESPD-EDM data types; UBL 2 response elements)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from lxml import etree
from pydantic import ValidationError

from tenderlaw.facts.base import Money
from tenderlaw.interop.espd.document import children, content, quoted, text

__all__ = ["Period", "Value", "read_day", "read_values", "words"]

MAX_TEXT: Final = 10_000


@dataclass(frozen=True, slots=True)
class Period:
    """A period between two days, both included; an end that is not given is unknown."""

    start: date | None
    """First day."""
    end: date | None
    """Last day."""


Value: TypeAlias = bool | date | Money | Period | str
"""What an answer says."""

_ELEMENTS: Final = {
    "INDICATOR": "cac:ResponseValue/cbc:ResponseIndicator",
    "DATE": "cac:ResponseValue/cbc:ResponseDate",
    "DESCRIPTION": "cac:ResponseValue/cbc:Description",
    "AMOUNT": "cac:ResponseValue/cbc:ResponseAmount",
    "CODE_COUNTRY": "cac:ResponseValue/cbc:ResponseCode",
    "CODE": "cac:ResponseValue/cbc:ResponseCode",
    "PERIOD": "cac:ApplicablePeriod",
    "EVIDENCE_IDENTIFIER": "cac:EvidenceSupplied/cbc:ID",
}
_ASKED: Final = {
    "INDICATOR": "`true` or `false`",
    "DATE": "a day",
    "DESCRIPTION": "text",
    "AMOUNT": "an amount with its currency",
    "CODE_COUNTRY": "a country code",
    "CODE": "a code",
    "PERIOD": "a period",
    "EVIDENCE_IDENTIFIER": "the identifier of an evidence",
}
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
_AMOUNT: Final = re.compile(r"\+?\d{1,20}(?:\.\d{0,20})?", re.ASCII)


def read_values(response: etree._Element, kind: str) -> tuple[list[Value], list[str]]:
    """Read the values of one `cac:TenderingCriterionResponse` to a question of `kind`, and what is wrong.

    An empty element says nothing. A value of another kind, or one that cannot be read, is reported and left
    out. Types of data that no exclusion criterion uses give no values.
    """
    if kind not in _ELEMENTS:
        return [], []
    values: list[Value] = []
    problems: list[str] = []
    found = list(children(response, _ELEMENTS[kind]))
    for element in found:
        if not content(element) and not any(content(child) for child in element):
            continue
        value = _READERS[kind](element)
        if value is None:
            problems.append(f"the answer {_shown(element)} was ignored: the question asks for {_ASKED[kind]}")
        else:
            values.append(value)
    others = sorted(path for path in set(_ELEMENTS.values()) - {_ELEMENTS[kind]} if _filled(response, path))
    if not found and others:
        name = others[0].rsplit(":", 1)[1] if others[0].startswith("cac:ResponseValue") else others[0][4:]
        problems.append(f"the answer in `{name}` was ignored: the question asks for {_ASKED[kind]}")
    return values, problems


def _filled(response: etree._Element, path: str) -> bool:
    return any(content(element) or len(element) for element in children(response, path))


def _shown(element: etree._Element) -> str:
    if len(element):
        return quoted(" to ".join(content(child) for child in element if isinstance(child.tag, str)))
    currency = element.get("currencyID")
    return quoted(f"{content(element)} {currency}" if currency else content(element))


def read_day(written: str) -> date | None:
    """Read a day as XML Schema writes it, a time zone left aside; none for anything else."""
    match = _DAY.fullmatch(written.strip())
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def words(*parts: str | None) -> str | None:
    """Text for people: what is not empty, joined by semicolons and cut to the length that facts allow."""
    joined = "; ".join(dict.fromkeys(part.strip() for part in parts if part and part.strip()))
    return (joined if len(joined) <= MAX_TEXT else f"{joined[: MAX_TEXT - 3]}...") or None


def _indicator(element: etree._Element) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(content(element))


def _money(element: etree._Element) -> Money | None:
    amount, currency = content(element), element.get("currencyID") or ""
    try:
        return Money.model_validate({"amount": amount, "currency": currency}) if _AMOUNT.fullmatch(amount) else None
    except ValidationError:
        return None


def _period(element: etree._Element) -> Period | None:
    days = []
    for path in ("cbc:StartDate", "cbc:EndDate"):
        written = text(element, path)
        day = read_day(written)
        if written and day is None:
            return None
        days.append(day)
    start, end = days
    if (start is None and end is None) or (start and end and end < start):
        return None
    return Period(start, end)


def _day(element: etree._Element) -> date | None:
    return read_day(content(element))


def _text(element: etree._Element) -> str | None:
    return words(content(element))


_READERS: Final[dict[str, Callable[[etree._Element], Value | None]]] = {
    "INDICATOR": _indicator,
    "DATE": _day,
    "DESCRIPTION": _text,
    "AMOUNT": _money,
    "CODE_COUNTRY": _text,
    "CODE": _text,
    "PERIOD": _period,
    "EVIDENCE_IDENTIFIER": _text,
}
