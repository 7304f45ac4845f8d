"""Sets of packs as decisions name them: kept whole in the database, so that any decision can be made again.

An archive holds the files of every pack, policy and clause of a set, byte for byte; its name is the digest that the set
has for whoever decides by it.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

import orjson
from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from tenderlaw.record.faults import TamperedError
from tenderlaw.sources.canonical import canonical
from tenderlaw.sources.faults import Fault
from tenderlaw.store import tables
from tenderlaw.store.moments import moment_text, utc_now

__all__ = ["Unpacked", "archive_of", "is_kept", "keep", "unpacked"]

_ROOMS: Final = ("packs", "policies", "clauses")
_LARGEST: Final = 256 * 2**20
"""Bytes of an archive, unpacked; ours have eight million."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The folders of a set, as `load_found`, `load_library` and the like take them."""

    packs: Mapping[str, Path]
    policies: Mapping[str, Path]
    clauses: tuple[Path, ...]


def archive_of(packs: Mapping[str, Path], policies: Mapping[str, Path], clauses: Iterable[Path]) -> bytes:
    """The archive of packs and policies by id, and of folders of clauses; the same files, the same bytes."""
    numbered = {f"{number:03}": folder for number, folder in enumerate(clauses)}
    rooms = zip(_ROOMS, (packs, policies, numbered), strict=True)
    files = {name: content for room, folders in rooms for name, content in _files(room, folders)}
    return zlib.compress(canonical(files), 6)


def keep(connection: Connection, digest: str, archive: bytes) -> None:
    """Keep an archive under the digest of its set; one that is kept already stays as it is."""
    insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    row = {"digest": digest, "archive": archive, "created_at": moment_text(utc_now())}
    connection.execute(insert(tables.pack_set).values(row).on_conflict_do_nothing())


def is_kept(connection: Connection, digest: str) -> bool:
    """Whether a set is kept."""
    column = tables.pack_set.c
    return connection.execute(select(column.digest).where(column.digest == digest)).first() is not None


def unpacked(connection: Connection, digest: str, into: Path) -> Unpacked | None:
    """Write the files of a set into an empty folder; None where it is not kept.

    Raises TamperedError where the archive is none; whether its packs are those of then, their own digests say.
    """
    column = tables.pack_set.c
    archive = connection.execute(select(column.archive).where(column.digest == digest)).scalar()
    if archive is None:
        return None
    for name, content in _content(archive, digest).items():
        place = PurePosixPath(name)
        if place.is_absolute() or ".." in place.parts or len(place.parts) < 3 or place.parts[0] not in _ROOMS:
            raise _broken(digest)
        file = into.joinpath(*place.parts)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    folders = {room: into / room for room in _ROOMS}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    found = {room: {one.name: one for one in sorted(folder.iterdir())} for room, folder in folders.items()}
    return Unpacked(found["packs"], found["policies"], tuple(found["clauses"].values()))


def _files(room: str, folders: Mapping[str, Path]) -> Iterator[tuple[str, str]]:
    for name, folder in folders.items():
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                inside = file.relative_to(folder).as_posix()
                yield f"{room}/{name}/{inside}", base64.b64encode(file.read_bytes()).decode()


def _content(archive: bytes, digest: str) -> dict[str, bytes]:
    try:
        unzip = zlib.decompressobj()
        files = orjson.loads(unzip.decompress(archive, _LARGEST))
        if not unzip.eof:
            raise _broken(digest)
        return {str(name): base64.b64decode(text, validate=True) for name, text in files.items()}
    except (zlib.error, orjson.JSONDecodeError, ValueError, AttributeError) as error:
        raise _broken(digest) from error


def _broken(digest: str) -> TamperedError:
    return TamperedError([Fault("pack_set", 0, 0, digest, "is no archive of packs")])
