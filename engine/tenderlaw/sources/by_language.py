"""Folders that hold one YAML file a language: which languages there are, and what one of them says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import cast

from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.tree import Data, read_file

__all__ = ["language_file", "languages_in"]


def languages_in(folder: Path) -> tuple[str, ...]:
    """The languages that have a file, by their codes, in order."""
    return tuple(sorted(file.stem for file in folder.glob("*.yaml")))


def language_file(folder: Path, language: str, refused: str) -> Mapping[str, Data]:
    """What the file of a language says, by key.

    Raises InputInvalidError that names the languages there are; `refused` says what there is none of, as words that
    the code of the language follows.
    """
    known = languages_in(folder)
    if language not in known:
        raise InputInvalidError([Fault("language", 0, 0, "", f"{refused} `{language}`", f"known: {', '.join(known)}")])
    return MappingProxyType(cast("dict[str, Data]", read_file(folder / f"{language}.yaml").data))
