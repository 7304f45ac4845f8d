"""What a file of a word processor says of itself: the manifest as properties, languages as they are tagged."""

from __future__ import annotations

import re
from typing import Final

from tenderlaw.documents.model import Manifest

__all__ = ["custom_values", "locale_of"]

_REGIONS: Final = {"en": "en-GB", "fr": "fr-FR", "de": "de-DE", "es": "es-ES", "nl": "nl-NL"}
_LONGEST: Final = 255


def locale_of(language: str) -> str:
    """The language tag that word processors know, such as en-GB."""
    return _REGIONS.get(language, language)


def custom_values(manifest: Manifest) -> dict[str, str]:
    """The manifest as names and values of custom properties, none too long for a word processor."""
    values = {
        "tenderlaw decision": manifest.decision,
        "tenderlaw as of": manifest.as_of.isoformat(),
        "tenderlaw language": manifest.language,
        "tenderlaw engine": manifest.engine_version,
        "tenderlaw facts": manifest.facts,
    }
    for name, value in (("values", manifest.values), ("wording", manifest.wording)):
        if value is not None:
            values[f"tenderlaw {name}"] = value
    for name, clauses in (("added", manifest.added), ("left out", manifest.left_out)):
        if clauses:
            values[f"tenderlaw {name}"] = ", ".join(clauses)
    for kind, entries in (("pack", manifest.packs), ("clause", manifest.clauses)):
        for name, version, digest in entries:
            values[f"tenderlaw {kind} {name}"] = f"{version} sha256:{digest}"
    return {_plain(name): _plain(value) for name, value in values.items()}


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)[:_LONGEST]
