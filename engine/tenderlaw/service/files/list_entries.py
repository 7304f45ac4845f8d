"""Entries of lists among the facts of a file: which entry of which list each is, and by what it is known again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import orjson

from tenderlaw.interop.listings import ListingRow
from tenderlaw.service.files.places import Plain
from tenderlaw.sources.canonical import digest

__all__ = ["entry_digest", "key_of", "row_plain"]


def key_of(listing: Mapping[str, object]) -> str:
    """List and entry in one word; of one of which only the list is known, the list alone."""
    return f"{listing.get('list')}/{listing.get('entry') or ''}"


def row_plain(row: ListingRow) -> Plain:
    """All that an entry of a list says, wherever in its file it stands."""
    return cast("Plain", orjson.loads(orjson.dumps(replace(row, line=0))))


def entry_digest(listing: object, listed: Mapping[str, str]) -> str:
    """The digest of an entry as the list had it when it was searched, or of what the facts say of it."""
    held = cast("Plain", listing)
    return listed.get(key_of(held)) or digest(held)
