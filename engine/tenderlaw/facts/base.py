"""The kinds of value that facts are made of, and the strict frozen model that all facts share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints, WithJsonSchema

from tenderlaw.sources.printing import UNWRITABLE, printable
from tenderlaw.sources.worked_out import worked_out

__all__ = [
    "OPEN",
    "WRITTEN",
    "Amount",
    "BeginDay",
    "Begins",
    "Code",
    "Country",
    "Currency",
    "Day",
    "Declared",
    "FactPath",
    "Facts",
    "InCatalogue",
    "Informs",
    "Items",
    "MayBeOpen",
    "Money",
    "Name",
    "OfPortions",
    "Offence",
    "OpenDay",
    "Record",
    "State",
    "Text",
    "Unsettled",
    "Valuation",
    "Words",
]

OPEN: Final = date.max
"""The last day of something that has not ended; written `open` in YAML and JSON."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AMOUNT = re.compile(r"[-+]?[0-9]{1,40}(\.[0-9]{0,40})?([eE][-+]?[0-9]{1,3})?")


class Facts(BaseModel):
    """Base of every fact: strict, frozen, no unknown field. A field left out, or null, is unknown."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        revalidate_instances="always",  # `model_copy` and `model_construct` check nothing
        ignored_types=(worked_out,),
        defer_build=True,  # most models are validated only within another, and none of them is made for itself
    )


def _day(value: object) -> object:
    if isinstance(value, str):
        if not _DAY.fullmatch(value):
            raise ValueError("a day is written YYYY-MM-DD")
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValueError(f"`{value}` is not a day of the calendar") from error
    return value


def _open_day(value: object) -> object:
    return OPEN if value == "open" else _day(value)


def _amount(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("an amount is a number")
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, str):
        if not _AMOUNT.fullmatch(value):  # Decimal would take spaces, underscores and the digits of any script
            raise ValueError(f"`{printable(value)}` is not an amount")
        return Decimal(value)
    return value


def _listed(value: object) -> object:
    """A list as a tuple; what is used up by reading it once, or has no order, is no list."""
    return tuple(value) if isinstance(value, list) else value


def _write_open(value: date) -> str:
    return "open" if value == OPEN else value.isoformat()


Day = Annotated[date, BeforeValidator(_day)]
"""A calendar day, ISO 8601 (`2025-02-01`)."""


@dataclass(frozen=True, slots=True)
class Begins:
    """Marks a day on which something comes to be: before it, it was not there.

    A day that is not given says nothing: what is given has begun, unless a day says otherwise. No such mark for the
    end of something, for a deadline, or for a day that only decides which law counts.
    """

    facts: tuple[str, ...] = ()
    """The facts beside it that begin on the day, or the day itself; none where the whole entry begins."""


BeginDay = Annotated[Day, Begins()]
"""A day on which the entry that holds it comes to be, such as that of a judgment or of an event."""


class MayBeOpen:
    """Marks the last day of something that may not have ended."""


OpenDay = Annotated[
    date,
    MayBeOpen,
    BeforeValidator(_open_day, json_schema_input_type=str),
    PlainSerializer(_write_open, return_type=str, when_used="json"),
]
"""A calendar day, or `open` for what has not ended."""

_BOUNDS: Final = {"ge": 0, "max_digits": 20, "decimal_places": 4}

Amount = Annotated[
    Decimal,
    # next to the type, where the compiled core of pydantic checks the bounds; the schema says them again
    Field(ge=0, max_digits=20, decimal_places=4, allow_inf_nan=False),
    BeforeValidator(_amount),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string"}], **_BOUNDS}, mode="validation"),
    WithJsonSchema({"type": "string", **_BOUNDS}, mode="serialization"),
]
"""An exact, finite, non-negative decimal."""

_RATE: Final = {"gt": 0, "max_digits": 20, "decimal_places": 10}
Rate = Annotated[
    Decimal,
    Field(gt=0, max_digits=20, decimal_places=10, allow_inf_nan=False),
    BeforeValidator(_amount),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string"}], **_RATE}, mode="validation"),
    WithJsonSchema({"type": "string", **_RATE}, mode="serialization"),
]
"""An exact, finite decimal above zero with ten places, for what one unit is worth: nothing is worth nothing."""

# two capitals, but for the two pairs that ISO has set aside for lists with codes of their own: nobody finds them there
_STATE: Final = r"^([A-DF-TV-Z][A-Z]|E[A-KM-Z]|U[A-JL-Z])$"
_COUNTRY: Final = _STATE.replace("$", "(-[A-Z0-9]{1,3})?$")
_CURRENCY: Final = r"^[A-Z]{3}$"
_CODE: Final = r"^[a-z0-9][a-z0-9.-]*$"
_NAME: Final = r"^[a-z]+(_[a-z0-9]+)*$"
_NAMES: Final = r"^[a-z]+(_[a-z0-9]+)*(\.[a-z]+(_[a-z0-9]+)*)*$"
_WRITABLE: Final = f"^[^{UNWRITABLE}]*$"
WRITTEN: Final[Mapping[str, str]] = {
    _STATE: "must be the two capitals of a country as ISO 3166 has them, not as the publications of the Union do",
    _COUNTRY: (
        "must be the two capitals of a country, or these with a hyphen and the code of a part of it, as ISO 3166 has "
        "them and not as the publications of the Union do"
    ),
    _CURRENCY: "must be the three capitals of a currency (ISO 4217)",
    _CODE: "must be an identifier in lower case: letters, digits, dots and hyphens",
    _NAME: "must be the name of a fact: words in lower case, joined by `_`",
    _WRITABLE: "holds a control character or a non-character (such as U+0000, U+FFFE), which no document can show",
    _NAMES: "must be the path of a fact: names in lower case, joined by dots",
}
"""What each way of writing asks for, in words, by its pattern."""

Country = Annotated[str, StringConstraints(pattern=_COUNTRY)]
"""ISO 3166-1 alpha-2 code, or an ISO 3166-2 subdivision such as `GB-SCT`."""

State = Annotated[str, StringConstraints(pattern=_STATE)]
"""ISO 3166-1 alpha-2 code of a whole country."""

Record: TypeAlias = dict[str, object]
"""Facts as plain data, by their names; what is unknown is left out."""

Currency = Annotated[str, StringConstraints(pattern=_CURRENCY)]
"""ISO 4217 code."""

Code = Annotated[str, StringConstraints(pattern=_CODE, max_length=120)]
"""An identifier of a pack, such as an offence or a statement kind: lower case, digits, dots and hyphens."""


Name = Annotated[str, StringConstraints(pattern=_NAME, max_length=80)]
"""The name of a fact, as cases and conditions write it."""

FactPath = Annotated[str, StringConstraints(pattern=_NAMES)]
"""Names that lead to a fact, joined by dots."""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Marks a fact of which some words say that it is not settled: whoever asks for another word does not know."""

    words: tuple[str, ...]


class InCatalogue:
    """Marks a code that packs order in a catalogue and a taxonomy, such as an offence."""


Offence = Annotated[Code, InCatalogue()]
"""An offence or a category of a pack's catalogue."""


@dataclass(frozen=True, slots=True)
class Declared:
    """Marks a fact that a pack declares."""

    usually: bool | str | None = None
    """What it nearly always is, for suppliers that are made up."""


class OfPortions:
    """Marks a truth about a whole: where the whole is so, each of its portions is that does not say otherwise."""


class Informs:
    """Marks a fact that only informs people: no rule reads it, and nobody misses it among those that were read."""


Text = Annotated[str, StringConstraints(min_length=1, max_length=10_000, pattern=_WRITABLE), Informs()]
"""Words for people; no rule reads them."""

Words = Annotated[str, StringConstraints(min_length=1, max_length=10_000, pattern=_WRITABLE)]
"""Words that something compares: an identifier as issued, the name of a lot, a code of a classification."""

T = TypeVar("T")
Items = Annotated[tuple[T, ...], BeforeValidator(_listed)]
"""A list in YAML and JSON; empty means that there is none, absent that nobody knows."""


class Money(Facts):
    """An amount of one currency. Amounts of different currencies compare by a rate that is given, or not at all."""

    amount: Amount
    """The amount, in units of the currency (euro, not cent)."""
    currency: Currency
    """ISO 4217 code, such as EUR."""


class Valuation(Facts):
    """One value on both VAT bases, for thresholds that say on which they count."""

    excluding_vat: Money | None = None
    """Without VAT."""
    including_vat: Money | None = None
    """With VAT."""
