"""Checkpoints as C2SP signed notes (`tlog-checkpoint`, `signed-note`, Ed25519): what a witness outside can keep.

A checkpoint is three lines: the origin (which record), its size, its root. Whoever kept one can tell whether a later
record begins with the one that was signed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tenderlaw.record.faults import TamperedError
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["Checkpoint", "Verifier", "open_note", "read_verifier", "sign_note", "text_of", "verifier_of"]

_ED25519: Final = b"\x01"
_SIGNED: Final = re.compile(r"— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/]+=*)\n")
_TEXT: Final = re.compile(r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[A-Za-z0-9+/]{43}=)\n")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Which record, how many entries it has, and the root over them."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key, with the name of the record that it signs; as text `name+id+key`."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes by which a signature says whose it is."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"


def verifier_of(name: str, private: Ed25519PrivateKey) -> Verifier:
    """The public side of a key that signs as `name`."""
    return Verifier(name, private.public_key().public_bytes_raw())


def read_verifier(text: str, place: str = "key") -> Verifier:
    """A verifier from its text. Raises InputInvalidError."""
    name, _, rest = text.strip().partition("+")
    number, _, key = rest.partition("+")
    try:
        raw = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    found = Verifier(name, raw[1:])
    if len(raw) != 33 or raw[:1] != _ED25519 or str(found) != text.strip() or found.id.hex() != number:
        raise InputInvalidError(
            [Fault(place, 0, 0, "", "is no public key of a record", "`NAME+ID+KEY`, as exports say")]
        )
    return found


def text_of(checkpoint: Checkpoint) -> str:
    """The three lines that are signed."""
    return f"{checkpoint.origin}\n{checkpoint.size}\n{base64.b64encode(checkpoint.root).decode()}\n"


def sign_note(checkpoint: Checkpoint, private: Ed25519PrivateKey) -> str:
    """The signed note, by the key of the record's own name."""
    text = text_of(checkpoint)
    signature = verifier_of(checkpoint.origin, private).id + private.sign(text.encode())
    return f"{text}\n— {checkpoint.origin} {base64.b64encode(signature).decode()}\n"


def open_note(note: str, verifiers: Iterable[Verifier], place: str, *, witnessed: bool = False) -> Checkpoint:
    """What a note says, if one of the keys signed it; `witnessed`: others may have signed it too.

    Raises TamperedError where it is no note, or none of these keys signed it.
    """
    text, _, lines = note.partition("\n\n")
    said = _TEXT.fullmatch(text + "\n")
    signed = list(_SIGNED.finditer(lines))
    if said is None or "".join(line[0] for line in signed) != lines or not signed:
        raise TamperedError([Fault(place, 0, 0, "", "is no signed note of a record")])
    if len(signed) > 1 and not witnessed:
        raise TamperedError([Fault(place, 0, 0, "", "is signed more than once")])
    root = base64.b64decode(said["root"])
    checkpoint = Checkpoint(said["origin"], int(said["size"]), root)
    by_name = {(verifier.name, verifier.id): verifier for verifier in verifiers if verifier.name == checkpoint.origin}
    if text_of(checkpoint) == text + "\n" and any(_signs(line, text + "\n", by_name) for line in signed):
        return checkpoint
    raise TamperedError([Fault(place, 0, 0, "", "is not signed by the key of this record")])


def _signs(line: re.Match[str], text: str, verifiers: dict[tuple[str, bytes], Verifier]) -> bool:
    try:
        raw = base64.b64decode(line["signature"], validate=True)
    except (binascii.Error, ValueError):
        return False
    verifier = verifiers.get((line["name"], raw[:4]))
    # one signature has one text: bits that base64 leaves unused are not free
    if verifier is None or base64.b64encode(raw).decode() != line["signature"]:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(verifier.public).verify(raw[4:], text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
