"""Laws of files: whatever is done in whatever order, the record explains the state, and no other tenant sees it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from service.filing import (
    APPROVER,
    CONVICTION,
    DAY,
    MISCONDUCT,
    OFFICER,
    OPERATOR,
    READER,
    STRANGER,
    add_tenants,
    begun,
    with_four_eyes,
)
from tenderlaw.service.files.answers import replace_facts
from tenderlaw.service.files.approving import approve_step, list_waiting, withdraw_step
from tenderlaw.service.files.assessing import assessed_paths
from tenderlaw.service.files.deciding import decided, decisions_on, read_file
from tenderlaw.service.files.faults import FileRefusedError, NotAllowedError, NotThereError
from tenderlaw.service.files.laying import still_about
from tenderlaw.service.files.recording import decide_and_record
from tenderlaw.service.files.steps import explained
from tenderlaw.service.files.taking import StepAsked, possible_on, take_step
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.store import schema, tables
from tenderlaw.store.database import Database, open_database

LISTED: dict[str, Any] = {"list": "sam-exclusions", "entry": "S1", "matched_by": "name"}
PERSON: dict[str, Any] = OPERATOR["linked_persons"][0]
DECIDE, TAKE, CHANGE, APPROVE, RETURN, WITHDRAW = range(6)
MOVES = st.tuples(st.integers(0, 5), st.integers(0, 9), st.integers(0, 9), st.booleans())


def variant(number: int) -> dict[str, Any]:
    """A bidder's facts: entries come, go, move and change."""
    facts: dict[str, Any] = deepcopy(OPERATOR)
    facts["misconduct"] = [MISCONDUCT, {**MISCONDUCT, "occurred_on": "2025-07-01"}][: number % 3]
    facts["listings"] = [LISTED, {**LISTED, "entry": "S2"}][:: -1 if number % 2 else 1][: 1 + number % 2]
    if number % 4 == 1:
        facts["linked_persons"] = [{**PERSON, "name": "somebody else", "convictions": []}, PERSON]
    if number % 4 == 2:
        facts["linked_persons"] = [{**PERSON, "convictions": [{**CONVICTION, "final_on": "2024-01-01"}]}]
    if number % 4 == 3:
        facts["linked_persons"] = []
    return facts


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for all examples: each has a file of its own in it."""
    folder: Path = tmp_path_factory.mktemp("laws")
    opened = open_database(str(folder / "laws.sqlite"))
    schema.upgrade(opened)
    add_tenants(opened)
    yield opened
    opened.close()


def play(connection: Connection, bidder: str, move: tuple[int, int, int, bool]) -> None:
    what, first, second, eyes = move
    file = read_file(connection, OFFICER, bidder)
    pending = [step for step in file.steps if step.state == "pending"]
    hand = with_four_eyes(OFFICER) if eyes else OFFICER
    if what == DECIDE:
        decide_and_record(connection, OFFICER, bidder, as_of=DAY)
    elif what == CHANGE:
        replace_facts(connection, OFFICER, bidder, {"operator": variant(first), "entities": []})
    elif what == TAKE:
        possible = possible_on(OFFICER, file).possible
        if possible:
            one = possible[first % len(possible)]
            verdict = one.verdicts[second % len(one.verdicts)]
            asked = StepAsked(one.kind, verdict, "why", one.subject.at, one.pack, one.ground, one.lift, on=DAY)
            take_step(connection, hand, bidder, asked)
    elif pending:
        step = pending[first % len(pending)].step
        if what == WITHDRAW:
            withdraw_step(connection, OFFICER, step, "a slip")
        else:
            approve_step(connection, APPROVER, step, "approved" if what == APPROVE else "returned", "seen")


def explain(connection: Connection, bidder: str) -> None:
    """The state of the file is what its record says, and nothing that only a step gives is there without one."""
    file = read_file(connection, READER, bidder)
    entry = tables.entry.c
    query = select(entry.kind, entry.payload).where(entry.tenant == "tenant_a", entry.subject == bidder)
    entries = connection.execute(query.order_by(entry.seq)).all()
    assert explained((kind, payload) for kind, payload in entries) == {step.step: step.state for step in file.steps}
    for step in file.steps:
        if step.state in ("pending", "standing") and step.said.kind != "decision":
            assert still_about(file.bidder.facts, step.said.subject) is not None
        assert step.approved_by is None or step.state == "withdrawn" or step.approved_by != step.by
    targets = [step.said.target for step in file.steps if step.state == "standing"]
    assert len(targets) == len(set(targets))
    found = decided(OFFICER, file.bidder, file.standing, DAY)
    facts = str(found.laid.facts)
    lays = [one for one in file.standing if one.lays]
    assert facts.count("'accepted'") == sum("self_cleaning.accepted" in one.lays for one in lays)
    assert facts.count("'identifier'") == sum("matched_by" in one.lays for one in lays)
    assert "convictions.self_cleaning.accepted" in assessed_paths(found.regimes[0])
    if file.latest is not None and not file.changed:
        again = decided(OFFICER, file.bidder, file.standing, file.latest.as_of).decision
        assert again.outcome == file.latest.outcome


@settings(max_examples=15)
@given(st.lists(MOVES, min_size=4, max_size=12))
def test_no_sequence_of_steps_ends_in_a_state_that_the_record_cannot_explain(
    shared: Database, moves: list[tuple[int, int, int, bool]]
) -> None:
    _, bidder = begun(shared, variant(0))
    with shared.writing() as connection:
        decide_and_record(connection, OFFICER, bidder)
        for move in moves:
            saved = connection.begin_nested()
            try:
                play(connection, bidder, move)
                saved.commit()
            except (FileRefusedError, NotAllowedError, InputInvalidError):
                saved.rollback()  # refused: nothing of it is there
            explain(connection, bidder)


@settings(max_examples=10)
@given(st.sampled_from(["bidder", "procurement", "step", "decision"]), st.integers(0, 3))
def test_no_tenant_learns_of_anothers_handle(shared: Database, what: str, number: int) -> None:
    bought, bidder = begun(shared, variant(number))
    with shared.writing() as connection:
        made = decide_and_record(connection, OFFICER, bidder).made
        hit = StepAsked("name-hit", "unsure", "why", "operator.listings[0]")
        step = take_step(connection, with_four_eyes(OFFICER), bidder, hit).step.step
        handle = {"bidder": bidder, "procurement": bought, "step": step, "decision": made.decision}[what]
        for call in (
            lambda one: read_file(connection, STRANGER, one),
            lambda one: decisions_on(connection, STRANGER, one),
            lambda one: approve_step(connection, STRANGER, one, "approved"),
        ):
            said = set()
            for one in (handle, handle[:-1] + ("a" if handle[-1] != "a" else "b")):
                with pytest.raises(NotThereError) as raised:
                    call(one)
                said.add(str(raised.value).replace(one, "..."))
            assert len(said) == 1
        assert not list_waiting(connection, STRANGER)
