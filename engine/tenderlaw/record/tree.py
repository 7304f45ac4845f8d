"""The Merkle tree of RFC 6962 and RFC 9162 over the leaves of a record: pure arithmetic and hashing.

A leaf is numbered from 0. `Node(level, i)` is the complete subtree over the leaves [i * 2**level, (i + 1) * 2**level):
it never changes once it is full, so those are what is stored; every other hash is worked out of a few of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

__all__ = [
    "EMPTY_ROOT",
    "Growing",
    "Node",
    "Span",
    "closed_by",
    "consistency_proof",
    "inclusion_proof",
    "is_consistent",
    "is_included",
    "leaf_hash",
    "needed",
    "node_hash",
    "root",
    "span_hash",
]

EMPTY_ROOT: Final = hashlib.sha256().digest()


class Node(NamedTuple):
    """A complete subtree; level 0 are the leaves."""

    level: int
    i: int


class Span(NamedTuple):
    """The leaves [first, end), as the definition of the tree cuts them."""

    first: int
    end: int


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees that stand side by side."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def closed_by(leaf: int) -> Iterator[Node]:
    """The subtrees above the leaves that are full once leaf number `leaf` is there, the lowest first."""
    level = 1
    while (leaf + 1) % (1 << level) == 0:
        yield Node(level, leaf >> level)
        level += 1


def _cut(size: int) -> int:
    """The largest power of two below `size`: where RFC 9162 cuts a tree of so many leaves."""
    return 1 << (size - 1).bit_length() - 1


def _nodes(span: Span) -> Iterator[Node]:
    """The complete subtrees of which a span consists, from left to right."""
    first, end = span
    while first < end:
        level = (end - first).bit_length() - 1
        if first:
            level = min(level, (first & -first).bit_length() - 1)
        yield Node(level, first >> level)
        first += 1 << level


def needed(spans: Iterable[Span]) -> frozenset[Node]:
    """The complete subtrees whose hashes give those of the spans."""
    return frozenset(node for span in spans for node in _nodes(span))


def span_hash(span: Span, known: Mapping[Node, bytes] | Callable[[Node], bytes]) -> bytes:
    """The hash of a span of the tree; the empty one has that of no bytes. Raises KeyError for a node not known."""
    look = known if callable(known) else known.__getitem__
    hashes = [look(node) for node in _nodes(span)]
    if not hashes:
        return EMPTY_ROOT
    whole = hashes.pop()
    while hashes:
        whole = node_hash(hashes.pop(), whole)
    return whole


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over hashes of leaves, straight from the definition."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else EMPTY_ROOT
    cut = _cut(len(leaves))
    return node_hash(root(leaves[:cut]), root(leaves[cut:]))


def inclusion_proof(leaf: int, size: int) -> list[Span]:
    """The spans whose hashes prove leaf number `leaf` in the tree of `size` leaves, from the leaf upwards."""
    if not 0 <= leaf < size:
        message = f"leaf {leaf} is not in a tree of {size}"
        raise ValueError(message)
    first, end, path = 0, size, []
    while end - first > 1:
        cut = first + _cut(end - first)
        if leaf < cut:
            path.append(Span(cut, end))
            end = cut
        else:
            path.append(Span(first, cut))
            first = cut
    return path[::-1]


def consistency_proof(old: int, new: int) -> list[Span]:
    """The spans whose hashes prove that the tree of `old` leaves is the beginning of that of `new`."""
    if not 0 < old <= new:
        message = f"a tree of {old} is not proved to begin one of {new}"
        raise ValueError(message)
    first, end, path, whole = 0, new, [], True
    while end != old:
        cut = first + _cut(end - first)
        if old <= cut:
            path.append(Span(cut, end))
            end = cut
        else:
            path.append(Span(first, cut))
            first, whole = cut, False
    return [*([] if whole else [Span(first, end)]), *path[::-1]]


def is_included(leaf: bytes, number: int, size: int, proof: Sequence[bytes], whole: bytes) -> bool:
    """RFC 9162, 2.1.3.2: whether the hash `leaf` is number `number` in the tree of `size` with the root `whole`."""
    if not 0 <= number < size:
        return False
    place, last, found = number, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == whole


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """RFC 9162, 2.1.4.2: whether the tree of `old` leaves is proved to begin the tree of `new`."""
    if old in (0, new):
        return not proof and old_root == (new_root if old else EMPTY_ROOT)
    if not 0 < old < new or not proof:
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


class Growing:
    """A tree that leaves are added to one by one: what was filled, and the root so far, in little memory."""

    def __init__(self) -> None:
        self.size = 0
        self._lefts: list[bytes | None] = []
        """By level, the full subtree that waits for its right neighbour."""

    def add(self, leaf: bytes) -> list[tuple[Node, bytes]]:
        """Add the hash of the next leaf; the subtrees above the leaves that it fills, the lowest first."""
        filled: list[tuple[Node, bytes]] = []
        level, whole, lefts = 0, leaf, self._lefts
        while level < len(lefts) and (left := lefts[level]) is not None:
            whole = node_hash(left, whole)
            lefts[level] = None
            level += 1
            filled.append((Node(level, self.size >> level), whole))
        if level == len(lefts):
            lefts.append(whole)
        else:
            lefts[level] = whole
        self.size += 1
        return filled

    def root(self) -> bytes:
        """The root over the leaves so far."""
        whole = None
        for left in self._lefts:
            if left is not None:
                whole = left if whole is None else node_hash(left, whole)
        return EMPTY_ROOT if whole is None else whole
