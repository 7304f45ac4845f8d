"""The register of subcontractors as it is exchanged: entries without regard to how they are written down.

An entry is one undertaking that works or supplies for the contract, at one of its sites, for one buyer in the chain.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Final, cast

from tenderlaw.facts.operator import Identifier
from tenderlaw.interop.identifiers import key_of, own_key
from tenderlaw.interop.numbers import number_in, plain
from tenderlaw.interop.schemes import scheme_of
from tenderlaw.sources.tree import Data

__all__ = [
    "COMPLETE",
    "REGISTER",
    "Register",
    "RegisterEntry",
    "besides",
    "called",
    "entries_of",
    "identifier_of",
    "keys_of_entry",
]

REGISTER: Final = "subcontractors"
COMPLETE: Final = "subcontractors_complete"
"""What the facts of an operator are called."""
_SCHEME: Final = re.compile("[^a-z0-9.]+")


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """What the register says of one subcontractor; what it does not say is None."""

    name: str | None = None
    tier: Decimal | None = None
    address: str | None = None
    country: str | None = None
    register_number: str | None = None
    site: str | None = None
    supplied: str | None = None
    goods: tuple[str, ...] | None = None
    engaged_by: str | None = None

    @property
    def facts(self) -> dict[str, object]:
        """The entry as the facts of a case have it: numbers as text, lists as lists."""
        held = {field.name: getattr(self, field.name) for field in fields(self)}
        written = {name: _written(value) for name, value in held.items()}
        return {name: value for name, value in written.items() if value is not None}

    @property
    def data(self) -> dict[str, Data]:
        """The same as files have it: a tier that is a whole number as one."""
        facts, tier = cast("dict[str, Data]", self.facts), self.tier
        return facts if tier is None or tier != tier.to_integral_value() else {**facts, "tier": int(tier)}

    @property
    def order(self) -> tuple[str, ...]:
        """Where it stands among others, whatever their order was: by what it says, tier and name first."""
        exact = "" if self.tier is None else f"{self.tier.normalize():f}"
        tier = "" if self.tier is None else f"{self.tier:012.3f}"
        rest = (self.name, self.country, self.address, self.register_number, self.site, self.supplied, self.engaged_by)
        goods = "" if self.goods is None else "+" + "\x1f".join(self.goods)
        return tier, *("" if one is None else f"+{one}" for one in rest), goods, exact


@dataclass(frozen=True, slots=True)
class Register:
    """Entries, whether they are all, and what a file held that no fact of a case holds."""

    entries: tuple[RegisterEntry, ...] | None = None
    """Empty where there are no subcontractors; None where nobody says."""
    complete: str | None = None
    """`yes`, `no` or `unknown-to-the-bidder`, as the facts have it."""
    passed_over: tuple[str, ...] = ()


def _written(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return list(value) if isinstance(value, tuple) else value


def entries_of(operator: Mapping[str, object]) -> tuple[RegisterEntry, ...] | None:
    """The entries that the facts of an operator hold, in their order; None where there is no register."""
    given = operator.get(REGISTER)
    if given is None:
        return None
    names = [field.name for field in fields(RegisterEntry)]
    held = [cast("Mapping[str, object]", one) for one in cast("Sequence[object]", given)]
    return tuple(_entry({name: one.get(name) for name in names}) for one in held)


def _entry(given: Mapping[str, object]) -> RegisterEntry:
    goods, tier = given["goods"], given["tier"]
    words = None if goods is None else tuple(map(str, cast("Iterable[object]", goods)))
    number = None if tier is None else Decimal(str(tier))
    rest = {name: value for name, value in given.items() if name not in ("goods", "tier")}
    return RegisterEntry(**cast("dict[str, str | None]", rest), goods=words, tier=number)


def besides(known: Iterable[RegisterEntry], more: Iterable[RegisterEntry]) -> list[RegisterEntry]:
    """Of more entries those that are not known already; each known one stands for one of its like."""
    left, found = Counter(known), list[RegisterEntry]()
    for entry in more:
        if left[entry]:
            left[entry] -= 1
        else:
            found.append(entry)
    return found


def called(name: str) -> str:
    """A name without regard to case, width and spaces: by what a register says who engages whom."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def identifier_of(entry: RegisterEntry) -> Identifier | None:
    """The register number as an identifier: of the scheme that its first word names, or of its country's register."""
    number = entry.register_number
    if number is None or number_in(number) is None:  # `n/a` is no number
        return None
    first, _, rest = number.strip().partition(" ")
    word = first.rstrip(":")
    if rest.strip() and scheme_of(word):
        return Identifier(scheme=_SCHEME.sub("-", word.lower()).strip("-."), value=rest.strip())
    return Identifier(scheme="national-register", value=number.strip())


def keys_of_entry(entry: RegisterEntry) -> tuple[str | None, str | None]:
    """By what an entry is the same undertaking as another: a number that stood its check, and one that did not."""
    one = identifier_of(entry)
    if one is None:
        return None, None
    checked = own_key(one.scheme, one.value, entry.country)
    loose = key_of(one.scheme, one.value, entry.country) or f"?:{entry.country}:{plain(one.value)}"
    return checked, loose
