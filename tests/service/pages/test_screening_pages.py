"""Pages of screenings: begun with a file, followed without script, rows filtered and explained, no formula in files."""

import csv
import io
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from service.pages.at_desk import AtDesk, at_desk, token_in
from service.pages.filed import bought
from service.pages.test_lists_pages import extract
from service.screening_held import FORMULA, in_csv, in_json_lines, in_parquet, worker

DAYS = {"as_of-day": "1", "as_of-month": "2", "as_of-year": "2026"}
OTHER = {"versus-day": "1", "versus-month": "1", "versus-year": "2023"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtDesk]:
    with at_desk(f"sqlite:///{tmp_path_factory.mktemp('screening')}/t.sqlite") as one:
        yield one


@pytest.fixture(scope="module")
def officer(desk: AtDesk) -> TestClient:
    return desk.signed_in("officer")


def begun(officer: TestClient, procurement: str, name: str, data: bytes, *lists: bytes, **more: str) -> str:
    form = {"form_token": token_in(officer.get("/screening/new").text), "procurement": procurement, **DAYS, **more}
    sent = [("file", (name, data, "application/octet-stream"))]
    sent += [("list", (f"list{n}.jsonl", one, "application/jsonl")) for n, one in enumerate(lists)]
    answer = officer.post("/screening/new", data=form, files=sent)
    assert answer.status_code == 200, answer.text
    return answer.url.path


@pytest.fixture(scope="module")
def done(desk: AtDesk, officer: TestClient) -> str:
    named = extract("Ünal & Söhne"), extract("Others", "d", "t")
    address = begun(officer, bought(desk, ["baseline"]), "suppliers.jsonl", in_json_lines(), *named, **OTHER)
    waiting = officer.get(address).text
    assert "waits its turn" in waiting and "http-equiv" not in waiting
    assert "list0.jsonl" in waiting and "list1.jsonl" in waiting
    assert officer.get(address).headers.get("Refresh") is None
    assert officer.get(f"{address}?auto=1").headers["Refresh"] == "5"
    worker(desk.held).once()
    assert officer.get(f"{address}?auto=1").headers.get("Refresh") is None
    return address


def rows_of(text: str) -> list[str]:
    return re.findall(r'href="/screening/job_\w+/rows/(\d+)"', text)


def test_it_says_what_it_came_to_and_what_changed_since_the_other_day(officer: TestClient, done: str) -> None:
    text = officer.get(done).text
    assert "Must be excluded" in text and "Not determined yet on the other day" in text
    assert "Child labour and other forms of trafficking in human beings" in text
    assert rows_of(text) == ["0", "1", "3"] and "See why" in text
    assert done in officer.get("/screening").text


@pytest.mark.parametrize(
    ("query", "found"),
    [("outcome=must_exclude", ["1"]), ("changed=yes", ["1"]), ("supplier=nal", ["3"]),
     ("outcome=%3Cb%3E", ["0", "1", "3"]), ("review=yes&supplier=zzz", []), ("after=2", ["3"])],
)  # fmt: skip
def test_rows_are_filtered(officer: TestClient, done: str, query: str, found: list[str]) -> None:
    assert rows_of(officer.get(f"{done}?{query}").text) == found


def test_a_row_is_explained_as_a_decision_on_both_days(officer: TestClient, done: str) -> None:
    text = officer.get(f"{done}/rows/1").text
    assert "art. 57(1)(f)" in text and "As of 1 January 2023" in text
    assert "=HYPERLINK(&#34;" in text
    # a row has no file whose questions it could lead to
    other = officer.get(f"{done}/rows/0").text
    assert "What an answer would change" in other and "links to its question" not in other
    assert officer.get(f"{done}/rows/2").status_code == 404
    assert officer.get(f"{done}/rows/4711").status_code == 404


def test_files_hold_what_was_filtered_and_no_formula(officer: TestClient, done: str) -> None:
    table = list(csv.DictReader(io.StringIO(officer.get(f"{done}/rows.csv?outcome=must_exclude").text)))
    assert [row["supplier"] for row in table] == ["'" + FORMULA]
    assert len(officer.get(f"{done}/rows.jsonl").text.splitlines()) == 3
    assert officer.get(f"{done}/rows.parquet").content.startswith(b"PAR1")
    assert '"C"' in officer.get(f"{done}/rows.rejects").text
    assert officer.get(f"{done}/rows.exe").status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [("s.xlsx", b"PK\x03\x04", "must end in"), ("s.csv", b"PK\x03\x04zip", "ZIP"), ("../s.csv", b"x", None)],
)
def test_files_that_are_none_are_refused_with_what_was_chosen_kept(
    desk: AtDesk, officer: TestClient, name: str, data: bytes, said: str | None
) -> None:
    procurement = bought(desk)
    form = {"form_token": token_in(officer.get("/screening/new").text), "procurement": procurement, **DAYS}
    answer = officer.post("/screening/new", data=form, files={"file": (name, data, "text/csv")})
    if said is None:  # a folder in a name is no part of it
        assert answer.status_code == 200 and "../" not in answer.text
        return
    assert answer.status_code == 422 and said in answer.text
    assert f'value="{procurement}" selected' in answer.text and 'value="2026"' in answer.text


def test_what_is_left_out_is_asked_for(officer: TestClient) -> None:
    form = {"form_token": token_in(officer.get("/screening/new").text), **DAYS}
    assert "Choose a procurement" in officer.post("/screening/new", data=form).text


def test_work_is_ended_and_its_files_are_erased(desk: AtDesk, officer: TestClient) -> None:
    procurement = bought(desk)
    first = begun(officer, procurement, "s.csv", in_csv())
    token = {"form_token": token_in(officer.get(first).text)}
    assert "The work ends." in officer.post(f"{first}/end", data={**token, "what": "cancel"}).text
    second = begun(officer, procurement, "s.parquet", in_parquet())
    for _ in range(3):
        worker(desk.held).once()
    assert "Not determined yet" in officer.get(second).text
    assert officer.post(f"{second}/end", data={**token, "what": "erase"}).status_code == 403
    approver = desk.signed_in("approver")
    assert f"{second}/hold" in approver.get(second).text and f"{second}/hold" not in officer.get(second).text
    token = {"form_token": token_in(approver.get(second).text)}
    held = approver.post(f"{second}/hold", data={**token, "what": "hold", "reasons": "a claim"}).text
    assert "nobody can erase it" in held and f"{second}/end" not in held
    assert approver.post(f"{second}/end", data={**token, "what": "erase"}).status_code == 409
    approver.post(f"{second}/hold", data={**token, "what": "lift", "reasons": "it was settled"})
    gone = approver.post(f"{second}/end", data={**token, "what": "erase"}).text
    assert "was erased" in gone and rows_of(gone) == []
    assert officer.get(f"{second}/rows/0").status_code == 410


def test_screenings_of_another_tenant_are_not_there(desk: AtDesk, done: str) -> None:
    other = desk.signed_in("officer", tenant="south")
    for path in (done, f"{done}/rows/1", f"{done}/rows.csv"):
        assert other.get(path).status_code == 404
    assert done not in other.get("/screening").text
    assert desk.signed_in("reader").get("/screening/new").status_code == 403
