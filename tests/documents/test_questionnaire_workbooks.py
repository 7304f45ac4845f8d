"""Questionnaires as workbooks: what spreadsheets make of answers is read rightly or refused, with sheet and cell."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from questionnaire_filling import filled, formula, number, text
from questionnaire_sample import CASE, asked_in, regimes_asked

from tenderlaw.documents.questionnaires.forms import answers_in, written
from tenderlaw.documents.questionnaires.into_case import Completed, completed_by_answers
from tenderlaw.documents.questionnaires.model import Questionnaire
from tenderlaw.documents.questionnaires.xlsx_form import LAYOUT
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.tree import read_file


@pytest.fixture
def regimes() -> tuple[Any, ...]:
    return regimes_asked()


@pytest.fixture
def asked() -> Questionnaire:
    return asked_in("en")


_NOT_KNOWN = ("not known", "not-known", "unknown", "inconnu", "nicht bekannt", "no se sabe", "niet bekend")


class Workbook:
    """A workbook to fill, and the places of its questions."""

    def __init__(self, asked: Questionnaire, regimes: tuple[Any, ...], folder: Path) -> None:
        self.data, self._regimes, self._file = written(asked, "xlsx"), regimes, folder / "q.xlsx"
        self._file.write_bytes(self.data)
        self.rows = {one.about.value: one.about.place[3:] for one in answers_in(self._file)}
        self.lists = {one.path: f"L{n}" for n, one in enumerate((o for o in asked.asked if o.kind == "list"), 1)}
        self._columns = {one.path: [column.name for column in one.columns] for one in asked.asked}

    def answer(self, path: str) -> str:
        return f"Q!F{self.rows[path]}"

    def entry(self, path: str, column: str, number: int = 0) -> str:
        return f"{self.lists[path]}!{chr(ord('B') + self._columns[path].index(column))}{number + 5}"

    def completed(self, cells: Mapping[str, str]) -> Completed:
        self._file.write_bytes(filled(self.data, cells))
        return completed_by_answers(read_file(CASE), answers_in(self._file), "q.xlsx", self._regimes)


@pytest.fixture
def workbook(asked: Questionnaire, regimes: tuple[Any, ...], tmp_path: Path) -> Workbook:
    return Workbook(asked, regimes, tmp_path)


def test_the_same_questionnaire_has_the_same_bytes(asked: Questionnaire) -> None:
    assert written(asked, "xlsx") == written(asked, "xlsx")


def test_nothing_in_a_workbook_is_a_formula(asked: Questionnaire) -> None:
    with zipfile.ZipFile(io.BytesIO(written(asked, "xlsx"))) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_a_blank_workbook_changes_nothing(workbook: Workbook) -> None:
    assert not workbook.completed({}).put


def test_answers_and_rows_of_a_workbook_go_into_the_case(workbook: Workbook) -> None:
    audits = "operator.audit_reports"
    cells = {
        workbook.answer("operator.recruiters"): text("none"),
        f"Q!H{workbook.rows['operator.recruiters']}": number("12"),
        workbook.entry(audits, "site"): text("0012"),
        workbook.entry(audits, "audited_on"): text("2025-09-30"),
        workbook.entry(audits, "independent", 3): ' t="b"><v>1</v></c>',
        "D!D4": text("enclosed"),
    }
    operator: Any = workbook.completed(cells).data["operator"]
    assert operator["recruiters"] == []
    assert operator[audits.partition(".")[2]] == [{"site": "0012", "audited_on": "2025-09-30"}, {"independent": True}]
    assert {"about": "operator.recruiters", "page": "12"} in operator["references"]
    assert any(one.get("said") == "enclosed" for one in operator["references"])


@pytest.mark.parametrize(
    ("column", "content", "said"),
    [
        (
            "audited_on",
            number("45930"),
            "holds the number `45930` where a day is asked for (write a day as YYYY-MM-DD)",
        ),
        ("audited_on", text("30.09.2025"), "`30.09.2025` may be read as more than one day, or as none"),
        ("site", number("12"), "holds the number `12` where words are asked for"),
        ("site", formula("1+1"), "holds the formula `=1+1`"),
        ("independent", ' t="e"><v>#REF!</v></c>', "holds the error `#REF!` of the spreadsheet"),
    ],
)
def test_what_a_spreadsheet_made_of_an_answer_is_refused_with_its_cell(
    workbook: Workbook, column: str, content: str, said: str
) -> None:
    place = workbook.entry("operator.audit_reports", column)
    with pytest.raises(InputInvalidError) as caught:
        workbook.completed({place: content})
    (fault,) = caught.value.faults
    assert str(fault).startswith(f"q.xlsx: {place}: ")
    assert said in str(fault)


def test_what_stands_beside_no_question_is_refused(workbook: Workbook) -> None:
    for place in ("Q!F5", "L1!Z9", "Q!N6"):
        with pytest.raises(InputInvalidError) as caught:
            workbook.completed({place: text("no")})
        assert place in str(caught.value)


def test_what_is_no_questionnaire_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.xlsx"
    file.write_bytes(b"PK no")
    with pytest.raises(InputInvalidError, match="is no workbook, or a damaged one"):
        answers_in(file)


_SITES = st.text(
    st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters=";"), min_size=1, max_size=20
)
_ENTRIES = st.fixed_dictionaries(
    {},
    optional={
        "site": _SITES.map(str.strip).filter(lambda one: one.casefold() not in {"", *_NOT_KNOWN}),
        "audited_on": st.dates(date(1990, 1, 1), date(2026, 1, 1)).map(date.isoformat),
        "independent": st.booleans(),
        "scope": st.lists(st.sampled_from(["labour", "recruitment", "wages"]), min_size=1, max_size=3),
        "findings": st.sampled_from(["none", "minor", "serious", "critical"]),
    },
).filter(bool)
_ANSWERS = st.one_of(st.none(), st.just("none"), st.just("not known"), st.lists(_ENTRIES, min_size=1, max_size=4))


@settings(max_examples=15)
@given(answer=_ANSWERS, form=st.sampled_from(["json", "xlsx"]))
def test_law_what_is_answered_in_any_form_is_what_the_case_holds(answer: Any, form: str) -> None:
    with TemporaryDirectory() as folder:
        operator: Any = _answered(answer, form, Path(folder)).data["operator"]
    held = operator.get("audit_reports")
    assert held == ([] if answer == "none" else answer if isinstance(answer, list) else None)
    said = [{"about": "operator.audit_reports", "said": "not known"}] if answer == "not known" else None
    assert operator.get("references") == said


def _answered(answer: Any, form: str, folder: Path) -> Completed:
    asked, audits = asked_in("en"), "operator.audit_reports"
    if form == "json":
        whole: Any = json.loads(written(asked, "json"))
        next(one for one in whole["questions"] if one["path"] == audits)["answer"] = answer
        file = folder / "q.json"
        file.write_text(json.dumps(whole), encoding="utf-8")
        return completed_by_answers(read_file(CASE), answers_in(file), "q.json", regimes_asked())
    workbook = Workbook(asked, regimes_asked(), folder)
    cells = {workbook.answer(audits): text(answer)} if isinstance(answer, str) else {}
    for number_, entry in enumerate(answer if isinstance(answer, list) else ()):
        for column, value in entry.items():
            words = "; ".join(value) if isinstance(value, list) else value
            said = text(words) if isinstance(words, str) else f' t="b"><v>{int(words)}</v></c>'
            cells[workbook.entry(audits, column, number_)] = said
    return workbook.completed(cells)


@pytest.mark.parametrize("date_1904", [False, True])
def test_a_cell_with_the_format_of_a_date_is_that_day(tmp_path: Path, *, date_1904: bool) -> None:
    file = tmp_path / "q.xlsx"
    with xlsxwriter.Workbook(str(file), {"date_1904": date_1904, "default_date_format": "dd/mm/yyyy"}) as book:
        answers, audits = book.add_worksheet("Q"), book.add_worksheet("L1")
        answers.write_string(0, 0, f"{LAYOUT}: answers")
        audits.write_string(0, 0, f"{LAYOUT}: operator.audit_reports")
        audits.write_string(0, 1, "audited_on")
        audits.write_datetime(4, 1, datetime(2025, 9, 30))
        audits.write_datetime(5, 1, datetime(2025, 9, 30, 12))
    (returned,) = answers_in(file)
    first, second = (row.cells["audited_on"] for row in returned.rows)
    assert first.value == date(2025, 9, 30)
    assert "holds a time of day" in str(second.wrong)
