"""Whatever is changed in the database of a record, added to it or taken away is found, with its place."""

# ruff: noqa: S608 - statements are what somebody would write who tampers

from __future__ import annotations

import pytest

from tenderlaw.record.checkpoints import latest_note, sign_checkpoint, verifiers_of
from tenderlaw.record.faults import InconsistentError, NotInRecordError, TamperedError
from tenderlaw.record.ledger import Record
from tenderlaw.record.notes import open_note
from tenderlaw.record.proofs import consistency, inclusion, root_of
from tenderlaw.record.tree import is_consistent, is_included
from tenderlaw.record.verify import tenants_of, verify
from tenderlaw.record.walk import Verified
from tenderlaw.sources.faults import TenderlawError
from tenderlaw.store import tables
from tenderlaw.store.database import Database

TENANT = "tenant_a"
LEAF_COLUMNS = ("at", "kind", "actor", "subject", "payload", "commitment")


class _UndoneError(Exception):
    """Ends a transaction without a trace."""


def places(verified: Verified) -> list[str]:
    return [finding.place for finding in verified.findings]


def after(filled: Database, record: Record, *statements: str) -> list[str]:
    """The places that are found after these statements, which are undone again."""
    found: list[str] = []
    with pytest.raises(_UndoneError), filled.writing() as connection:
        for statement in statements:
            assert connection.exec_driver_sql(statement).rowcount > 0, statement
        found += places(verify(connection, TENANT, vault=record.vault))
        raise _UndoneError
    return found


def test_a_record_that_nobody_touched_is_intact(filled: Database, record: Record) -> None:
    with filled.reading() as connection:
        assert tenants_of(connection) == ["tenant_a", "tenant_b"]
        assert verify(connection, "tenant_b").intact
        verified = verify(connection, TENANT, vault=record.vault)
        assert root_of(connection, TENANT, 21).hex() == verified.root
    assert (verified.findings, verified.size, verified.checkpoints, verified.signed) == ((), 21, 3, 20)
    assert (verified.evidence, verified.erased, verified.remarks) == (7, 0, ())


@pytest.mark.parametrize("seq", [1, 12, 20])
def test_a_changed_entry_is_found_in_every_column(filled: Database, record: Record, seq: int) -> None:
    here = f"WHERE tenant = '{TENANT}' AND seq = {seq}"
    for column in LEAF_COLUMNS:
        value = "'x' || substr(commitment, 2)" if column == "commitment" and seq == 12 else "'x'"
        value = "payload || ' '" if column == "payload" else value
        found = after(filled, record, f"UPDATE entry SET {column} = {value} {here}")
        assert found[0] == f"entry {seq}", column
    other = "(SELECT leaf_hash FROM entry WHERE tenant = 'tenant_b' AND seq = 3)"
    found = after(filled, record, f"UPDATE entry SET leaf_hash = {other} {here}")
    assert f"entry {seq}" in found
    assert "checkpoint of 20" in found


def test_an_entry_that_is_taken_away_moved_or_doubled_is_found(filled: Database, record: Record) -> None:
    here = f"WHERE tenant = '{TENANT}' AND seq"
    for seq in (1, 7, 20):
        assert f"entry {seq}" in after(filled, record, f"DELETE FROM entry {here} = {seq}")
        assert f"entry {seq}" in after(filled, record, f"UPDATE entry SET tenant = 'tenant_c' {here} = {seq}")
        assert after(filled, record, f"UPDATE entry SET seq = {seq} + 1000 {here} = {seq}")
        assert after(filled, record, f"UPDATE entry SET seq = seq + 1000000000000 {here} = {seq}")
        assert f"entry {-seq}" in after(filled, record, f"UPDATE entry SET seq = -seq {here} = {seq}")
    swap = [f"UPDATE entry SET seq = {new} {here} = {old}" for old, new in ((8, 99), (9, 8), (99, 9))]
    assert after(filled, record, *swap)[:2] == ["entry 8", "entry 9"]


def test_a_record_that_was_cut_off_is_found(filled: Database, record: Record) -> None:
    for size in (0, 5, 19):
        cut = [f"DELETE FROM {table} WHERE tenant = '{TENANT}' AND seq > {size}" for table in ("entry", "evidence")]
        assert "checkpoint of 20" in after(filled, record, *cut)
    assert "node 4/0" in after(filled, record, f"DELETE FROM entry WHERE tenant = '{TENANT}' AND seq > 15")


def test_a_record_that_was_rewritten_with_all_its_hashes_is_found_by_what_was_signed(
    filled: Database, record: Record
) -> None:
    tail = f"WHERE tenant = '{TENANT}'"
    cut = [f"DELETE FROM {table} {tail} AND seq > 17" for table in ("entry", "evidence")]
    nodes = f"DELETE FROM node {tail} AND i >= 17 >> level"
    with filled.reading() as connection:
        kept = open_note(latest_note(connection, TENANT) or "", verifiers_of(connection, TENANT), "kept")
    with pytest.raises(_UndoneError), filled.writing() as connection:
        for statement in (*cut, nodes):
            connection.exec_driver_sql(statement)
        for n in range(18, 22):
            record.append(connection, TENANT, "step", "person_x", "bidder_y", {"n": n, "better": True})
        assert places(verify(connection, TENANT)) == ["checkpoint of 20"]
        with pytest.raises(InconsistentError, match="the first 20 entries are not those that were signed"):
            sign_checkpoint(connection, record, TENANT)
        # who takes away the checkpoint too can sign anew: only what was kept elsewhere tells
        connection.exec_driver_sql(f"DELETE FROM checkpoint {tail} AND size > 17")
        sign_checkpoint(connection, record, TENANT)
        assert verify(connection, TENANT).intact
        found = verify(connection, TENANT, witnessed=[kept])
        assert places(found) == ["checkpoint of 20 that was kept elsewhere"]
        raise _UndoneError


def test_nothing_is_appended_to_a_record_of_which_a_part_is_gone(filled: Database, record: Record) -> None:
    with pytest.raises(_UndoneError), filled.writing() as connection:
        connection.exec_driver_sql(f"DELETE FROM entry WHERE tenant = '{TENANT}' AND seq = 21")
        connection.exec_driver_sql(f"UPDATE entry SET seq = 31 WHERE tenant = '{TENANT}' AND seq = 20")
        with pytest.raises(TamperedError, match="`tenderlaw record verify` says where"):
            record.append(connection, TENANT, "step", "person_x", "bidder_y", {})
        raise _UndoneError


def test_a_changed_added_or_missing_subtree_is_found(filled: Database, record: Record) -> None:
    for level, i in ((1, 0), (1, 9), (2, 3), (4, 0)):
        here = f"WHERE tenant = '{TENANT}' AND level = {level} AND i = {i}"
        other = "(SELECT hash FROM node WHERE tenant = 'tenant_b' AND level = 3 AND i = 0)"
        assert after(filled, record, f"UPDATE node SET hash = {other} {here}") == [f"node {level}/{i}"]
        assert after(filled, record, f"DELETE FROM node {here}") == [f"node {level}/{i}"]
    copied = f"INSERT INTO node SELECT tenant, level + 4, i, hash FROM node WHERE tenant = '{TENANT}' AND level = 1"
    assert after(filled, record, copied)[0] == "node 5/0"


def test_a_changed_checkpoint_is_found_in_every_character(filled: Database, record: Record) -> None:
    with filled.reading() as connection:
        note = latest_note(connection, TENANT) or ""
        keys = verifiers_of(connection, TENANT)
    assert open_note(note, keys, "note").size == 20
    for n, character in enumerate(note):
        other = "B" if character != "B" else "C"
        with pytest.raises(TenderlawError):
            open_note(note[:n] + other + note[n + 1 :], keys, "note")
        with pytest.raises(TenderlawError):
            open_note(note[:n] + note[n + 1 :], keys, "note")
    here = f"WHERE tenant = '{TENANT}' AND size = 13"
    for change in ("note = 'x'", "note = note || 'x'", "size = 12", "size = 1000"):
        assert after(filled, record, f"UPDATE checkpoint SET {change} {here}")[0].startswith("checkpoint of ")
    other = f"(SELECT note FROM checkpoint WHERE tenant = '{TENANT}' AND size = 6)"
    assert after(filled, record, f"UPDATE checkpoint SET note = {other} {here}") == ["checkpoint of 13"]


def test_changed_moved_and_missing_evidence_is_found(filled: Database, record: Record) -> None:
    here = f"WHERE tenant = '{TENANT}' AND seq = 9"
    place = ["evidence of entry 9"]
    assert after(filled, record, f"DELETE FROM evidence {here}") == place
    for column in ("sealed", "salt"):
        other = f"(SELECT {column} FROM evidence WHERE tenant = '{TENANT}' AND seq = 12)"
        assert after(filled, record, f"UPDATE evidence SET {column} = {other} {here}") == place
    assert after(filled, record, f"UPDATE evidence SET subject = 'bidder_z' {here}") == place
    assert "evidence of entry 10" in after(filled, record, f"UPDATE evidence SET seq = 10 {here}")
    assert "evidence of entry 99" in after(filled, record, f"UPDATE evidence SET seq = 99 {here}")


def test_values_of_another_kind_are_found_and_end_nothing(filled: Database, record: Record) -> None:
    if filled.dialect != "sqlite":
        pytest.skip("PostgreSQL keeps the kinds of its columns")
    here = f"WHERE tenant = '{TENANT}' AND seq = 12"
    for column in (*LEAF_COLUMNS, "leaf_hash"):
        for value in ("x'ff00'", "1.5", "7", "'a' || char(0)"):
            assert "entry 12" in after(filled, record, f"UPDATE entry SET {column} = {value} {here}")
    assert after(filled, record, f"UPDATE entry SET seq = 'twelve' {here}")
    assert after(filled, record, f"UPDATE node SET level = 'one', hash = 7 WHERE tenant = '{TENANT}' AND level = 1")
    assert after(filled, record, f"UPDATE checkpoint SET note = x'00' WHERE tenant = '{TENANT}'")


def test_proofs_from_the_database_prove_every_entry_and_every_beginning(filled: Database) -> None:
    with filled.reading() as connection:
        rows = connection.execute(tables.entry.select().where(tables.entry.c.tenant == TENANT)).all()
        leaves = {row.seq: row.leaf_hash for row in rows}
        roots = {size: root_of(connection, TENANT, size) for size in range(22)}
        for size in range(1, 22):
            for seq in range(1, size + 1, 3):
                proof = inclusion(connection, TENANT, seq, size)
                assert is_included(leaves[seq], seq - 1, size, proof, roots[size])
            for old in range(0, size + 1, 4):
                proof = consistency(connection, TENANT, old, size)
                assert is_consistent(old, size, roots[old], roots[size], proof)
        for asked in (lambda: inclusion(connection, TENANT, 22, 21), lambda: inclusion(connection, TENANT, 1, 22)):
            with pytest.raises(NotInRecordError):
                asked()
