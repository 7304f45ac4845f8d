"""What schemes of identifiers are called: by people, by agencies, by other standards."""

from __future__ import annotations

from functools import lru_cache

from tenderlaw.interop.registers import registers, spaced

__all__ = ["country_of_scheme", "scheme_of"]


@lru_cache(maxsize=4096)
def scheme_of(*words: str | None) -> str | None:
    """The scheme that the first word names that names one: of an identifier, its agency, a register.

    None where none does. A code such as `xx-kvk` is the register of the country with which it begins.
    """
    known = registers().scheme_words
    for word in words:
        name = spaced(word or "")
        country, rest = _parted(name)
        found = known.get(name) or (known.get(rest, "national-register") if country else None)
        if found:
            return found
    return None


@lru_cache(maxsize=4096)
def country_of_scheme(scheme: str) -> str | None:
    """The country whose register a scheme such as `xx-kvk` is."""
    name = spaced(scheme)
    return None if name in registers().scheme_words else _parted(name)[0]


def _parted(name: str) -> tuple[str | None, str]:
    """A country, and the scheme or the code of the register behind it."""
    held = registers()
    country, _, rest = name.partition(" ")
    known = len(country) == 2 and country.isalpha() and (rest in held.register_codes or rest in held.scheme_words)
    return (country.upper() if known else None), rest
