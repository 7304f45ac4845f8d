"""Going through a record from its first entry to its last: what is not as it was written, and where.

The database and an export are gone through alike. Nothing stops at the first finding.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tenderlaw.record.faults import TamperedError
from tenderlaw.record.notes import Checkpoint, Verifier, open_note
from tenderlaw.record.tree import Growing, Node, leaf_hash

__all__ = ["Finding", "Verified", "Walk"]

_LISTED = 200
"""Findings that are listed one by one; the others are counted."""

_LARGEST_GAP = 1_000_000
"""Entries in a row that may be missing, and the record be gone through all the same."""

_NO_HASH = bytes(32)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and where: `entry 17`, `node 3/2`, `checkpoint of 40`, `evidence of entry 5`, `line 12`."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was gone through, and what is not as it was written; with no finding, all that was signed is."""

    tenant: str
    size: int
    root: str
    """Of all entries, in hexadecimal."""
    keys: tuple[str, ...]
    """The public keys by which checkpoints were verified."""
    checkpoints: int
    signed: int
    """How many of the entries the last good checkpoint covers; what came after it is only as good as the database."""
    evidence: int
    """How many entries were compared with what they commit to."""
    erased: int
    """How many entries' evidence was erased, as an entry says."""
    findings: tuple[Finding, ...]
    more: int
    """Findings beyond those listed."""
    remarks: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


class Walk:
    """Hands every entry and checkpoint to the tree, in their order, and notes what does not fit."""

    def __init__(self, tenant: str, verifiers: Sequence[Verifier], witnessed: Iterable[Checkpoint] = ()) -> None:
        self.tenant = tenant
        self._verifiers = verifiers
        self._witnessed = sorted(witnessed, key=lambda one: one.size, reverse=True)
        self._growing = Growing()
        self._findings: list[Finding] = []
        self._found = 0
        self._remarks: list[str] = []
        self._last_at = ""
        self._erased_until: dict[str, int] = {}
        """By subject, the last entry by which it was erased."""
        self._without: list[tuple[int, str]] = []
        """Entries that commit to evidence that is not there, with their subjects."""
        self._checkpoints = self._signed = self._evidence = self._erased = 0
        self._look()

    @property
    def size(self) -> int:
        """Entries so far."""
        return self._growing.size

    def found(self, place: str, message: str) -> None:
        """Note a finding."""
        self._found += 1
        if len(self._findings) < _LISTED:
            self._findings.append(Finding(place, message))

    def entry(self, leaf: bytes | None, hashed: bytes, at: str) -> list[tuple[Node, bytes]]:
        """The next entry, what it was hashed to, and when it was; the subtrees that it fills.

        `leaf` None: it cannot be read, which was noted.
        """
        if leaf is not None and not hmac.compare_digest(leaf_hash(leaf), hashed):
            self.found(f"entry {self.size + 1}", "is not what was hashed when it was written")
        if leaf is not None and at < self._last_at and len(self._remarks) < _LISTED:
            self._remarks.append(f"entry {self.size + 1} is dated before the one before it: the clock went back")
        self._last_at = at if leaf is not None else self._last_at
        filled = self._growing.add(hashed)
        self._look()
        return filled

    def follows(self, seq: object) -> bool:
        """Whether entry `seq` can be handed over next; those missing before it are noted, and their places kept."""
        missing = seq - self.size - 1 if isinstance(seq, int) else -1
        if not 0 <= missing <= _LARGEST_GAP:
            self.found(f"entry {seq}", f"does not follow entry {self.size}")
            return False
        if missing:
            others = f", with all up to entry {self.size + missing}" if missing > 1 else ""
            self.found(f"entry {self.size + 1}", f"is missing{others}")
        for _ in range(missing):
            self.lost()
        return True

    def lost(self) -> list[tuple[Node, bytes]]:
        """In the place of an entry that is not there or cannot be read."""
        return self.entry(None, _NO_HASH, "")

    def note(self, note: str, size: int) -> None:
        """A checkpoint that was signed when there were as many entries as now, which is what `size` says too."""
        place = f"checkpoint of {size}"
        try:
            said = open_note(note, self._verifiers, place)
        except TamperedError as error:
            self.found(place, error.faults[0].message)
            return
        if said.size != size or size != self.size:
            self.found(place, f"was signed over {said.size} entries, and stands after {self.size}")
        elif self._compare(said, place):
            self._checkpoints += 1
            self._signed = size

    def erasure(self, subject: str, seq: int) -> None:
        """Entry `seq` says that the evidence of a subject was erased."""
        self._erased_until[subject] = seq

    def evidence(self, place: str | None = None) -> None:
        """Evidence was compared with its entry: it fits, or does not, at `place`."""
        self._evidence += 1
        if place is not None:
            self.found(place, "is not what the entry commits to")

    def no_evidence(self, seq: int, subject: str) -> None:
        """Entry `seq` commits to evidence, and there is none."""
        self._without.append((seq, subject))

    def end(self) -> Verified:
        """All was handed over."""
        for said in self._witnessed:
            self.found(f"checkpoint of {said.size}", f"was signed, and the record has {self.size} entries only")
        for seq, subject in self._without:
            if self._erased_until.get(subject, 0) > seq:
                self._erased += 1
            else:
                self.found(f"evidence of entry {seq}", "is missing, and no later entry says that it was erased")
        return Verified(
            tenant=self.tenant,
            size=self.size,
            root=self._growing.root().hex(),
            keys=tuple(map(str, self._verifiers)),
            checkpoints=self._checkpoints,
            signed=self._signed,
            evidence=self._evidence,
            erased=self._erased,
            findings=tuple(self._findings),
            more=self._found - len(self._findings),
            remarks=tuple(self._remarks),
        )

    def _look(self) -> None:
        """Compare with what others kept of the record when it was as long as now."""
        while self._witnessed and self._witnessed[-1].size == self.size:
            said = self._witnessed.pop()
            if self._compare(said, f"checkpoint of {said.size} that was kept elsewhere"):
                self._signed = max(self._signed, said.size)

    def _compare(self, said: Checkpoint, place: str) -> bool:
        if hmac.compare_digest(said.root, self._growing.root()):
            return True
        first = f"entries {self._signed + 1} to {said.size}" if self._signed < said.size else f"{said.size} entries"
        self.found(place, f"was signed over others: of {first}, one or more were changed, added or taken away")
        return False
