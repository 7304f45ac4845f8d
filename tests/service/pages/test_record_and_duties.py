"""Pages of the record, where every entry is proved, and of the duties of companies, of which nothing is kept."""

import html
import json
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from service.filing import CLEAN
from service.pages.at_desk import AtDesk, at_desk, token_in
from service.pages.filed import bought, decided_file
from service.screening_held import worker
from tenderlaw.record.exported import verify_export, verify_proof
from tenderlaw.service.jobs import verification

COMPANY = """legal_form: body-corporate
name: <script>alert(1)</script> plc
kind_of_organisation: company
business_in: [GB]
supplies_goods_or_services: true
has_website: true
financial_years:
  - ends_on: 2025-12-31
    own: {turnover: {amount: 20000000, currency: GBP}}
    subsidiaries: [{name: Example Garments, country: VN, turnover: {amount: 17000000, currency: GBP}}]
"""
DAY = {"as_of-day": "1", "as_of-month": "8", "as_of-year": "2026"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtDesk]:
    with at_desk(f"sqlite:///{tmp_path_factory.mktemp('record')}/t.sqlite") as one:
        decided_file(one, bought(one), CLEAN)
        yield one


@pytest.fixture(scope="module")
def auditor(desk: AtDesk) -> TestClient:
    return desk.signed_in("auditor")


def test_the_record_lists_what_was_done_and_is_signed_on_demand(auditor: TestClient) -> None:
    page = auditor.get("/record").text
    assert "Decision" in page and "Answers" in page and "0 of" in page
    assert "No checkpoint covers this entry yet" in auditor.get("/record/2").text
    signed = auditor.post("/record/checkpoint", data={"form_token": token_in(page)})
    assert "The record is signed as it stands." in signed.text
    entry = auditor.get("/record/2").text
    assert "This entry is in the record that was signed" in entry
    assert auditor.get("/record?kind=decision").text.count('href="/record/') < page.count('href="/record/')
    assert auditor.get("/record/4711").status_code == 404


def test_no_number_is_too_large_to_be_asked_for(auditor: TestClient) -> None:
    for number in (2**63, -(2**63) - 1, 10**25):
        assert auditor.get(f"/record/{number}").status_code == 404
        assert auditor.get(f"/record?before={number}").status_code == 200


def test_a_proof_and_an_export_verify_without_us(auditor: TestClient) -> None:
    token = {"form_token": token_in(auditor.get("/record").text)}
    proof = auditor.post("/record/2/proof", data=token)
    assert proof.headers["Content-Disposition"] == 'attachment; filename="proof-2.json"'
    assert verify_proof(proof.content).faults == ()
    export = auditor.post("/record/export", data=token)
    assert verify_export(export.content.splitlines(keepends=True)).intact
    form = {**token, "what": "file"}
    files = {"file": ("record.jsonl", export.content, "application/jsonl")}
    assert "Everything is as it was written" in auditor.post("/record/verify", data=form, files=files).text
    spoiled = {"file": ("record.jsonl", export.content.replace(b"decision", b"decisiom", 1), "application/jsonl")}
    assert "Something is not as it was written" in auditor.post("/record/verify", data=form, files=spoiled).text
    files = {"file": ("proof.json", proof.content, "application/json")}
    assert "This entry is in the record" in auditor.post("/record/verify", data=form, files=files).text
    bad = auditor.post("/record/verify", data=form, files={"file": ("x", b"<b>nothing</b>", "text/plain")})
    assert bad.status_code == 422 and "<b>nothing" not in bad.text
    assert "Choose an export or a proof" in auditor.post("/record/verify", data=form).text


def test_the_record_here_is_gone_through_and_a_change_is_found(
    desk: AtDesk, auditor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = {"form_token": token_in(auditor.get("/record/verify").text), "what": "here"}
    assert "Everything is as it was written" in auditor.post("/record/verify", data=token).text
    assert "Everything is as it was written" in auditor.get("/record").text
    monkeypatch.setattr(verification, "_SHORT", 0)  # as of a record that is long
    desk.held.clock.on(seconds=1)
    waiting = auditor.post("/record/verify", data=token)
    assert "waits its turn" in waiting.text
    assert auditor.post("/record/verify", data=token).url == waiting.url  # it is gone through once at a time
    assert auditor.get(f"{waiting.url.path}?auto=1").headers["Refresh"] == "5"
    worker(desk.held).once()
    done = auditor.get(f"{waiting.url.path}?auto=1")
    assert "Everything is as it was written" in done.text and "Refresh" not in done.headers
    monkeypatch.undo()
    with desk.held.writing() as connection:
        connection.execute(text("DROP TRIGGER IF EXISTS entry_update"))
        triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        for name in triggers:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE entry SET payload = '{}' WHERE tenant = 'north' AND seq = 2"))
    desk.held.clock.on(seconds=1)
    found = auditor.post("/record/verify", data=token).text
    assert "Something is not as it was written" in found and "entry 2" in found
    assert "This is not proved" in auditor.get("/record/2").text


def test_the_record_is_for_auditors_of_the_tenant(desk: AtDesk) -> None:
    assert desk.signed_in("officer").get("/record").status_code == 403
    other = desk.signed_in("auditor", tenant="south").get("/record").text
    assert "Decision</td>" not in other


def test_what_a_company_owes_is_said_with_its_days_and_as_a_calendar(desk: AtDesk) -> None:
    reader = desk.signed_in("reader")
    form = {"form_token": token_in(reader.get("/duties").text), "facts": COMPANY, **DAY}
    page = reader.post("/duties", data=form).text
    assert "owes something" in page and "30 June 2026" in page and "s.54" in page
    assert "<script>alert(1)" not in page and "&lt;script&gt;" in page
    calendar = reader.post("/duties", data={**form, "make": "calendar"})
    assert calendar.headers["Content-Type"].startswith("text/calendar") and b"BEGIN:VEVENT" in calendar.content
    file = {"file": ("c.json", json.dumps({"name": "A", "business_in": ["GB"]}), "application/json")}
    assert "Duties of companies" in reader.post("/duties", data={**form, "facts": ""}, files=file).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"facts": ""}, "Enter facts of the company, or choose a file"),
        ({"facts": "name: [1"}, "facts:"),
        ({"facts": "nam: x"}, "nam"),
        ({"facts": COMPANY, "as_of-day": ""}, "day"),
        ({"facts": COMPANY, "as_of-day": "", "as_of-month": "", "as_of-year": ""}, "Enter the day"),
    ],
)
def test_facts_that_cannot_be_used_are_refused_and_kept(desk: AtDesk, typed: dict[str, str], said: str) -> None:
    reader = desk.signed_in("reader")
    form = {"form_token": token_in(reader.get("/duties").text), **DAY, **typed}
    answer = reader.post("/duties", data=form)
    assert answer.status_code == 422 and said in answer.text and "<title>Error: " in answer.text
    assert (typed["facts"].partition("\n")[0] or "textarea") in answer.text


def sent(client: TestClient, page: str, **form: str) -> str:
    """The page that follows on a form of questions about a company."""
    hidden = dict(re.findall(r'<input type="hidden" name="(draft|path|form_token)" value="([^"]*)">', page))
    plain = {name: html.unescape(value) for name, value in hidden.items()}
    return client.post("/duties/questions", data={**plain, **form}).text


def test_what_a_company_owes_is_asked_for_from_nothing_a_question_a_page(desk: AtDesk) -> None:
    reader = desk.signed_in("reader")
    assert str(reader.get("/duties/questions").url.path) == "/duties"
    begin = {"form_token": token_in(reader.get("/duties?lang=de").text)}
    page = reader.post("/duties/questions", data=begin).text
    assert "<title>Fehler: " in page and "Geben Sie den Tag ein" in page
    page = reader.post("/duties/questions", data={**begin, **DAY}).text
    asked = []
    answers = {"swiss_seat": "no", "business_in": "GB", "legal_form": "body-corporate", "financial_years": "add"}
    for _ in range(40):
        path = re.search(r'name="path" value="([^"]+)"', page)
        assert path is not None, page
        asked.append(path[1])
        name = path[1].rpartition(".")[2]
        if name == "ends_on":
            break
        given = {"answer": answers[name]} if name in answers else {"unknown": "unknown", "answer": "unknown"}
        if "unknown" in given:
            del given["answer" if 'name="unknown"' in page else "unknown"]
        page = sent(reader, page, do="answer", **given)
    assert len(set(asked)) == len(asked) > 8 and "Geschäftsjahre 1" in page
    refused = sent(reader, page, do="answer")
    assert "<title>Fehler: " in refused
    page = sent(reader, refused, do="remove:operator.financial_years[0]")
    assert "Welche Zahlen hatte das Unternehmen" in page
    page = sent(reader, page, do="answer", answer="none")
    assert "Was das Unternehmen schuldet</h1>" in page and "schuldet nichts" in page
    again = sent(reader, page, do="change:operator.swiss_seat")
    assert 'value="no" checked' in again and "Hat das Unternehmen seinen Sitz" in again
    saved = sent(reader, page, do="save")
    assert json.loads(saved)["operator"]["business_in"] == ["GB"]
    english = reader.post("/duties/questions?lang=en", data={**begin, "draft": draft_in(page)}).text
    assert "What the company owes</h1>" in english
    assert reader.post("/duties/questions", data={**begin, "draft": "{}"}).status_code == 400


def draft_in(page: str) -> str:
    found = re.search(r'name="draft" value="([^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])
