"""Phrases of one file by their short keys, for views that say many of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from tenderlaw.service.pages.phrases import phrases_in

__all__ = ["room_in"]


@lru_cache(maxsize=128)
def room_in(room: str, language: str) -> Mapping[str, str]:
    """The phrases of a file, such as `decisions`, that do not depend on a number."""
    before = f"{room}."
    return {
        key[len(before) :]: phrase
        for key, phrase in phrases_in(language).items()
        if key.startswith(before) and isinstance(phrase, str)
    }
