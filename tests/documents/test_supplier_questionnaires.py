"""Supplier questionnaires: what a bidder is asked, and what its answers do to the case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from questionnaire_sample import CASE, asked_in, regimes_asked

from tenderlaw.documents.questionnaires.case_text import case_text
from tenderlaw.documents.questionnaires.forms import answers_in, written
from tenderlaw.documents.questionnaires.into_case import Completed, completed_by_answers
from tenderlaw.documents.questionnaires.model import Questionnaire
from tenderlaw.documents.questionnaires.phrases import LANGUAGES, phrases_in
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.tree import read_file


@pytest.fixture
def regimes() -> tuple[Any, ...]:
    return regimes_asked()


@pytest.fixture
def asked() -> Questionnaire:
    return asked_in("en")


class Answering:
    """Fills the JSON form, and puts the answers into the case."""

    def __init__(self, asked: Questionnaire, regimes: tuple[Any, ...], folder: Path) -> None:
        self.form: Any = json.loads(written(asked, "json"))
        self.by_path: Any = {one["path"]: one for one in self.form["questions"]}
        self._regimes, self._file = regimes, folder / "answers.json"

    def completed(self) -> Completed:
        self._file.write_text(json.dumps(self.form), encoding="utf-8")
        return completed_by_answers(read_file(CASE), answers_in(self._file), "answers.json", self._regimes)

    def faults(self) -> list[str]:
        with pytest.raises(InputInvalidError) as caught:
            self.completed()
        return [str(fault) for fault in caught.value.faults]


@pytest.fixture
def answering(asked: Questionnaire, regimes: tuple[Any, ...], tmp_path: Path) -> Answering:
    return Answering(asked, regimes, tmp_path)


def test_a_bidder_is_asked_what_it_alone_can_answer(asked: Questionnaire) -> None:
    paths = [one.path for one in asked.asked]
    assert "operator.audit_reports" in paths
    assert not any(path.startswith("procurement") for path in paths)
    assert "the buyer's own review" not in " ".join(one.text for one in asked.evidence)


def test_each_question_says_what_needs_it(asked: Questionnaire) -> None:
    (recruiters,) = [one for one in asked.asked if one.path == "operator.recruiters"]
    assert "Recruiters, licensed where the law requires it (background paper para. 31(g))" in recruiters.needed_for


def test_topics_of_which_nothing_is_asked_are_shown(asked: Questionnaire) -> None:
    empty = [one.id for one in asked.topics if not asked.of_topic(one.id)]
    assert "consultation" in empty


def test_the_same_questionnaire_has_the_same_bytes(asked: Questionnaire) -> None:
    assert written(asked, "json") == written(asked, "json")


def test_a_blank_questionnaire_changes_nothing(answering: Answering) -> None:
    completed = answering.completed()
    assert not completed.put
    assert completed.data == read_file(CASE).data


def test_not_known_is_no_no_and_none_is_an_empty_list(answering: Answering) -> None:
    answering.by_path["operator.recruiters"]["answer"] = "none"
    answering.by_path["operator.subcontractors"]["answer"] = "nicht bekannt"
    operator: Any = answering.completed().data["operator"]
    assert operator["recruiters"] == []
    assert "subcontractors" not in operator
    assert operator["references"] == [{"about": "operator.subcontractors", "said": "not known"}]


def test_what_is_referred_to_is_kept_beside_the_answer(answering: Answering) -> None:
    answering.by_path["operator.recruiters"] |= {"answer": "none", "document": "HR file", "page": 3}
    answering.form["evidence"][0] |= {"answer": "enclosed", "dated": "2026-01-15"}
    operator: Any = answering.completed().data["operator"]
    assert operator["references"] == [
        {"about": "operator.recruiters", "document": "HR file", "page": "3"},
        {"about": answering.form["evidence"][0]["id"], "said": "enclosed", "dated": "2026-01-15"},
    ]


def test_rows_become_entries_with_their_kinds_of_value(answering: Answering) -> None:
    answering.by_path["operator.audit_reports"]["answer"] = [
        {"site": "North", "audited_on": "2025-09-30", "scope": "labour; wages", "findings": "no finding",
         "independent": "yes", "worker_interviews": "not known"},
        {"site": None},
        {"site": "0012", "independent": "non"},
    ]  # fmt: skip
    operator: Any = answering.completed().data["operator"]
    first = {"site": "North", "audited_on": "2025-09-30", "scope": ["labour", "wages"], "findings": "none"}
    assert operator["audit_reports"] == [{**first, "independent": True}, {"site": "0012", "independent": False}]
    assert operator["references"][0]["about"] == "operator.audit_reports[0].worker_interviews"


def test_what_the_case_holds_stands_and_the_contradiction_is_told(answering: Answering) -> None:
    answering.by_path["operator.recruiters"] |= {"path": "operator.owners_known", "answer": "no"}
    completed = answering.completed()
    operator: Any = completed.data["operator"]
    assert operator["owners_known"] is True
    assert operator["references"] == [{"about": "operator.owners_known", "said": "no"}]
    (remark,) = map(str, completed.remarks)
    assert "/questions/4/answer: `operator.owners_known` is answered `no`, and the case holds `yes`" in remark


@pytest.mark.parametrize(
    ("path", "answer", "said"),
    [
        ("operator.recruiters", "perhaps", "`perhaps` is no answer to a list"),
        ("operator.recruiters", [{"nam": "A"}], "`nam` is no column of `operator.recruiters` (did you mean `name`?)"),
        ("operator.recruiters", [{"licensed_until": "01/02/2026"}], "may be read as more than one day"),
        ("operator.recruiters", [{"licensed_until": 46054}], "holds the number `46054` where a day is asked for"),
        ("operator.recruiters", [{"licensed_until": "2026-02-30"}], "is not a day of the calendar"),
        ("operator.recruiters", [{"country": "Sweden"}], "must be the two capitals of a country"),
        ("operator.recruiters", [{"register_number": 12345}], "holds the number `12345` where words are asked for"),
        ("operator.recruiters", [{"licensed": "ja bitte"}], "`ja bitte` is neither yes nor no"),
        ("operator.subcontractors", [{"tier": "1,5"}], "`1,5` is not a number"),
        ("operator.subcontractors_complete", "mostly", "`mostly` is not one of the words"),
        ("operator.recruters", "none", "leads to no fact (did you mean `recruiters`?)"),
        ("procurement.stage", "awarded", "is no fact of a bidder"),
        ("operator.evidence_verified", "yes", "is the authority's to find"),
        ("entities[3].owners_known", "yes", "that the case does not hold"),
    ],
)
def test_an_answer_that_cannot_be_read_is_refused_with_its_place(
    answering: Answering, path: str, answer: object, said: str
) -> None:
    held = answering.by_path.get(path, answering.by_path["operator.recruiters"])
    held |= {"path": path, "answer": answer}
    (fault,) = answering.faults()
    assert fault.startswith("answers.json: /questions/")
    assert said in fault


def test_every_key_of_the_file_is_read(answering: Answering) -> None:
    answering.by_path["operator.recruiters"]["anwser"] = "none"
    assert answering.faults() == [
        f"{answering._file}: /questions/4/anwser: unknown key `anwser` (did you mean `answer`?)"
    ]


def test_a_fact_answered_twice_is_refused(answering: Answering) -> None:
    answering.by_path["operator.recruiters"]["answer"] = "none"
    answering.form["questions"].append({**answering.by_path["operator.recruiters"]})
    assert "is answered twice" in answering.faults()[0]


def test_the_case_file_keeps_its_lines_and_reads_back(answering: Answering, tmp_path: Path) -> None:
    answering.by_path["operator.recruiters"]["answer"] = [{"name": "NO", "register_number": "007"}]
    completed = answering.completed()
    out = tmp_path / "case-2.yaml"
    out.write_text(case_text(CASE, completed, out), encoding="utf-8")
    assert out.read_text(encoding="utf-8").startswith(
        CASE.read_text(encoding="utf-8").rstrip().partition("entities")[0]
    )
    assert read_file(out).data == completed.data


def test_words_for_which_conditions_look_are_told(asked: Questionnaire) -> None:
    (statements,) = [one for one in asked.asked if one.path == "operator.statements"]
    (kind,) = [one for one in statements.columns if one.name == "kind"]
    assert "compliance-plan-certificate" in kind.such_as


def test_every_language_says_all_that_a_questionnaire_says() -> None:
    keys = {language: set(phrases_in(language)) for language in LANGUAGES}
    assert len(keys) == 5
    assert all(said == keys["en"] for said in keys.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_may_be_in_any_language(answering: Answering, language: str) -> None:
    said = phrases_in(language)
    answering.by_path["operator.recruiters"]["answer"] = [{"licensed": said["yes"], "licensed_until": said["open"]}]
    answering.by_path["operator.audit_reports"]["answer"] = said["none"]
    answering.by_path["operator.subcontractors"]["answer"] = said["not_known"]
    operator: Any = answering.completed().data["operator"]
    assert operator["recruiters"] == [{"licensed": True, "licensed_until": "open"}]
    assert operator["audit_reports"] == []
    assert "subcontractors" not in operator
