"""What is handed over is verified with no database: any byte that was changed is found, and where."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenderlaw.record.checkpoints import latest_note, sign_checkpoint, verifiers_of
from tenderlaw.record.exported import verify_export, verify_proof
from tenderlaw.record.exporting import export, prove
from tenderlaw.record.ledger import Record
from tenderlaw.record.notes import open_note, read_verifier
from tenderlaw.record.tree import leaf_hash
from tenderlaw.record.walk import Verified
from tenderlaw.sources.faults import InputInvalidError, TenderlawError
from tenderlaw.store.database import Database

TENANT = "tenant_a"


def places(verified: Verified) -> list[str]:
    return [finding.place for finding in verified.findings]


@pytest.fixture
def exported(filled: Database, record: Record) -> bytes:
    return b"".join(export(filled, record, TENANT, "person_x", evidence=True))


def of_export(data: bytes) -> Verified:
    return verify_export(data.splitlines(keepends=True))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_export_is_verified_without_the_database_and_every_change_of_it_is_found(exported: bytes) -> None:
    whole = of_export(exported)
    assert (whole.findings, whole.size, whole.checkpoints, whole.signed, whole.evidence) == ((), 22, 4, 22, 7)
    lines = exported.splitlines(keepends=True)
    assert leaf_hash(lines[1].split(b'"entry":')[1].split(b',"hash"')[0]).hex() in lines[1].decode()
    for n in range(len(lines)):
        assert refused(b"".join([*lines[:n], *lines[n + 1 :]])), f"without line {n + 1}"
        assert refused(b"".join([*lines[:n], lines[n], *lines[n:]])), f"line {n + 1} twice"
        assert refused(b"".join(lines[:n])), f"up to line {n}"
        if n:
            swapped = [*lines[: n - 1], lines[n], lines[n - 1], *lines[n + 1 :]]
            assert refused(b"".join(swapped)), f"line {n} after line {n + 1}"
    assert refused(exported[:-1])
    assert not refused(exported)

    @given(st.integers(0, len(exported) - 1), st.integers(1, 255))
    @settings(max_examples=300, suppress_health_check=list(HealthCheck))
    def changed(place: int, by: int) -> None:
        assert refused(exported[:place] + bytes([exported[place] ^ by]) + exported[place + 1 :])

    changed()


def refused(data: bytes) -> bool:
    try:
        return not of_export(data).intact
    except InputInvalidError:
        return True


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_export_is_of_the_moment_in_which_it_was_asked_for(filled: Database, record: Record) -> None:
    lines = export(filled, record, TENANT, "person_x")
    with filled.writing() as connection:
        record.append(connection, TENANT, "step", "person_x", "bidder_y", {"n": 23})
        sign_checkpoint(connection, record, TENANT)
    verified = verify_export(lines)
    assert (verified.findings, verified.size, verified.evidence) == ((), 22, 0)


def test_a_public_key_is_written_as_other_logs_write_theirs() -> None:
    theirs = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert (str(read_verifier(theirs)), read_verifier(theirs).id.hex()) == (theirs, "c74f20a3")
    for other in (theirs[:-1], theirs.replace("c74f", "c74e"), theirs.replace("Peter", "Paul"), "", "+", "a+b+c"):
        with pytest.raises(InputInvalidError, match="is no public key"):
            read_verifier(other)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_export_says_where_it_was_changed(exported: bytes) -> None:
    lines = exported.splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if b'"seq":8,' in line and line.startswith(b'{"entry"'))
    lines[at] = lines[at].replace(b'{"n":8}', b'{"n":9}')
    assert places(of_export(b"".join(lines))) == ["entry 8"]
    del lines[at]
    assert places(of_export(b"".join(lines)))[0] == "entry 8"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_export_is_bound_to_the_keys_that_one_trusts(exported: bytes, filled: Database) -> None:
    lines = exported.splitlines(keepends=True)
    with filled.reading() as connection:
        ours, others = verifiers_of(connection, TENANT), verifiers_of(connection, "tenant_b")
        kept = open_note(latest_note(connection, TENANT) or "", ours, "kept")
    assert verify_export(lines, verifiers=ours, witnessed=[kept]).intact
    assert not verify_export(lines, verifiers=others).intact


@pytest.mark.parametrize("evidence", [False, True])
def test_a_proof_stands_alone_and_every_change_of_it_is_found(filled: Database, record: Record, evidence: bool) -> None:
    with filled.writing() as connection:
        line = prove(connection, record, TENANT, 9, evidence=evidence)
        assert verify_proof(prove(connection, record, TENANT, 21)).size == 21
    proved = verify_proof(line)
    assert (proved.faults, proved.entry["seq"], proved.size) == ((), 9, 20)
    assert proved.evidence == ({"n": 9, "name": "Anna"} if evidence else None)
    for n in range(len(line)):
        changed = line[:n] + bytes([line[n] ^ 1]) + line[n + 1 :]
        assert _bad(lambda changed=changed: verify_proof(changed).faults), (n, line[n : n + 20])


def _bad(asked: Callable[[], tuple[str, ...]]) -> bool:
    try:
        return bool(asked())
    except TenderlawError:
        return True
