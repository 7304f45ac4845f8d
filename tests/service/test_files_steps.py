"""The authority's own steps: those that the decision leaves to it, with reasons, on record, and what follows."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from service.filing import (
    APPROVER,
    CLEAN,
    ENTRY,
    GROUND,
    MISCONDUCT,
    OFFICER,
    OPERATOR,
    READER,
    STRANGER,
    begun,
    hand_of,
    with_four_eyes,
)
from service.filing import database as database  # noqa: PLC0414 - a fixture
from tenderlaw.service.files.answers import AnswersGiven, record_answers, replace_facts
from tenderlaw.service.files.approving import approve_step, list_waiting, withdraw_step
from tenderlaw.service.files.deciding import decided, read_file
from tenderlaw.service.files.faults import FileRefusedError, NotAllowedError, NotThereError, StepRefusedError
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.recording import decide_and_record
from tenderlaw.service.files.steps import Step
from tenderlaw.service.files.taking import StepAsked, possible_on, take_step
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.store.database import Database

PACK = "eu-2014-24"
SECOND = with_four_eyes(OFFICER)
LISTED: dict[str, Any] = {"list": "sam-exclusions", "entry": "S1", "matched_by": "name"}


def cleaned(verdict: str = "accepted", at: str = ENTRY) -> StepAsked:
    return StepAsked("self-cleaning", verdict, "measures weighed", at, PACK, GROUND, "self-cleaning")


def final(verdict: str) -> StepAsked:
    return StepAsked("decision", verdict, "weighed")


def outcome(connection: Connection, hand: Hand, bidder: str) -> str:
    return decide_and_record(connection, hand, bidder).made.outcome


def steps(connection: Connection, bidder: str) -> list[Step]:
    return list(read_file(connection, READER, bidder).steps)


def test_self_cleaning_that_is_accepted_is_a_fact_of_the_next_decision(database: Database) -> None:
    _, bidder = begun(database)
    with database.writing() as connection:
        assert outcome(connection, OFFICER, bidder) == "undetermined"
        taken = take_step(connection, OFFICER, bidder, cleaned())
        assert taken.step.state == "standing"
        assert taken.recorded is not None
        assert taken.recorded.made.outcome == "not_excluded"
        again = take_step(connection, OFFICER, bidder, cleaned("not-accepted"))
        assert again.recorded is not None
        assert again.recorded.made.outcome == "must_exclude"
        assert [one.state for one in steps(connection, bidder)] == ["replaced", "standing"]


def test_no_step_without_a_decision_on_the_facts_as_they_are(database: Database) -> None:
    _, bidder = begun(database)
    with database.writing() as connection:
        with pytest.raises(StepRefusedError, match="not decided yet"):
            take_step(connection, OFFICER, bidder, cleaned())
        outcome(connection, OFFICER, bidder)
        record_answers(connection, OFFICER, bidder, AnswersGiven({"operator.country": "NO"}))
        with pytest.raises(StepRefusedError, match="changed since it was decided"):
            take_step(connection, OFFICER, bidder, cleaned())


def test_a_step_against_a_mandatory_ground_is_refused_with_the_provision(database: Database) -> None:
    facts = deepcopy(OPERATOR)
    facts["linked_persons"][0]["convictions"][0]["self_cleaning"] = {"claimed": False}
    _, bidder = begun(database, facts)
    with database.writing() as connection:
        assert outcome(connection, OFFICER, bidder) == "must_exclude"
        discretion = StepAsked("discretion", "not-exercised", "why", ENTRY, PACK, GROUND)
        for refused in (discretion, final("admit")):
            with pytest.raises(StepRefusedError) as raised:
                take_step(connection, OFFICER, bidder, refused)
            assert raised.value.cite == "art. 57(1)(f)"
        with pytest.raises(InputInvalidError, match="`accepted` is true although `claimed` is false"):
            take_step(connection, OFFICER, bidder, cleaned())
        asked = StepAsked("derogation", "granted", "why", "operator", PACK, GROUND, "public-interest")
        with pytest.raises(StepRefusedError, match="no such step"):  # no State has provided for it
            take_step(connection, OFFICER, bidder, asked)
        assert take_step(connection, OFFICER, bidder, final("exclude")).step.said.verdict == "exclude"


def test_measures_that_lack_what_the_law_asks_for_cannot_be_accepted(database: Database) -> None:
    facts = deepcopy(OPERATOR)
    facts["linked_persons"][0]["convictions"][0]["self_cleaning"]["prevention"] = False
    _, bidder = begun(database, facts)
    with database.writing() as connection:
        outcome(connection, OFFICER, bidder)
        with pytest.raises(StepRefusedError, match="would not hold"):
            take_step(connection, OFFICER, bidder, cleaned())


def test_self_cleaning_that_a_judgment_bars_is_refused_with_the_provision(database: Database) -> None:
    facts = deepcopy(OPERATOR)
    facts["exclusions_by_judgment"] = [
        {"excluded_from": "2023-06-01", "excluded_until": "2027-06-01", "effective_in": ["SE"]}
    ]
    _, bidder = begun(database, facts)
    with database.writing() as connection:
        outcome(connection, OFFICER, bidder)
        with pytest.raises(StepRefusedError) as raised:
            take_step(connection, OFFICER, bidder, cleaned())
        assert raised.value.cite == "art. 57(6) fourth subparagraph"


def test_a_derogation_lifts_the_duty_where_the_state_provides_for_it(database: Database) -> None:
    hand = hand_of("tenant_a", "person_german", "officer")
    german = Hand(hand.record, hand.packs, hand.tenant, hand.actor, hand.rights, allowed=("de-gwb",))
    facts = {**deepcopy(OPERATOR), "country": "DE"}
    facts["linked_persons"][0]["convictions"][0]["self_cleaning"] = {"claimed": False}
    _, bidder = begun(database, facts, german)
    with database.writing() as connection:
        record_answers(connection, german, bidder, AnswersGiven({"procurement.authority.country": "DE"}))
        assert outcome(connection, german, bidder) == "must_exclude"
        one = next(one for one in possible_on(german, read_file(connection, german, bidder)).possible
                   if one.kind == "derogation")  # fmt: skip
        asked = StepAsked("derogation", "granted", "no other firm", one.subject.at, one.pack, one.ground, one.lift)
        with pytest.raises(InputInvalidError, match="the day on which it was decided"):
            take_step(connection, german, bidder, asked)
        dated = StepAsked("derogation", "granted", "no other firm", one.subject.at, one.pack, one.ground, one.lift,
                          on=date(2026, 1, 20))  # fmt: skip
        taken = take_step(connection, german, bidder, dated)
        assert taken.recorded is not None
        assert taken.recorded.made.outcome == "not_excluded"
        # another conviction was in nobody's view when the derogation was decided
        more = deepcopy(facts)
        more["convictions"] = [{**more["linked_persons"][0]["convictions"][0], "final_on": "2024-02-01"}]
        file = replace_facts(connection, german, bidder, {"operator": more, "entities": []})
        assert [step.state for step in file.steps] == ["reopened"]
        assert outcome(connection, german, bidder) == "must_exclude"


def test_discretion_that_is_exercised_excludes_and_otherwise_the_bidder_may_stay(database: Database) -> None:
    _, bidder = begun(database, {**CLEAN, "misconduct": [MISCONDUCT]})
    with database.writing() as connection:
        assert outcome(connection, OFFICER, bidder) == "may_exclude"
        for verdict in ("exclude", "admit"):
            with pytest.raises(StepRefusedError):
                take_step(connection, OFFICER, bidder, final(verdict))
        ground = next(one for one in possible_on(OFFICER, read_file(connection, OFFICER, bidder)).possible
                      if one.kind == "discretion")  # fmt: skip
        for verdict, allowed, refused in (("exercised", "exclude", "admit"), ("not-exercised", "admit", "exclude")):
            take_step(connection, OFFICER, bidder,
                      StepAsked("discretion", verdict, "weighed", ground.subject.at, PACK, ground.ground))  # fmt: skip
            with pytest.raises(StepRefusedError):
                take_step(connection, OFFICER, bidder, final(refused))
            assert take_step(connection, OFFICER, bidder, final(allowed)).step.said.verdict == allowed
        assert outcome(connection, OFFICER, bidder) == "may_exclude"  # ours, apart from the authority's


def test_a_hit_by_name_is_settled_by_a_person_and_opened_again_when_its_entry_changes(database: Database) -> None:
    listed = [LISTED, {**LISTED, "entry": "S2"}, {**LISTED, "entry": "S3"}]
    _, bidder = begun(database, {**CLEAN, "listings": listed})
    with database.writing() as connection:
        for number, verdict in enumerate(("different", "same", "unsure")):
            take_step(
                connection, OFFICER, bidder, StepAsked("name-hit", verdict, "register", f"operator.listings[{number}]")
            )
        file = read_file(connection, READER, bidder)
        found = decided(OFFICER, file.bidder, file.standing)
        kept: Any = found.laid.facts["operator"]
        assert [(one["entry"], one["matched_by"]) for one in kept["listings"]] == [("S2", "identifier"), ("S3", "name")]
        assert found.laid.in_draft("operator.listings[0].entry") == "operator.listings[1].entry"
        assert found.laid.decided("operator.listings[2]") == "operator.listings[1]"
        # one entry goes, another changes: what was found of the others stays with them
        moved = [{**LISTED, "entry": "S2"}, {**LISTED, "entry": "S3", "exclusion_type": "ineligible"}]
        file = replace_facts(connection, OFFICER, bidder, {"operator": {**CLEAN, "listings": moved}, "entities": []})
        assert [step.state for step in file.steps] == ["reopened", "standing", "reopened"]
        kept = decided(OFFICER, file.bidder, file.standing).laid.facts["operator"]
        assert [one["matched_by"] for one in kept["listings"]] == ["identifier", "name"]


def test_nobody_is_admitted_while_an_entry_of_a_list_waits_for_a_word(database: Database) -> None:
    listed = [{**LISTED, "matched_by": "linked-person", "person": "the managing director"}]
    _, bidder = begun(database, {**CLEAN, "listings": listed})
    with database.writing() as connection:
        assert outcome(connection, OFFICER, bidder) == "not_excluded"
        with pytest.raises(StepRefusedError, match=r"listings\[0\]` is about the bidder"):
            take_step(connection, OFFICER, bidder, final("admit"))
        taken = take_step(connection, OFFICER, bidder, StepAsked("name-hit", "same", "she is", "operator.listings[0]"))
        assert taken.step.said.lays == {}  # the entry is hers, and not the bidder's own
        assert take_step(connection, OFFICER, bidder, final("admit")).step.state == "standing"


def test_four_eyes_a_step_counts_once_another_person_has_approved_it(database: Database) -> None:
    _, bidder = begun(database)
    with database.writing() as connection:
        outcome(connection, OFFICER, bidder)
        step = take_step(connection, SECOND, bidder, cleaned()).step
        assert (step.state, outcome(connection, OFFICER, bidder)) == ("pending", "undetermined")
        assert [one.step for one in list_waiting(connection, READER)] == [step.step]
        assert not list_waiting(connection, STRANGER)
        with pytest.raises(FileRefusedError, match="waits for approval"):
            take_step(connection, SECOND, bidder, cleaned("not-accepted"))
        author = hand_of("tenant_a", SECOND.actor, "approver")
        for nobody, error in ((OFFICER, NotAllowedError), (author, NotAllowedError), (STRANGER, NotThereError)):
            with pytest.raises(error):
                approve_step(connection, nobody, step.step, "approved")
        done = approve_step(connection, APPROVER, step.step, "approved", "agreed")
        assert (done.step.state, done.step.by, done.step.approved_by) == ("standing", SECOND.actor, APPROVER.actor)
        assert done.recorded is not None
        assert done.recorded.made.outcome == "not_excluded"
        with pytest.raises(FileRefusedError, match="does not wait"):
            approve_step(connection, APPROVER, step.step, "approved")


def test_a_step_that_is_sent_back_says_why_and_its_author_can_take_it_back_before(database: Database) -> None:
    _, bidder = begun(database)
    with database.writing() as connection:
        outcome(connection, OFFICER, bidder)
        first = take_step(connection, SECOND, bidder, cleaned()).step
        with pytest.raises(InputInvalidError, match="reasons"):
            approve_step(connection, APPROVER, first.step, "returned")
        assert approve_step(connection, APPROVER, first.step, "returned", "too thin").step.state == "returned"
        second = take_step(connection, SECOND, bidder, cleaned()).step
        with pytest.raises(NotAllowedError):
            withdraw_step(connection, APPROVER, second.step, "not mine")
        assert withdraw_step(connection, SECOND, second.step, "a slip").step.state == "withdrawn"
        assert outcome(connection, OFFICER, bidder) == "undetermined"


def test_a_step_that_waits_is_opened_again_when_what_it_is_about_changes(database: Database) -> None:
    _, bidder = begun(database)
    with database.writing() as connection:
        outcome(connection, OFFICER, bidder)
        step = take_step(connection, SECOND, bidder, cleaned()).step
        file, _ = record_answers(connection, OFFICER, bidder, AnswersGiven({f"{ENTRY}.final_on": "2024-06-01"}))
        assert file.steps[0].state == "reopened"
        with pytest.raises(FileRefusedError, match="reopened"):
            approve_step(connection, APPROVER, step.step, "approved")


def test_the_final_decision_is_approved_on_the_facts_on_which_it_was_taken(database: Database) -> None:
    _, bidder = begun(database, CLEAN)
    with database.writing() as connection:
        assert outcome(connection, OFFICER, bidder) == "not_excluded"
        step = take_step(connection, SECOND, bidder, final("admit")).step
        record_answers(connection, OFFICER, bidder, AnswersGiven({"operator.name": "Another name"}))
        with pytest.raises(StepRefusedError, match="changed since it was taken"):
            approve_step(connection, APPROVER, step.step, "approved")
        withdraw_step(connection, SECOND, step.step, "the name changed")
        outcome(connection, OFFICER, bidder)
        again = take_step(connection, SECOND, bidder, final("admit")).step
        assert approve_step(connection, APPROVER, again.step, "approved").step.state == "standing"


def test_a_verdict_or_a_ground_that_there_is_not_is_refused_with_what_there_is(database: Database) -> None:
    _, bidder = begun(database)
    with database.writing() as connection:
        outcome(connection, OFFICER, bidder)
        with pytest.raises(InputInvalidError, match="did you mean `accepted`"):
            take_step(connection, OFFICER, bidder, cleaned("accept"))
        with pytest.raises(StepRefusedError, match=r"possible: .*linked_persons\[0\]"):
            take_step(connection, OFFICER, bidder, cleaned(at="operator.convictions[0]"))
        with pytest.raises(InputInvalidError, match="reasons"):
            take_step(
                connection,
                OFFICER,
                bidder,
                StepAsked("self-cleaning", "accepted", " ", ENTRY, PACK, GROUND, "self-cleaning"),
            )
