"""A second pair of eyes is another person's, also where the first acted by a key of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.filing import APPROVER, ENTRY, GROUND, OFFICER, begun, hand_of, with_four_eyes
from service.filing import database as database  # noqa: PLC0414 - a fixture
from tenderlaw.service.accounts.acts import Act
from tenderlaw.service.accounts.keys import issue
from tenderlaw.service.files.approving import approve_step
from tenderlaw.service.files.faults import NotAllowedError
from tenderlaw.service.files.recording import decide_and_record
from tenderlaw.service.files.taking import StepAsked, take_step
from tenderlaw.store.database import Database


def test_whoever_issued_a_key_approves_no_step_that_was_taken_by_it(database: Database) -> None:
    _, bidder = begun(database)
    issuer = hand_of("tenant_a", "person_issuer", "administrator", "approver")
    asked = StepAsked("self-cleaning", "accepted", "weighed", ENTRY, "eu-2014-24", GROUND, "self-cleaning")
    with database.writing() as connection:
        act = Act(OFFICER.record, "tenant_a", issuer.actor, OFFICER.record.now())
        key, _ = issue(connection, act, "a system of theirs", ["files"], 30)
        # a key that a key has issued is known to whoever issued the first
        key, _ = issue(connection, replace(act, actor=key.key), "another of theirs", ["files"], 30)
        decide_and_record(connection, OFFICER, bidder)
        step = take_step(connection, with_four_eyes(replace(OFFICER, actor=key.key)), bidder, asked).step
        assert (step.state, step.by) == ("pending", key.key)
        with pytest.raises(NotAllowedError, match="issued the key"):
            approve_step(connection, issuer, step.step, "approved")
        assert approve_step(connection, APPROVER, step.step, "approved").step.state == "standing"
