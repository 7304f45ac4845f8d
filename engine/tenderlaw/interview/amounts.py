"""Numbers, amounts and days as people write them: read where they can be read in one way, refused where in two."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

__all__ = ["UnreadableError", "day_in", "money_in", "number_in"]

_SPACES: Final = "[ \u00a0\u202f'’]"
_GROUPED: Final = re.compile(rf"[0-9]{{1,3}}({_SPACES}[0-9]{{3}})+(?=[.,]|$)")
_SIGNED: Final = re.compile(r"[0-9][0-9.,]*")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_LONGEST: Final = 40
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_PARTS: Final = re.compile(r"([0-9]{1,2})\s*[./-]\s*([0-9]{1,2})\s*[./-]\s*([0-9]{4})")
_WORDED: Final = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|er|\.)?\s+([^\W\d_]+)\.?,?\s+([0-9]{4})", re.IGNORECASE)
_HINT: Final = "write a day as YYYY-MM-DD"


class UnreadableError(ValueError):
    """What was written is no answer to the question; what would be right stands beside it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def number_in(text: str) -> Decimal:
    """A number: 1000, 1000.50, 1000,50, 1 000,50, 1.000.000, 1,000.50; not 1.000, which may be one or a thousand."""
    said = text.strip()
    plain = re.sub(_SPACES, "", said) if _GROUPED.match(said) else said
    if len(plain) > _LONGEST or not _SIGNED.fullmatch(plain):
        raise UnreadableError(f"`{text}` is not a number", "digits, with a point or a comma before decimals")
    signs = [sign for sign in plain if sign in ".,"]
    if not signs:
        return Decimal(plain)
    last = signs[-1]
    whole, _, rest = plain.rpartition(last)
    if len(set(signs)) == 1:
        if len(signs) == 1 and (plain is not said or len(rest) != 3 or len(whole) > 3 or whole in ("", "0")):
            return _decimal(whole or "0", rest, text)
        if len(signs) == 1:
            hint = f"write {whole}{rest} or {whole}.{rest}0"
            raise UnreadableError(f"`{text}` may be read as {whole}{rest} and as {whole}.{rest}", hint)
        return _grouped(f"{whole}{last}{rest}", last, text)
    other = "." if last == "," else ","
    if signs.count(last) > 1:
        raise UnreadableError(f"`{text}` is not a number", "digits, with a point or a comma before decimals")
    return _decimal(str(_grouped(whole, other, text)), rest, text)


def _grouped(whole: str, sign: str, text: str) -> Decimal:
    if not re.fullmatch(rf"[0-9]{{1,3}}({re.escape(sign)}[0-9]{{3}})+", whole):
        raise UnreadableError(
            f"`{text}` is not a number: its digits are not parted by threes", "write it without signs between thousands"
        )
    return Decimal(whole.replace(sign, ""))


def _decimal(whole: str, rest: str, text: str) -> Decimal:
    if not rest.isdigit() or not whole.isdigit():
        raise UnreadableError(f"`{text}` is not a number", "digits, with a point or a comma before decimals")
    return Decimal(f"{whole}.{rest}")


def money_in(text: str) -> dict[str, str]:
    """An amount with its currency, before or behind it: 1000.50 EUR, EUR 1.000,50."""
    said = text.strip().replace("€", " EUR ").strip()
    words = re.findall(r"[^\W\d_]+", said)
    rest = re.sub(r"[^\W\d_]+", " ", said).strip()
    if len(words) != 1 or not _CURRENCY.fullmatch(words[0].upper()) or not rest:
        hint = "write the amount and the three letters of its currency, such as 1000.00 EUR"
        raise UnreadableError(f"`{text}` is not an amount with its currency", hint)
    try:
        amount = number_in(rest)
    except UnreadableError as error:
        hint = error.hint if error.hint.startswith("write ") else "write it as 1000.00 EUR"
        raise UnreadableError(str(error), hint) from error
    return {"amount": f"{amount:f}", "currency": words[0].upper()}


def day_in(text: str) -> str:
    """A day: 2026-02-01, 1 February 2026, 31.1.2026; not 1.2.2026, which may be in January or in February."""
    said = text.strip()
    if found := _ISO.fullmatch(said):
        return _day(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _WORDED.fullmatch(said):
        month = _months().get(found[2].casefold())
        if month is None:
            raise UnreadableError(f"`{text}` is not a day: `{found[2]}` is no month", _HINT)
        return _day(int(found[3]), month, int(found[1]), text)
    found = _PARTS.fullmatch(said)
    if found is None:
        raise UnreadableError(f"`{text}` is not a day", _HINT)
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    if first != second and first <= 12 and second <= 12:
        one, other = _day(year, second, first, text), _day(year, first, second, text)
        raise UnreadableError(f"`{text}` may be read as {one} and as {other}", f"write {one} or {other}")
    if second > 12:
        first, second = second, first
    return _day(year, second, first, text)


def _day(year: int, month: int, number: int, text: str) -> str:
    try:
        return date(year, month, number).isoformat()
    except ValueError as error:
        raise UnreadableError(f"`{text}` is not a day of the calendar", _HINT) from error


@cache
def _months() -> dict[str, int]:
    """Months by their names in the languages in which people are asked."""
    from babel.dates import get_month_names  # noqa: PLC0415 - babel is heavy

    from tenderlaw.interview.phrases import LANGUAGES  # noqa: PLC0415

    found: dict[str, int] = {}
    for language in LANGUAGES:
        for number, name in get_month_names("wide", locale=language).items():
            found[str(name).casefold()] = int(number)
    return found
