"""Files kept sealed in the database, in parts: what was uploaded, and what came of it.

Each belongs to a subject (a piece of work), under whose key its parts are encrypted: when that key goes, they are gone.
A part is bound to its place, so that none can be put in place of another; the size is kept by whoever names the file.
"""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from sqlalchemy import Connection, delete, insert, select

from tenderlaw.record.faults import ErasedError
from tenderlaw.record.vault import Vault
from tenderlaw.sources.faults import Fault
from tenderlaw.store import tables
from tenderlaw.store.database import Database
from tenderlaw.store.handles import new_handle

__all__ = ["PART", "Kept", "SealedFile", "copied", "keep", "keep_all", "removed"]

PART: Final = 2**20
"""Bytes of a part."""
_TOGETHER: Final = 16
"""Parts written in one transaction, so that others are not kept waiting."""
_HELD: Final = 8
_BLOB: Final = tables.blob


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept: where, and how long it is."""

    tenant: str
    subject: str
    blob: str
    size: int

    def plain(self) -> dict[str, object]:
        """As a piece of work names it."""
        return {"blob": self.blob, "size": self.size}

    @classmethod
    def of(cls, tenant: str, subject: str, said: Any) -> Kept:  # noqa: ANN401 - what `plain` wrote
        """The same back."""
        return cls(tenant, subject, str(said["blob"]), int(said["size"]))


def keep(connection: Connection, vault: Vault, tenant: str, subject: str, file: BinaryIO) -> Kept:
    """Keep a file that was just received, in the transaction of what is done with it."""
    blob, size = new_handle("blob"), 0
    for number, part in enumerate(_parts_in(file)):
        _write(connection, vault, Kept(tenant, subject, blob, 0), number, [part])
        size += len(part)
    return Kept(tenant, subject, blob, size)


def keep_all(database: Database, vault: Vault, tenant: str, subject: str, file: BinaryIO) -> Kept:
    """Keep a large file some parts at a time; it counts once somebody names it."""
    blob, size, number = new_handle("blob"), 0, 0
    rest = _parts_in(file)
    while some := [part for _, part in zip(range(_TOGETHER), rest, strict=False)]:
        with database.writing() as connection:
            _write(connection, vault, Kept(tenant, subject, blob, 0), number, some)
        number, size = number + len(some), size + sum(map(len, some))
    return Kept(tenant, subject, blob, size)


def copied(database: Database, vault: Vault, one: Kept, target: BinaryIO) -> None:
    """Write a file that is kept to another one."""
    file = SealedFile(database, vault, one)
    while part := file.read(PART):
        target.write(part)


def removed(connection: Connection, tenant: str, subject: str, but: Sequence[str] = ()) -> None:
    """Remove the files of a subject, but for these."""
    mine = delete(_BLOB).where(_BLOB.c.tenant == tenant, _BLOB.c.subject == subject)
    connection.execute(mine.where(_BLOB.c.blob.not_in(but)) if but else mine)


class SealedFile(io.RawIOBase):
    """A file that is kept, read from any place; only the parts that are read are opened."""

    def __init__(self, database: Database, vault: Vault, one: Kept) -> None:
        super().__init__()
        self._database, self._vault, self._one = database, vault, one
        self._at = 0
        self._held: OrderedDict[int, bytes] = OrderedDict()

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Read on elsewhere."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._one.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes, as many as asked for where there are so many."""
        rest = max(0, self._one.size - self._at)
        wanted = rest if size is None or size < 0 else min(size, rest)
        out = []
        while wanted:
            number, within = divmod(self._at, PART)
            some = self._part(number)[within : within + wanted]
            if not some:
                raise OSError("a part of the file is shorter than it was")
            out.append(some)
            self._at, wanted = self._at + len(some), wanted - len(some)
        return b"".join(out)

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - whatever has a buffer
        """The next bytes into a buffer."""
        some = self.read(len(buffer))
        buffer[: len(some)] = some
        return len(some)

    def _part(self, number: int) -> bytes:
        if number not in self._held:
            one = self._one
            mine = (_BLOB.c.tenant == one.tenant, _BLOB.c.blob == one.blob, _BLOB.c.part == number)
            with self._database.reading() as connection:
                sealed = connection.execute(select(_BLOB.c.sealed).where(*mine)).scalar()
                if sealed is None:
                    raise ErasedError([Fault(one.subject, 0, 0, "", "the file was erased")])
                opened = self._vault.open(connection, one.tenant, one.subject, _purpose(one.blob, number), sealed)
            self._held[number] = opened
            if len(self._held) > _HELD:
                self._held.popitem(last=False)
        self._held.move_to_end(number)
        return self._held[number]


def _parts_in(file: BinaryIO) -> Iterator[bytes]:
    """The parts of a file, whole ones but for the last, however little is read at once."""
    held = bytearray()
    while some := file.read(PART):
        held += some
        while len(held) >= PART:
            yield bytes(held[:PART])
            del held[:PART]
    if held:
        yield bytes(held)


def _write(connection: Connection, vault: Vault, one: Kept, first: int, parts: Sequence[bytes]) -> None:
    rows = [
        {
            "tenant": one.tenant,
            "blob": one.blob,
            "part": number,
            "subject": one.subject,
            "sealed": vault.seal(connection, one.tenant, one.subject, _purpose(one.blob, number), part),
        }
        for number, part in enumerate(parts, first)
    ]
    connection.execute(insert(_BLOB), rows)


def _purpose(blob: str, part: int) -> str:
    return f"blob/{blob}/{part}"
