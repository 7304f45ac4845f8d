"""The tree is that of RFC 6962 and RFC 9162: as the definition has it, and as another implementation does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from tenderlaw.record.tree import (
    EMPTY_ROOT,
    Growing,
    Node,
    Span,
    closed_by,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    needed,
    root,
    span_hash,
)

SIZES = st.integers(1, 70)


def hashes(size: int) -> list[bytes]:
    return [leaf_hash(str(n).encode()) for n in range(size)]


def stored(leaves: list[bytes]) -> dict[Node, bytes]:
    growing, known = Growing(), {Node(0, n): leaf for n, leaf in enumerate(leaves)}
    for n, leaf in enumerate(leaves):
        filled = growing.add(leaf)
        assert [node for node, _ in filled] == list(closed_by(n))
        known.update(filled)
    assert growing.root() == root(leaves)
    return known


@given(SIZES)
@settings(max_examples=25)
def test_the_root_is_that_of_another_implementation(size: int) -> None:
    tree = InmemoryTree(algorithm="sha256")
    for n in range(size):
        tree.append_entry(str(n).encode())
    assert root(hashes(size)) == tree.get_root()
    assert span_hash(Span(0, size), stored(hashes(size))) == tree.get_root()


def test_the_vectors_of_the_reference_implementation_hold() -> None:
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    whole = root([leaf_hash(bytes.fromhex(leaf)) for leaf in leaves])
    assert whole.hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(SIZES, st.data())
@settings(max_examples=60)
def test_a_proof_of_inclusion_proves_one_leaf_in_one_place_of_one_tree(size: int, data: st.DataObject) -> None:
    leaves = hashes(size)
    number = data.draw(st.integers(0, size - 1))
    spans = inclusion_proof(number, size)
    known = {node: value for node, value in stored(leaves).items() if node in needed(spans)}
    proof, whole = [span_hash(span, known) for span in spans], root(leaves)
    assert is_included(leaves[number], number, size, proof, whole)
    other = data.draw(st.integers(0, size))
    assert not is_included(leaf_hash(b"other"), number, size, proof, whole)
    assert not is_included(leaves[number], number, size, [*proof, whole], whole)
    assert not is_included(leaves[number], number, size, proof, leaf_hash(b"other"))
    assert other == number or not is_included(leaves[number], other, size, proof, whole)
    assert not proof or not is_included(leaves[number], number, size, proof[1:], whole)


@given(SIZES, st.data())
@settings(max_examples=60)
def test_a_proof_of_consistency_proves_that_one_tree_begins_another(new: int, data: st.DataObject) -> None:
    leaves = hashes(new)
    old = data.draw(st.integers(1, new))
    spans = consistency_proof(old, new)
    known = {node: value for node, value in stored(leaves).items() if node in needed(spans)}
    proof, before, after = [span_hash(span, known) for span in spans], root(leaves[:old]), root(leaves)
    assert is_consistent(old, new, before, after, proof)
    assert not is_consistent(old, new, leaf_hash(b"other"), after, proof)
    assert old == new or not is_consistent(old, new, before, leaf_hash(b"other"), proof)
    assert not is_consistent(old, new, before, after, [*proof, after])
    for n in range(len(proof)):
        assert not is_consistent(old, new, before, after, [*proof[:n], leaf_hash(b"other"), *proof[n + 1 :]])


@pytest.mark.parametrize(("leaf", "size"), [(0, 0), (1, 1), (-1, 3)])
def test_no_proof_of_a_leaf_that_is_not_there(leaf: int, size: int) -> None:
    with pytest.raises(ValueError, match="is not in a tree"):
        inclusion_proof(leaf, size)
    assert not is_included(EMPTY_ROOT, leaf, size, [], EMPTY_ROOT)


def test_the_empty_tree_begins_every_tree_and_no_other_root_is_its() -> None:
    assert is_consistent(0, 3, EMPTY_ROOT, root(hashes(3)), [])
    assert not is_consistent(0, 3, root(hashes(1)), root(hashes(3)), [])
    assert not is_consistent(3, 2, EMPTY_ROOT, EMPTY_ROOT, [EMPTY_ROOT])
