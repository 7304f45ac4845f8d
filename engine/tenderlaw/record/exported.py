"""Verifying what was handed over, an export or a proof: with no database, no master key and none of our word."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tenderlaw.record.forms import ENTRY, EXPORT, PROOF, VERSION, leaf_in, read_line
from tenderlaw.record.leaves import ERASURE, committed
from tenderlaw.record.notes import Checkpoint, Verifier, open_note, read_verifier
from tenderlaw.record.tree import is_included, leaf_hash
from tenderlaw.record.walk import Verified, Walk
from tenderlaw.sources.faults import Fault, InputInvalidError, TenderlawError

__all__ = ["Proved", "is_proof", "keys_named", "verify_export", "verify_proof"]

_ENTRY: Final = frozenset({"seq", "at", "kind", "actor", "subject", "payload", "commitment"})


def is_proof(line: bytes) -> bool:
    """Whether the first line of a file is a proof of one entry, however faulty."""
    return b'"format":"' + PROOF.encode() + b'"' in line


def keys_named(line: bytes) -> tuple[Verifier, ...]:
    """The public keys that the first line of an export, or a proof, names. Raises InputInvalidError."""
    said = read_line(line.removesuffix(b"\n"))
    return () if said is None else _keys(said, ())


def verify_export(
    lines: Iterable[bytes], *, verifiers: Sequence[Verifier] = (), witnessed: Iterable[Checkpoint] = ()
) -> Verified:
    """Go through an export, line by line. `verifiers`: the public keys to trust, else those that the export names.

    Raises InputInvalidError for what is no export at all.
    """
    numbered = _numbered(lines)
    head = _head(next(numbered, (1, b""))[1])
    keys = _keys(head, verifiers)
    walk = Walk(head["tenant"], keys, witnessed)
    if any(key.name != head["origin"] for key in keys) or not head["origin"].endswith(f"/{head['tenant']}"):
        walk.found("line 1", "the keys are not those of this record")
    reading = _Reading(walk, evidence=head["evidence"])
    for number, line in numbered:
        reading.line(number, line)
    reading.end(head["size"])
    return walk.end()


class _Reading:
    """The lines after the head, each after what it may follow."""

    def __init__(self, walk: Walk, *, evidence: bool) -> None:
        self._walk = walk
        self._with_evidence = evidence
        self._entry: dict[str, Any] | None = None
        """The entry of the line before, as long as its evidence may follow."""
        self._checkpoint: int | None = None
        """The size that was signed last."""
        self._checkpoints = 0
        self._end: object = None

    def line(self, number: int, line: bytes) -> None:
        """The next line."""
        said = read_line(line)
        kinds = set(said or ())
        if self._end is not None:
            self._walk.found(f"line {number}", "stands after the end")
        elif said is not None and kinds == {"entry", "hash"}:
            self._no_evidence()
            self._entry_line(number, line, said)
        elif said is not None and kinds == {"evidence"}:
            self._evidence(number, said["evidence"])
        elif said is not None and kinds == {"checkpoint"} and isinstance(said["checkpoint"], str):
            self._no_evidence()
            self._walk.note(said["checkpoint"], self._walk.size)
            self._checkpoint = self._walk.size
            self._checkpoints += 1
        elif said is not None and kinds == {"end"}:
            self._no_evidence()
            self._end = said["end"]
        else:
            self._walk.found(f"line {number}", "is no line of an export")
            if line.startswith(ENTRY):  # those that follow are still where they were
                self._no_evidence()
                self._walk.lost()

    def end(self, size: int) -> None:
        """All lines were handed over; the head spoke of so many entries."""
        self._no_evidence()
        if self._walk.size != size or self._end != {"checkpoints": self._checkpoints, "entries": size}:
            there = f"{self._walk.size} entries and {self._checkpoints} checkpoints"
            self._walk.found("end", f"{there} are there, and the head and the end say otherwise, or there is no end")
        if self._checkpoint != self._walk.size:
            self._walk.found("end", "the last entries are covered by no checkpoint")

    def _entry_line(self, number: int, line: bytes, said: dict[str, Any]) -> None:
        entry, hashed = said["entry"], _hex(said["hash"])
        if not isinstance(entry, dict) or set(entry) != _ENTRY or hashed is None or len(hashed) != 32:
            self._walk.found(f"line {number}", "is no entry")
            self._walk.lost()
            return
        if not self._walk.follows(entry["seq"]):
            return
        if entry["kind"] == ERASURE:
            self._walk.erasure(str(entry["subject"]), entry["seq"])
        self._walk.entry(leaf_in(line), hashed, str(entry["at"]))
        self._entry = entry

    def _evidence(self, number: int, said: object) -> None:
        entry, self._entry = self._entry, None
        if entry is None or not self._with_evidence:
            self._walk.found(f"line {number}", "is evidence of no entry")
            return
        self._walk.evidence(None if _fits(entry, said) else f"evidence of entry {entry['seq']}")

    def _no_evidence(self) -> None:
        """The last entry was followed by no evidence."""
        entry, self._entry = self._entry, None
        if entry is not None and self._with_evidence and entry["commitment"] is not None:
            self._walk.no_evidence(self._walk.size, str(entry["subject"]))


@dataclass(frozen=True, slots=True)
class Proved:
    """One entry that is proved to be in a record: the entry, which record of which size, by which keys."""

    entry: dict[str, Any]
    origin: str
    size: int
    root: str
    keys: tuple[str, ...]
    evidence: object
    """What it commits to, where the proof has that; else None."""
    faults: tuple[str, ...]
    """What is wrong with the proof; nothing is proved where there is any."""


def verify_proof(line: bytes, *, verifiers: Sequence[Verifier] = (), witnessed: Iterable[Checkpoint] = ()) -> Proved:
    """Verify the proof of one entry. Raises InputInvalidError for what is none, TamperedError for its checkpoint."""
    said = read_line(line.removesuffix(b"\n"))
    names = {"format", "version", "tenant", "entry", "proof", "checkpoint", "keys"}
    if said is None or set(said) - {"evidence"} != names or said["format"] != PROOF or said["version"] != VERSION:
        raise _unreadable("is no proof of an entry")
    entry, hashes, keys = _leaf(said["entry"]), [_hex(one) for one in _list(said["proof"])], _keys(said, verifiers)
    checkpoint = open_note(str(said["checkpoint"]), keys, "checkpoint")
    faults = []
    path, leaf = [one for one in hashes if one is not None], leaf_hash(str(said["entry"]).encode())
    whole = len(path) == len(hashes) and isinstance(entry["seq"], int)
    if not whole or not is_included(leaf, entry["seq"] - 1, checkpoint.size, path, checkpoint.root):
        faults.append("the entry is not proved to be in the record that was signed")
    if any(key.name != checkpoint.origin for key in keys) or not checkpoint.origin.endswith(f"/{said['tenant']}"):
        faults.append("the checkpoint is of another record")
    if any(one.size == checkpoint.size and one != checkpoint for one in witnessed):
        faults.append("the checkpoint is not the one that was kept elsewhere")
    if "evidence" in said and not _fits(entry, said["evidence"]):
        faults.append("the evidence is not what the entry commits to")
    secret = json.loads(said["evidence"]["secret"]) if "evidence" in said and not faults else None
    root = checkpoint.root.hex()
    return Proved(entry, checkpoint.origin, checkpoint.size, root, tuple(map(str, keys)), secret, tuple(faults))


def _leaf(text: object) -> dict[str, Any]:
    entry = read_line(str(text).encode())
    if entry is None or set(entry) != _ENTRY:
        raise _unreadable("is no proof of an entry")
    return entry


def _fits(entry: dict[str, Any], said: object) -> bool:
    if not isinstance(said, dict) or set(said) != {"salt", "secret", "seq"} or said["seq"] != entry["seq"]:
        return False
    salt, secret = _hex(said["salt"]), said["secret"]
    return salt is not None and isinstance(secret, str) and committed(salt, secret.encode()) == entry["commitment"]


def _head(line: bytes) -> dict[str, Any]:
    said = read_line(line)
    if said is None or said.get("format") != EXPORT or said.get("version") != VERSION:
        raise _unreadable("is no export of a record", f"its first line names the format `{EXPORT}`")
    kinds = {"tenant": str, "origin": str, "keys": list, "size": int, "evidence": bool}
    if set(said) != {"format", "version", *kinds} or not all(isinstance(said[name], kinds[name]) for name in kinds):
        raise _unreadable("is no export of a record", "its first line is not whole")
    return said


def _keys(said: dict[str, Any], trusted: Sequence[Verifier]) -> tuple[Verifier, ...]:
    named = tuple(read_verifier(str(key), "export") for key in _list(said.get("keys")))
    return tuple(trusted) or named


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _hex(value: object) -> bytes | None:
    """Bytes of small hexadecimal digits: in one form only."""
    try:
        found = bytes.fromhex(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and found.hex() == value else None


def _numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(lines, start=1):
        # the last byte of a line is its end: without one, the file was cut off, which is found at its end
        yield number, line[:-1] if line.endswith(b"\n") else line + b" "


def _unreadable(message: str, hint: str = "") -> TenderlawError:
    return InputInvalidError([Fault("export", 1, 0, "", message, hint)])
