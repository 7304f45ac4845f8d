"""Signing the record as it stands. Two checkpoints that cannot both be true are never signed."""

from __future__ import annotations

from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, bindparam, insert, select

from tenderlaw.record.faults import InconsistentError
from tenderlaw.record.ledger import Record, one_at_a_time, size_of
from tenderlaw.record.notes import Checkpoint, Verifier, open_note, sign_note
from tenderlaw.record.proofs import consistency, root_of
from tenderlaw.record.tree import is_consistent
from tenderlaw.record.vault import Vault
from tenderlaw.sources.faults import Fault
from tenderlaw.store import tables
from tenderlaw.store.handles import new_handle
from tenderlaw.store.moments import moment_text

__all__ = ["latest_note", "sealed_as", "sign_checkpoint", "verifiers_of"]

_NAME: Final = "tenderlaw"
"""How the origin of a record begins; what is made by chance and the tenant's handle follow."""

_KEY = "signing key"
_signed: Final = tables.checkpoint.c
_LATEST: Final = (
    select(_signed.note)
    .where(_signed.tenant == bindparam("tenant"), _signed.size >= bindparam("at_least"))
    .order_by(_signed.size.desc())
    .limit(1)
)
_keys: Final = tables.signing_key.c
_VERIFIERS: Final = select(_keys.name, _keys.public).order_by(_keys.created_at, _keys.key)


def sign_checkpoint(connection: Connection, record: Record, tenant: str) -> str:
    """The signed note over all entries of a tenant, within `database.writing()`; the last one where none were added.

    Raises InconsistentError where the record no longer begins with what was signed last: nothing is signed.
    """
    one_at_a_time(connection, tenant)
    name, private = _signing_key(connection, record)
    size, last = size_of(connection, tenant), latest_note(connection, tenant)
    verifiers = verifiers_of(connection, tenant)
    if last is not None:
        said = open_note(last, verifiers, f"checkpoint of {tenant}")
        if said.size > size:
            raise _inconsistent(tenant, f"{size} entries are left of {said.size} that were signed")
        found, proof = root_of(connection, tenant, size), consistency(connection, tenant, said.size, size)
        if not is_consistent(said.size, size, said.root, found, proof):
            raise _inconsistent(tenant, f"the first {said.size} entries are not those that were signed")
        if said.size == size:
            return last
    note = sign_note(Checkpoint(f"{name}/{tenant}", size, root_of(connection, tenant, size)), private)
    connection.execute(insert(tables.checkpoint).values(tenant=tenant, size=size, note=note))
    return note


def latest_note(connection: Connection, tenant: str, *, at_least: int = 0) -> str | None:
    """The last checkpoint that was signed, if it covers `at_least` so many entries."""
    return connection.execute(_LATEST, {"tenant": tenant, "at_least": at_least}).scalar()


def verifiers_of(connection: Connection, tenant: str) -> tuple[Verifier, ...]:
    """The public keys that have signed, or may, for this tenant; the newest last."""
    return tuple(Verifier(f"{name}/{tenant}", public) for name, public in connection.execute(_VERIFIERS))


def sealed_as(key: str) -> str:
    """What a signing key is called where it is wrapped."""
    return f"{_KEY}\0{key}"


def _signing_key(connection: Connection, record: Record) -> tuple[str, Ed25519PrivateKey]:
    """The newest key of the instance; made when a first checkpoint is asked for."""
    column = tables.signing_key.c
    newest = select(tables.signing_key).order_by(column.created_at.desc(), column.key.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    if row is None:
        one_at_a_time(connection, _KEY)
        row = connection.execute(newest).one_or_none()
    if row is not None:
        return row.name, Ed25519PrivateKey.from_private_bytes(record.vault.unwrap(row.sealed, sealed_as(row.key)))
    return _made(connection, record.vault, moment_text(record.now()))


def _made(connection: Connection, vault: Vault, at: str) -> tuple[str, Ed25519PrivateKey]:
    private, key = Ed25519PrivateKey.generate(), new_handle("signing")
    # no two installations have records of one origin: whoever witnesses both tells them apart
    name = f"{_NAME}/{new_handle('log')[4:16]}"
    row = {
        "key": key,
        "name": name,
        "public": private.public_key().public_bytes_raw(),
        "sealed": vault.wrap(private.private_bytes_raw(), sealed_as(key)),
        "created_at": at,
    }
    connection.execute(insert(tables.signing_key).values(row))
    return name, private


def _inconsistent(tenant: str, message: str) -> InconsistentError:
    hint = "nothing is signed; `tenderlaw record verify` says where"
    return InconsistentError([Fault(f"record of {tenant}", 0, 0, "", message, hint)])
