"""Which files a path names: itself, or every file of a folder and the folders in it; and what is not read, by name.

A folder that Spark wrote says in its name (`country=SE`) what all suppliers below it have in common.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote

from tenderlaw.sources.doors import is_folder
from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.free_places import in_text
from tenderlaw.sources.printing import printable

__all__ = ["ENDINGS", "File", "Found", "files_of"]

ENDINGS: Final = (".parquet", ".csv", ".tsv", ".jsonl", ".ndjson")
_NOTHING: Final = "__HIVE_DEFAULT_PARTITION__"
"""In the name of a folder: not known."""
_REFUSED: Final[Mapping[str, tuple[str, str]]] = {
    "_temporary": ("holds what a job of Spark is still writing", "wait for the job, or remove `_temporary`"),
    "_delta_log": ("is a table of Delta Lake, of whose files only some are its rows", "write the table as Parquet"),
    ".hoodie": ("is a table of Hudi, of whose files only some are its rows", "write the table as Parquet"),
}
"""Folders within a folder whose files are not simply its rows."""
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class File:
    """A file of suppliers."""

    path: Path
    name: str
    """Its path within the folder that was given, or its name."""
    facts: Mapping[str, str | None] = field(default_factory=lambda: MappingProxyType({}))
    """What the folders around it say of all its suppliers, by column; None where it is not known."""

    @property
    def kind(self) -> str:
        """Its ending, in lower case."""
        return self.path.suffix.lower()


@dataclass(slots=True)
class Found:
    """The files of a path."""

    files: list[File] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def not_read(self) -> list[str]:
        """Every file of the folder that is not read."""
        return sorted(map(printable, [*self.hidden, *self.others]))

    def remarks(self, path: Path) -> Iterator[Fault]:
        """What is not read, in a line for each reason."""
        endings = ", ".join(ENDINGS)
        for names, what in ((self.hidden, "hidden"), (self.others, f"ends in none of {endings}")):
            if names:
                shown = ", ".join(f"`{name}`" for name in sorted(names)[:_SHOWN])
                more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
                yield Fault(str(path), 0, 0, "", f"not read: {shown}{more} ({what})")


def files_of(path: Path) -> Found:
    """The file, or every file of a folder, by name. Raises InputInvalidError for a folder without any."""
    found = Found()
    if not is_folder(path):
        if path.suffix.lower() not in ENDINGS:
            raise InputInvalidError([Fault(str(path), 0, 0, "", f"must end in {', '.join(ENDINGS)}")])
        found.files.append(File(path, path.name))
        return found
    try:
        _look_into(path, path, {}, found)
    except OSError as error:
        raise InputInvalidError([Fault(str(path), 0, 0, "", f"cannot be read: {error.strerror or error}")]) from error
    found.files.sort(key=lambda file: file.name)
    if not found.files:
        message = f"holds no file ending in {', '.join(ENDINGS)}"
        hint = f"not read: {', '.join(found.not_read[:_SHOWN])}" if found.not_read else ""
        raise InputInvalidError([Fault(str(path), 0, 0, "", message, hint)])
    return found


def _look_into(folder: Path, top: Path, facts: Mapping[str, str | None], found: Found) -> None:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path, name = Path(entry.path), Path(entry.path).relative_to(top).as_posix()
        if entry.name in _REFUSED and entry.is_dir():
            raise InputInvalidError([Fault(str(folder), 0, 0, "", *_REFUSED[entry.name])])
        if entry.name[0] in "._":
            found.hidden.append(name)
        elif entry.is_dir():
            if entry.is_symlink():  # it may lead back to here
                raise InputInvalidError(
                    [Fault(str(path), 0, 0, "", "is a link to a folder", "name that folder itself")]
                )
            _look_into(path, top, {**facts, **_said_by(path)}, found)
        elif path.suffix.lower() in ENDINGS:
            in_text([path])
            found.files.append(File(path, name, MappingProxyType(dict(facts))))
        else:
            found.others.append(name)


def _said_by(folder: Path) -> dict[str, str | None]:
    """What the name of a folder says, if it is of the form `column=value`."""
    column, equals, value = folder.name.partition("=")
    return {unquote(column): None if value == _NOTHING else unquote(value)} if equals and column else {}
