"""Bad weather over pages of files: double clicks, two officers, other tenants, names that are scripts, wrong files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.pages.at_desk import AtDesk, at_desk
from service.pages.test_files_in_pages import DAY, begun, hidden
from tenderlaw.service.accounts.tenants import change_tenant

SCRIPT = "<script>alert(1)</script>"
CONVICTED = f"""
operator:
  role: tenderer
  name: "{SCRIPT}"
  linked_persons:
    - name: "{SCRIPT}"
      link: representative
      convictions:
        - offence: fraud
          self_cleaning: {{claimed: true, accepted: true}}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[AtDesk]:
    with at_desk(f"sqlite:///{tmp_path}/t.sqlite") as one:
        with one.held.writing() as connection:  # one law, so that questions are few and tests fast
            change_tenant(connection, one.held.act(), settings={"packs": ["eu-2014-24"]})
        yield one


def filed(client: TestClient, case: str = CONVICTED, name: str = "case.yaml") -> tuple[str, str]:
    """The addresses of a procurement and of a bidder with this case."""
    procurement = begun(client, SCRIPT)
    form = hidden(client.get(f"{procurement}/bidders/new?from=case").text)
    answer = client.post(f"{procurement}/bidders/new", data=form, files={"case": (name, case.encode(), "text/yaml")})
    assert answer.status_code == 200, answer.text
    bidder = client.get(procurement).text.split('href="/bidders/')[1].split('"')[0]
    return procurement, f"/bidders/{bidder}"


def asked(client: TestClient, home: str, path: str) -> dict[str, str]:
    shown = client.get(f"{home}/questions", params={"path": path})
    assert shown.status_code == 200, shown.text
    return hidden(shown.text)


def test_an_answer_sent_twice_is_given_once_and_two_officers_do_not_undo_each_other(desk: AtDesk) -> None:
    one, two = desk.signed_in("officer"), desk.signed_in("officer")
    _, home = filed(one)
    path = "procurement.contract_kind"
    mine, other = asked(one, home, path), asked(two, home, path)
    elsewhere = asked(two, home, "procurement.authority.kind")
    for _ in range(2):
        kept = one.post(f"{home}/questions", data={**mine, "answer": "works"}, follow_redirects=False)
        assert kept.status_code == 303
    assert two.post(f"{home}/questions", data={**other, "answer": "works"}, follow_redirects=False).status_code == 303
    refused = two.post(f"{home}/questions", data={**other, "answer": "supplies"})
    assert refused.status_code == 409 and "Somebody answered this meanwhile" in refused.text
    assert 'value="supplies" checked' in refused.text and "works" in one.get(f"{home}/answers").text
    again = {**hidden(refused.text), "answer": "supplies"}
    assert two.post(f"{home}/questions", data=again, follow_redirects=False).status_code == 303
    contradicts = {**asked(two, home, "procurement.authority.organization"), "answer": "united-nations"}
    assert two.post(f"{home}/questions", data=contradicts).status_code == 200
    said = two.post(f"{home}/questions?lang=de", data={**elsewhere, "answer": "central"}).text
    assert "“ ist central, obwohl „" in said and "`organization`" not in said
    assert "procurement.authority.organization" not in said.split("<main")[1].split("<form")[0]
    forget = {**asked(two, home, "procurement.authority.organization"), "unknown": "unknown"}
    assert two.post(f"{home}/questions?lang=en", data=forget).status_code == 200
    # another question of the same file is nobody's conflict
    kept = two.post(f"{home}/questions", data={**elsewhere, "answer": "central"}, follow_redirects=False)
    assert kept.status_code == 303


def test_an_entry_is_added_once_filled_in_at_once_and_taken_out(desk: AtDesk) -> None:
    client = desk.signed_in("officer")
    _, home = filed(client, "operator: {role: tenderer, name: A, misconduct: []}")
    form = {**asked(client, home, "operator.convictions"), "answer": "add"}
    shown = client.post(f"{home}/questions", data=form)
    assert shown.status_code == 200 and "Convictions 1" in shown.text
    again = client.post(f"{home}/questions", data=form)
    assert "Convictions 1" in again.text and "Convictions 2" not in client.get(f"{home}/answers").text
    entry = hidden(shown.text)
    day = {"fact_final_on-day": "1", "fact_final_on-month": "5", "fact_final_on-year": "2023"}
    wrong = client.post(f"{home}/entry", data={**entry, "fact_offence": "fraud", **day, "fact_final_on-month": "13"})
    assert wrong.status_code == 422 and 'href="#fact_final_on-day"' in wrong.text and 'value="13"' in wrong.text
    kept = client.post(
        f"{home}/entry", data={**hidden(wrong.text), "fact_offence": "fraud", "fact_final": "yes", **day}
    )
    assert kept.status_code == 200
    checked = client.get(f"{home}/answers").text
    assert "1 May 2023" in checked
    taken = {"entry": "operator.convictions[0]"}
    form = hidden(client.get(f"{home}/remove", params=taken).text)
    assert form["entry"] == taken["entry"]
    for _ in range(2):
        assert "1 May 2023" not in client.post(f"{home}/remove", data=form).text


def test_an_entry_of_the_procurement_is_added_whole_for_its_other_bidders_decide_by_it_too(desk: AtDesk) -> None:
    client = desk.signed_in("officer")
    procurement, home = filed(client)
    shown = client.post(f"{home}/questions", data={**asked(client, home, "procurement.lots"), "answer": "add"})
    form = hidden(shown.text)
    lacking = client.post(f"{home}/entry", data={**form, "fact_contract_kind": "works"})
    assert lacking.status_code == 422 and 'href="#fact_id"' in lacking.text and "there is no such entry" in lacking.text
    assert client.get(f"{procurement}/answers").status_code == 200
    for _ in range(2):
        kept = client.post(f"{home}/entry", data={**hidden(lacking.text), "fact_id": "LOT-7"})
        assert kept.status_code == 200, kept.text[kept.text.index("<main") :]
    assert "LOT-7" in client.get(f"{home}/answers").text and "LOT-7" in client.get(f"{procurement}/answers").text
    assert "Lots 2" not in client.get(f"{home}/answers").text
    alone = client.get(f"{procurement}/questions", params={"path": "procurement.lots"})
    led = client.post(f"{procurement}/questions", data={**hidden(alone.text), "answer": "add"})
    assert str(led.url.path) == f"{procurement}/entry" and "Lots 2" in led.text
    assert "Lots 2" not in client.get(f"{procurement}/answers").text
    assert client.get(f"{procurement}/questions", params={"path": "operator.name"}).status_code == 404


def test_what_the_authority_decided_elsewhere_is_left_aside_and_names_stay_text(desk: AtDesk) -> None:
    client = desk.signed_in("officer", "auditor")
    procurement, home = filed(client)
    form = hidden(client.get(f"{procurement}/bidders/new?from=case").text)
    files = {"case": ("case.yaml", CONVICTED.encode(), "text/yaml")}
    read = client.post(f"{procurement}/bidders/new", data=form, files=files).text
    assert "Measures found sufficient" in read and "Convictions 1" in read and SCRIPT not in read
    former = client.get(f"{procurement}/bidders/new?from=former")
    copied = {**hidden(former.text), "former": home.split("/")[-1]}
    assert client.post(f"{procurement}/bidders/new", data=copied).status_code == 200
    for address in ("/procurements", procurement, home, f"{home}/questions", f"{home}/answers", f"{home}/steps",
                    f"{procurement}/bidders/new?from=former", f"{procurement}/answers"):  # fmt: skip
        shown = client.get(address)
        assert shown.status_code == 200 and SCRIPT not in shown.text, address


def test_files_that_cannot_be_read_are_refused_where_they_were_chosen(desk: AtDesk) -> None:
    client = desk.signed_in("officer")
    procurement = begun(client)
    for source, name, data in (
        ("espd", "a.xml", b"<not an ESPD"),
        ("espd", "a.pdf", b"%PDF-1.7"),
        ("espd", "../../etc/passwd.xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
        ("case", "a.yaml", b"operator: {role: tenderer, nmae: A}"),
        ("case", "a.yaml", b"a: &a [x]\nb: [*a, *a]\n- c"),
        ("case", "a.json", b'{"operator": {"role": "tenderer", "role": "tenderer"}}'),
        ("case", "a.json", b"[]"),
        ("case", "a.yaml", b"operator: tenderer"),
        ("case", "a.yaml", b"entities: {role: subcontractor}"),
        ("espd", "", b""),
    ):
        form = hidden(client.get(f"{procurement}/bidders/new?from={source}").text)
        answer = client.post(f"{procurement}/bidders/new", data=form, files={source: (name, data, "text/plain")})
        assert answer.status_code == 422 and f'href="#{source}"' in answer.text, (name, data, answer.text)
        assert "root:" not in answer.text
    assert "No bidder has a file yet." in client.get(procurement).text
    form = {**hidden(client.get("/procurements/new").text), "title": "A", **DAY}
    files = {"file": ("a.yaml", b"procurement: {contract_kind: palaces}", "text/yaml")}
    wrong = client.post("/procurements/new", data=form, files=files)
    assert wrong.status_code == 422 and 'href="#file"' in wrong.text and "palaces" in wrong.text


def test_other_tenants_and_readers_change_nothing(desk: AtDesk) -> None:
    client, reader, other = (
        desk.signed_in("officer"),
        desk.signed_in("reader"),
        desk.signed_in("officer", tenant="south"),
    )
    procurement, home = filed(client)
    form = asked(client, home, "procurement.contract_kind")
    seen = reader.get(f"{home}/questions?path=procurement.contract_kind")
    assert seen.status_code == 200 and ">\n  Continue" not in seen.text
    for address in (procurement, home, f"{home}/questions", f"{home}/answers", f"{procurement}/bidders/new"):
        assert other.get(address).status_code == 404, address
    theirs = hidden(other.get("/procurements/new").text)["form_token"]
    answer = {**form, "form_token": theirs, "answer": "works"}
    assert other.post(f"{home}/questions", data=answer).status_code == 404
    token = hidden(seen.text)["form_token"]
    assert reader.post(f"{home}/questions", data={**answer, "form_token": token}).status_code == 403
    assert reader.get("/procurements/new").status_code == 403
    assert client.get(f"{home}/questions?path=operator.__class__").status_code == 404
    assert client.get(f"{home}/entry?entry=operator.convictions[99999999]").status_code == 404
    assert client.get("/procurements?after=x").status_code == 422


def test_a_session_that_ends_while_somebody_answers_loses_nothing(desk: AtDesk) -> None:
    client = desk.signed_in("officer")
    _, home = filed(client)
    form = asked(client, home, "procurement.title")
    desk.held.clock.on(hours=3)
    lost = client.post(f"{home}/questions", data={**form, "answer": "A title that took long"})
    assert lost.status_code == 401 and "A title that took long" in lost.text
    client.post("/sign-in", data={"token": desk.link("officer")})
    shown = client.post(f"{home}/questions", data=hidden(lost.text))
    assert shown.status_code == 403 and "You are signed in now" in shown.text
    kept = client.post(f"{home}/questions", data=hidden(shown.text))
    assert kept.status_code == 200 and "A title that took long" in client.get(f"{home}/answers").text
