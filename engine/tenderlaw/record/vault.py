"""What is encrypted, and the keys: a master key wraps one a tenant, which wraps one a subject (a bidder's file).

AES-256-GCM; tenant, subject and purpose are bound to each ciphertext, so that none passes for another. Whoever deletes
the key of a subject has erased all that was sealed for it, in every copy of the database that is made after.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import secrets
import zlib
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Executable, and_, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from tenderlaw.record.faults import ErasedError, KeyWrongError, NotInRecordError, TamperedError
from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.store import tables

__all__ = ["KEY_SIZE", "Vault", "make_key_file", "read_key", "read_key_file"]

KEY_SIZE: Final = 32
_NONCE: Final = 12
_HELD: Final = 1000
_WORTH_IT: Final = 512
"""Bytes from which on sealed data is packed."""

_of, _own = tables.tenant, tables.subject_key
_KEYS: Final = (
    select(_of.c.wrapped_key, _own.c.wrapped_key)
    .select_from(_of.outerjoin(_own, and_(_own.c.tenant == _of.c.tenant, _own.c.subject == bindparam("subject"))))
    .where(_of.c.tenant == bindparam("tenant"))
)
"""The wrapped key of a tenant, and that of a subject, if there is one."""


class Vault:
    """The master key, and what is sealed under it. Threads may share it."""

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY_SIZE:
            message = f"a master key has {KEY_SIZE} bytes"
            raise ValueError(message)
        self._master = master
        self._held: dict[tuple[str, bytes], bytes] = {}
        """Keys of tenants, unwrapped; those of subjects are held by no process, as they may be erased."""

    def __repr__(self) -> str:
        return "Vault(...)"

    def new_tenant_key(self, tenant: str) -> bytes:
        """A new tenant's key, wrapped: for `tenant.wrapped_key`."""
        return self.wrap(secrets.token_bytes(KEY_SIZE), f"tenant\0{tenant}")

    def wrap(self, key: bytes, what: str) -> bytes:
        """A key sealed under the master key itself."""
        return _sealed(self._master, key, what)

    def unwrap(self, wrapped: bytes, what: str) -> bytes:
        """The same back. Raises KeyWrongError under another master key."""
        try:
            return _opened(self._master, wrapped, what)
        except InvalidTag as error:
            hint = "give the one with which this database was made"
            raise KeyWrongError([Fault("master key", 0, 0, "", "does not open this database", hint)]) from error

    def digest(self, tenant: str, data: bytes) -> str:
        """What tells data of a tenant apart, in hexadecimal: a MAC, so that nobody tries any without the master key."""
        own = hmac.digest(self._master, f"digest\0{tenant}".encode(), "sha256")
        return hmac.digest(own, data, "sha256").hex()

    def seal(self, connection: Connection, tenant: str, subject: str, purpose: str, data: bytes) -> bytes:
        """Encrypt for a subject of a tenant; the subject's key is made when it is first needed."""
        key = self._subject_key(connection, tenant, subject, make=True)
        return _sealed(key, _packed(data), f"{tenant}\0{subject}\0{purpose}")

    def open(self, connection: Connection, tenant: str, subject: str, purpose: str, sealed: bytes) -> bytes:
        """What was sealed. Raises ErasedError where the subject's key is gone, TamperedError for changed bytes."""
        key = self._subject_key(connection, tenant, subject, make=False)
        try:
            return _unpacked(_opened(key, sealed, f"{tenant}\0{subject}\0{purpose}"))
        except InvalidTag as error:
            raise TamperedError([Fault(subject, 0, 0, purpose, "is not what was sealed")]) from error

    def erase(self, connection: Connection, tenant: str, subject: str) -> bool:
        """Delete a subject's key for ever; whether there was one.

        An empty key stays in its place: nothing is sealed for the subject again, by a job that ends later, say.
        """
        column = tables.subject_key.c
        connection.execute(_insert_if_new(connection, tenant, subject, b""))
        gone = connection.execute(
            update(tables.subject_key)
            .where(column.tenant == tenant, column.subject == subject, column.wrapped_key != b"")
            .values(wrapped_key=b"")
        )
        return gone.rowcount > 0

    def _tenant_key(self, tenant: str, wrapped: bytes) -> bytes:
        held = self._held.get((tenant, wrapped))
        if held is None:
            if len(self._held) >= _HELD:
                self._held.clear()
            held = self._held[tenant, wrapped] = self.unwrap(wrapped, f"tenant\0{tenant}")
        return held

    def _subject_key(self, connection: Connection, tenant: str, subject: str, *, make: bool) -> bytes:
        what, named = f"subject\0{tenant}\0{subject}", {"tenant": tenant, "subject": subject}
        row = connection.execute(_KEYS, named).one_or_none()
        if row is None:
            raise NotInRecordError([Fault("tenant", 0, 0, "", f"there is no tenant `{tenant}`")])
        above, wrapped = self._tenant_key(tenant, row[0]), row[1]
        if wrapped is None and make:
            new = _sealed(above, secrets.token_bytes(KEY_SIZE), what)
            connection.execute(_insert_if_new(connection, tenant, subject, new))
            wrapped = connection.execute(_KEYS, named).one()[1]  # another transaction's, if it came first
        if not wrapped:
            raise ErasedError([Fault(subject, 0, 0, "", "was erased: its key is gone")])
        try:
            return _opened(above, wrapped, what)
        except InvalidTag as error:
            raise TamperedError([Fault(subject, 0, 0, "", "its key is not what was stored")]) from error


def _insert_if_new(connection: Connection, tenant: str, subject: str, wrapped: bytes) -> Executable:
    insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    row = {"tenant": tenant, "subject": subject, "wrapped_key": wrapped}
    return insert(tables.subject_key).values(row).on_conflict_do_nothing()


def _packed(data: bytes) -> bytes:
    """Data as it is sealed: shorter, where that is worth it. A decision says much in the same words again and again."""
    shorter = zlib.compress(data, 1) if len(data) >= _WORTH_IT else data
    return b"\1" + shorter if len(shorter) < len(data) else b"\0" + data


def _unpacked(packed: bytes) -> bytes:
    return zlib.decompress(packed[1:]) if packed[:1] == b"\1" else packed[1:]


def _sealed(key: bytes, data: bytes, bound: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, bound.encode())


def _opened(key: bytes, sealed: bytes, bound: str) -> bytes:
    if len(sealed) < _NONCE + 16:
        raise InvalidTag
    return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound.encode())


def read_key(text: str, place: str) -> bytes:
    """A master key as text: 32 bytes in base64. Raises InputInvalidError, which never repeats it."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_SIZE:
        raise InputInvalidError([Fault(place, 0, 0, "", "is no master key", "32 bytes in base64")])
    return key


def read_key_file(path: Path) -> bytes:
    """The master key in a file. Raises InputInvalidError where it cannot be read, or where others may read it.

    One that is another account's was put there by whoever runs the machine (a secret of a container, a credential of
    systemd), with the mode that such have.
    """
    try:
        found, text = path.stat(), path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is no text"
        raise InputInvalidError([Fault(str(path), 0, 0, "", f"the master key cannot be read: {reason}")]) from error
    if os.name == "posix" and found.st_uid == os.geteuid() and found.st_mode & 0o077:
        hint = f"chmod 600 {path}"
        raise InputInvalidError([Fault(str(path), 0, 0, "", "others than its owner may read the master key", hint)])
    return read_key(text, str(path))


def make_key_file(path: Path) -> bytes:
    """Write a new master key to a file that only its owner may read, on the disk before it is used. Never over one."""
    key = secrets.token_bytes(KEY_SIZE)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 - with a mode
        file.write(base64.b64encode(key) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return key
