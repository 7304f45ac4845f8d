"""Files of procurements and bidders: kept apart by tenant, changed by one at a time, decided and on record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from service.filing import CLEAN, DAY, ENTRY, OFFICER, OPERATOR, PROCUREMENT, READER, STRANGER, begun
from service.filing import database as database  # noqa: PLC0414 - a fixture
from tenderlaw.decisions.decide import decide
from tenderlaw.service.files.answers import AnswersGiven, record_answers, replace_facts
from tenderlaw.service.files.bidders import create_bidder, list_bidders
from tenderlaw.service.files.deciding import (
    File,
    decision_data,
    decisions_on,
    made_at,
    read_file,
    refuse_changed,
)
from tenderlaw.service.files.drafts import BidderDraft, ProcurementDraft, without_assessed
from tenderlaw.service.files.faults import (
    ChangedError,
    FileRefusedError,
    NotAllowedError,
    NotThereError,
    StepRefusedError,
)
from tenderlaw.service.files.procurements import (
    archive_procurement,
    change_procurement,
    create_procurement,
    list_procurements,
    read_procurement,
)
from tenderlaw.service.files.recording import decide_and_record, prepare_decision, record_decision
from tenderlaw.service.files.taking import StepAsked, take_step
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.store import tables
from tenderlaw.store.database import Database

ACCEPTED = f"{ENTRY}.self_cleaning.accepted"


def test_a_file_comes_to_what_the_library_says_of_its_facts_and_says_so_on_record(database: Database) -> None:
    bought, bidder = begun(database)
    with database.writing() as connection:
        recorded = decide_and_record(connection, OFFICER, bidder)
    # whether it derogated, an authority knows of itself: all its steps are on record
    whole = {"procurement": PROCUREMENT, "operator": {**OPERATOR, "derogations": []}, "entities": []}
    asked = decide(whole, as_of=DAY, packs=["eu-2014-24"])
    with database.reading() as connection:
        held = decision_data(connection, OFFICER, recorded.made)
        entry = connection.execute(select(tables.entry).where(tables.entry.c.seq == recorded.made.seq)).one()
        assert read_file(connection, READER, bidder).changed is False
        assert read_procurement(connection, READER, bought).as_of == DAY
    assert (recorded.made.outcome, recorded.new) == ("undetermined", True)
    assert recorded.decision.id == asked.id
    assert held == asked.data()
    assert (entry.kind, entry.actor, entry.subject) == ("decision", "person_officer", bidder)
    assert asked.id not in str(entry.payload)
    assert "director" not in str(entry.payload)


def test_deciding_again_without_a_change_gives_the_same_decision_and_writes_nothing(database: Database) -> None:
    _, bidder = begun(database)
    with database.writing() as connection:
        first = decide_and_record(connection, OFFICER, bidder)
        again = decide_and_record(connection, OFFICER, bidder)
        other_day = decide_and_record(connection, OFFICER, bidder, as_of=date(2026, 3, 1))
        assert (again.made, again.new, other_day.new) == (first.made, False, True)
        assert [one.decision for one in decisions_on(connection, READER, bidder)] == [
            other_day.made.decision,
            first.made.decision,
        ]


def test_what_came_to_a_file_between_deciding_and_recording_is_decided_with_it(database: Database) -> None:
    bought, bidder = begun(database)

    def seen_first(file: File) -> None:
        refuse_changed(file, "1.1")

    with database.reading() as connection:
        prepared = prepare_decision(connection, OFFICER, bidder)
        meant = prepare_decision(connection, OFFICER, bidder, meant=seen_first)
    with database.writing() as connection:
        record_answers(connection, OFFICER, bidder, AnswersGiven({"operator.name": "Another"}))
    with database.writing() as connection:
        recorded = record_decision(connection, OFFICER, prepared)
        assert recorded.decision.facts["operator"]["name"] == "Another"  # type: ignore[index]
        assert recorded.made.told["revision"] == "2.1"
        assert not read_file(connection, OFFICER, bidder).changed
    with database.writing() as connection:  # the decision of before is one that something came to, too
        assert record_decision(connection, OFFICER, prepared).made == recorded.made
        with pytest.raises(ChangedError):
            record_decision(connection, OFFICER, meant)
    with database.reading() as connection:
        prepared = prepare_decision(connection, OFFICER, bidder, as_of=date(2026, 3, 1))
    with database.writing() as connection:  # what the procurement shares among its bidders
        held = read_procurement(connection, OFFICER, bought)
        facts = {**held.draft.facts, "title": "Cleaning of schools"}
        change_procurement(connection, OFFICER, bought, held.revision, draft=replace(held.draft, facts=facts))
    with database.writing() as connection:
        assert record_decision(connection, OFFICER, prepared).decision.facts["procurement"] == facts


def test_a_decision_by_another_law_is_not_that_of_the_file_any_more(database: Database) -> None:
    _, bidder = begun(database, CLEAN)
    with database.writing() as connection:
        first = decide_and_record(connection, OFFICER, bidder)
        other = replace(OFFICER, allowed=("eu-2014-24", "de-gwb"))
        assert read_file(connection, other, bidder).changed
        with pytest.raises(StepRefusedError, match="changed since it was decided"):
            take_step(connection, other, bidder, StepAsked("decision", "admit", "nothing is against it"))
        assert decide_and_record(connection, other, bidder).new
        assert not read_file(connection, other, bidder).changed
        assert first.made.told["packs"] != read_file(connection, other, bidder).latest.told["packs"]  # type: ignore[union-attr]


def test_an_answer_changes_the_file_and_its_value_is_sealed(database: Database) -> None:
    _, bidder = begun(database, CLEAN)
    with database.writing() as connection:
        before = decide_and_record(connection, OFFICER, bidder)
        name = {"operator.name": "A secret name"}
        file, became = record_answers(connection, OFFICER, bidder, AnswersGiven(name), "1.1")
        assert (file.changed, file.bidder.name, file.bidder.revision) == (True, "A secret name", "2.1")
        assert became.faults == ()
        entry = connection.execute(select(tables.entry).order_by(tables.entry.c.seq.desc())).first()
        assert entry is not None
        assert entry.payload == {"paths": ["operator.name"], "revision": "2.1"}
        after = decide_and_record(connection, OFFICER, bidder)
        assert (after.new, after.made.outcome) == (True, before.made.outcome)


def test_two_officers_on_one_file_the_second_is_told_and_nothing_is_lost(database: Database) -> None:
    _, bidder = begun(database, CLEAN)
    with database.writing() as connection:
        record_answers(connection, OFFICER, bidder, AnswersGiven({"operator.name": "First"}), "1.1")
    with pytest.raises(ChangedError) as raised, database.writing() as connection:
        record_answers(connection, OFFICER, bidder, AnswersGiven({"operator.name": "Second"}), "1.1")
    assert raised.value.revision == "2.1"
    with database.reading() as connection:
        assert read_file(connection, READER, bidder).bidder.name == "First"


def test_of_several_who_answer_at_once_one_is_heard_and_the_others_are_told(database: Database) -> None:
    _, bidder = begun(database, CLEAN)

    def answer(number: int) -> str:
        try:
            with database.writing() as connection:
                given = AnswersGiven({"operator.name": f"Name {number}"})
                return record_answers(connection, OFFICER, bidder, given, "1.1")[0].bidder.revision
        except ChangedError:
            return "changed"

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(answer, range(4)))
    assert told == ["2.1", "changed", "changed", "changed"]


def test_a_list_that_nobody_has_finished_clears_nobody(database: Database) -> None:
    facts = {name: value for name, value in CLEAN.items() if name != "misconduct"}
    _, bidder = begun(database, facts)
    entry = "operator.misconduct[0]"
    with database.writing() as connection:
        record_answers(connection, OFFICER, bidder, AnswersGiven({"operator.misconduct": "add"}))
        file, _ = record_answers(connection, OFFICER, bidder, AnswersGiven({f"{entry}.kind": "blacklisting"}))
        assert file.bidder.draft.growing == ("operator.misconduct",)
        assert decide_and_record(connection, OFFICER, bidder).made.outcome == "undetermined"
        demonstrated = {f"{entry}.demonstrated": False, "operator.misconduct": "none"}
        file, _ = record_answers(connection, OFFICER, bidder, AnswersGiven(demonstrated))
        assert (file.bidder.draft.growing, file.bidder.facts["operator"]["misconduct"]) == (  # type: ignore[index]
            (),
            [{"kind": "blacklisting", "demonstrated": False}],
        )
        assert decide_and_record(connection, OFFICER, bidder).made.outcome == "not_excluded"
        file, _ = record_answers(connection, OFFICER, bidder, AnswersGiven({"operator.tax_breaches": None}))
        assert file.bidder.draft.unknown == ("operator.tax_breaches",)
        assert decide_and_record(connection, OFFICER, bidder).made.outcome == "undetermined"


def test_an_answer_about_the_procurement_is_that_of_all_its_bidders(database: Database) -> None:
    bought, bidder = begun(database, CLEAN)
    with database.writing() as connection:
        other = create_bidder(connection, OFFICER, bought, BidderDraft({"operator": CLEAN, "entities": []})).bidder
        decide_and_record(connection, OFFICER, other)
        given = AnswersGiven({"procurement.contract_kind": "supplies"})
        record_answers(connection, OFFICER, bidder, given, "1.1")
        file = read_file(connection, READER, other)
        assert file.bidder.facts["procurement"]["contract_kind"] == "supplies"  # type: ignore[index]
        assert (file.changed, file.bidder.revision) == (True, "1.2")


def test_what_only_a_step_of_the_authority_gives_is_no_answer(database: Database) -> None:
    bought, bidder = begun(database)
    accepted = deepcopy(OPERATOR)
    accepted["linked_persons"][0]["convictions"][0]["self_cleaning"]["accepted"] = True
    accepted["derogations"] = [{"basis": "public-interest", "decided": True}]
    facts = {"operator": accepted, "entities": []}
    for refused in ({ACCEPTED: True}, {"operator.derogations": []}):
        with pytest.raises(InputInvalidError, match="step"), database.writing() as connection:
            record_answers(connection, OFFICER, bidder, AnswersGiven(refused))
    with pytest.raises(InputInvalidError) as raised, database.writing() as connection:
        create_bidder(connection, OFFICER, bought, BidderDraft(facts))
    assert [fault.field for fault in raised.value.faults] == ["operator.derogations", ACCEPTED]
    kept, aside = without_assessed(facts, OFFICER.regimes(None))
    assert set(aside) == {"operator.derogations", ACCEPTED}
    with database.writing() as connection:
        create_bidder(connection, OFFICER, bought, BidderDraft(kept))
        with pytest.raises(InputInvalidError):
            replace_facts(connection, OFFICER, bidder, facts)


def test_another_tenants_handle_is_as_unknown_as_one_that_nobody_has(database: Database) -> None:
    bought, bidder = begun(database)
    with database.writing() as connection:
        decision = decide_and_record(connection, OFFICER, bidder).made.decision
    with database.writing() as connection:
        for handle, unknown in ((bought, bought[:-1] + "z"), ("x", "' OR 1=1")):
            messages = set()
            for one in (handle, unknown):
                with pytest.raises(NotThereError) as raised:
                    read_procurement(connection, STRANGER, one)
                messages.add(str(raised.value).replace(one, "..."))
            assert len(messages) == 1
        with pytest.raises(NotThereError):
            read_file(connection, STRANGER, bidder)
        with pytest.raises(NotThereError):
            made_at(connection, STRANGER, decision)
        with pytest.raises(NotThereError):
            decide_and_record(connection, STRANGER, bidder)
        with pytest.raises(NotThereError):
            create_bidder(connection, STRANGER, bought, BidderDraft({"operator": CLEAN}))
        assert not list_procurements(connection, STRANGER).items
        assert not list_bidders(connection, STRANGER).items


def test_a_reader_changes_nothing(database: Database) -> None:
    bought, bidder = begun(database)
    with database.writing() as connection:
        with pytest.raises(NotAllowedError):
            decide_and_record(connection, READER, bidder)
        with pytest.raises(NotAllowedError):
            change_procurement(connection, READER, bought, "1", title="Other")
        with pytest.raises(NotAllowedError):
            record_answers(connection, READER, bidder, AnswersGiven({"operator.name": "X"}))


def test_faulty_facts_are_refused_with_their_paths_and_nothing_is_kept(database: Database) -> None:
    with database.writing() as connection:
        with pytest.raises(InputInvalidError, match=r"procurement.stage"):
            create_procurement(connection, OFFICER, "Cleaning", ProcurementDraft({"stage": "never"}))
        with pytest.raises(InputInvalidError, match="title"):
            create_procurement(connection, OFFICER, " \n ", ProcurementDraft({}))
        with pytest.raises(InputInvalidError):
            create_procurement(connection, OFFICER, "Cleaning", ProcurementDraft({}, regimes=("nowhere",)))
        assert not list_procurements(connection, OFFICER).items
    _, bidder = begun(database)
    with pytest.raises(InputInvalidError, match=r"operator.country"), database.writing() as connection:
        record_answers(connection, OFFICER, bidder, AnswersGiven({"operator.name": "X", "operator.country": "Sweden!"}))
    with database.reading() as connection:
        assert read_file(connection, READER, bidder).bidder.revision == "1.1"


def test_lists_go_on_where_the_page_before_ended_and_find_titles(database: Database) -> None:
    with database.writing() as connection:
        for title in ("Straßen 1", "Roads 2", "Schools 50%", "Roads_4"):
            create_procurement(connection, OFFICER, title, ProcurementDraft({}))
        first = list_procurements(connection, READER, limit=3)
        rest = list_procurements(connection, READER, limit=3, after=first.next)
        assert [one.title for one in (*first.items, *rest.items)] == ["Roads_4", "Schools 50%", "Roads 2", "Straßen 1"]
        assert (first.next is None, rest.next) == (False, None)
        named = (first.items[0].procurement, ["Roads_4"])
        words_found = (("roads", ["Roads_4", "Roads 2"]), ("50%", ["Schools 50%"]), ("roads_", ["Roads_4"]), named)
        for words, found in (*words_found, ("STRASSEN", []), ("straßen", ["Straßen 1"])):
            assert [one.title for one in list_procurements(connection, READER, search=words).items] == found
        last = rest.items[0]
        archive_procurement(connection, OFFICER, last.procurement, last.revision)
        assert len(list_procurements(connection, READER).items) == 3
        assert len(list_procurements(connection, READER, archived=True).items) == 4
        with pytest.raises(FileRefusedError, match="put aside"):
            create_bidder(connection, OFFICER, last.procurement, BidderDraft({"operator": CLEAN}))
