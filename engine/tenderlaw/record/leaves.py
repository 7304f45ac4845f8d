"""What an entry of the record is, and the bytes of its leaf: whoever has those bytes can hash them without us."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

import orjson

from tenderlaw.sources.canonical import canonical

__all__ = ["ERASURE", "KINDS", "SALT_SIZE", "Entry", "Kind", "committed", "leaf_bytes", "leaf_of"]

Kind = Literal[
    "decision",
    "answers",
    "step",
    "approval",
    "document",
    "list",
    "packs",
    "sign_in",
    "key",
    "person",
    "tenant",
    "webhook",
    "screening",
    "export",
    "erasure",
    "retention",
    "checkpoint",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
ERASURE: Final = "erasure"
"""After which the evidence of a subject may be gone."""

SALT_SIZE: Final = 32


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: number `seq` from 1, when, what kind, who (a handle, never a name), about what, and no personal data.

    `commitment` is SHA-256 over a salt and what is kept encrypted apart, in hexadecimal; None where nothing is.
    """

    seq: int
    at: str
    kind: str
    actor: str
    subject: str
    payload: Mapping[str, object]
    commitment: str | None


def leaf_of(entry: Entry) -> bytes:
    """The leaf: the entry as canonical JSON (RFC 8785)."""
    return leaf_bytes(
        entry.seq, entry.at, entry.kind, entry.actor, entry.subject, canonical(entry.payload), entry.commitment
    )


def leaf_bytes(seq: int, at: str, kind: str, actor: str, subject: str, payload: bytes, commitment: str | None) -> bytes:
    """The same, of a payload in its canonical form already: another byte in it is another leaf."""
    texts = orjson.dumps
    return b"".join(
        (
            *(b'{"actor":', texts(actor), b',"at":', texts(at), b',"commitment":', texts(commitment)),
            *(b',"kind":', texts(kind), b',"payload":', payload, b',"seq":', texts(seq)),
            *(b',"subject":', texts(subject), b"}"),
        )
    )


def committed(salt: bytes, secret: bytes) -> str:
    """The commitment to a secret: without its salt, nobody can try what it might have been."""
    return hashlib.sha256(salt + secret).hexdigest()
