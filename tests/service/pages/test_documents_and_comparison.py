"""Documents made in the pages, their versions and what changed; bidders beside one another, as a file too."""

import csv
import io
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from service.filing import CLEAN
from service.pages.at_desk import AtDesk, at_desk, token_in
from service.pages.filed import CONVICTED, GRAVE, OPEN, bought, decided_file
from service.screening_held import worker
from tenderlaw.service.pages.views.redlines import redline_of_lines

LETTER = {
    "fill-authority_address": "City\r\nSquare 1", "fill-addressee_address": "Example AB", "fill-place": "Example",
    "fill-contact": "us@example.org", "fill-signatory": "A. Officer <b>", "fill-position": "Head",
    "fill-reply_by-day": "1", "fill-reply_by-month": "3", "fill-reply_by-year": "2026",
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtDesk]:
    with at_desk(f"sqlite:///{tmp_path_factory.mktemp('documents')}/t.sqlite") as one:
        yield one


@pytest.fixture(scope="module")
def officer(desk: AtDesk) -> TestClient:
    return desk.signed_in("officer")


@pytest.fixture(scope="module")
def convicted(desk: AtDesk) -> str:
    return decided_file(desk, bought(desk), CONVICTED)[0]


def form_of(client: TestClient, address: str) -> dict[str, str]:
    """The hidden fields of a form, its token among them."""
    page = client.get(address).text
    inner = page[page.index('method="post" action="/bidders') :]
    return {
        **dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', inner)),
        "form_token": token_in(page),
    }


def test_letters_that_the_decision_does_not_bear_say_why(officer: TestClient, convicted: str) -> None:
    text = officer.get(f"/bidders/{convicted}/documents").text
    assert f'href="/bidders/{convicted}/documents/new?kind=invitation&amp;in=en"' in text
    assert "kind=non-exclusion" not in text and "Not now: the law obliges the authority to exclude." in text
    german = officer.get(f"/bidders/{convicted}/documents", headers={"accept-language": "de"}).text
    assert "Jetzt nicht: das Recht verpflichtet zum Ausschluss." in german


def test_a_letter_that_is_not_to_be_written_says_why_in_place_of_its_form(desk: AtDesk, convicted: str) -> None:
    page = desk.signed_in("officer").get(f"/bidders/{convicted}/documents/new?kind=non-exclusion&lang=de").text
    assert "Jetzt nicht: das Recht verpflichtet zum Ausschluss." in page
    assert "<iframe" not in page and f'href="/bidders/{convicted}/documents"' in page


def test_a_letter_that_tells_of_a_decision_not_yet_made_leads_to_that_step(officer: TestClient, convicted: str) -> None:
    form = form_of(officer, f"/bidders/{convicted}/documents/new?kind=exclusion&in=en")
    typed = {name: value for name, value in LETTER.items() if "reply" not in name}
    refused = officer.post(f"/bidders/{convicted}/documents/new", data={**form, **typed, "make": "final"})
    assert refused.status_code == 422 and f'href="/bidders/{convicted}/steps"' in refused.text
    assert "has not put that decision on record" in refused.text and "`exclude`" not in refused.text


def test_a_letter_is_filled_in_previewed_made_and_made_again(desk: AtDesk, officer: TestClient, convicted: str) -> None:
    address = f"/bidders/{convicted}/documents/new?kind=invitation&in=en"
    form = form_of(officer, address)
    lacking = officer.post(f"/bidders/{convicted}/documents/new", data={**form, "make": "final", "fill-place": "Kept"})
    assert lacking.status_code == 422 and "Enter this, or make a draft" in lacking.text
    assert (
        'value="Kept"' in lacking.text and 'href="#fill-reply_by-day"' in lacking.text and "--fill" not in lacking.text
    )
    wrong = {**form, **LETTER, "fill-reply_by-year": "2025", "make": "final"}
    late = officer.post(f"/bidders/{convicted}/documents/new", data=wrong)
    assert late.status_code == 422 and "must lie after that of the letter" in late.text
    preview = officer.post(f"/bidders/{convicted}/documents/preview", data={**form, **LETTER})
    assert "A. Officer &lt;b&gt;" in preview.text and "1 March 2026" in preview.text
    policy = preview.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "script-src" not in policy and "frame-ancestors 'self'" in policy
    made = [officer.post(f"/bidders/{convicted}/documents/new", data={**form_of(officer, address), **LETTER, **more})
            for more in ({"make": "final"}, {"make": "final", "fill-place": "Elsewhere"},
                         {"make": "draft", "format": "html"}, {"make": "final", "format": "odt"})]  # fmt: skip
    assert [one.status_code for one in made] == [200] * 4
    assert "made and on record" in made[0].text and "A. Officer &lt;b&gt;" in made[0].text
    # the next form begins with what was filled in last
    assert 'value="Example"' in officer.get(address).text
    documents = re.findall(r'href="/documents/(doc_\w+)"', officer.get(f"/bidders/{convicted}/documents").text)
    odt, html, second, first = documents
    # a PDF is made by whoever does long work; what it lacks is said at once
    pdf = {**form_of(officer, address), **LETTER, "format": "pdf"}
    lacking = officer.post(f"/bidders/{convicted}/documents/new", data={**pdf, "make": "final", "fill-place": ""})
    assert lacking.status_code == 422 and "Enter this, or make a draft" in lacking.text
    waiting = officer.post(f"/bidders/{convicted}/documents/new", data={**pdf, "make": "draft"})
    assert "is being made" in waiting.text and "waits its turn" in waiting.text
    assert waiting.url.path in officer.get(f"/bidders/{convicted}/documents").text
    assert desk.signed_in("reader", tenant="south").get(waiting.url.path).status_code == 404
    desk.held.clock.on(seconds=1)
    late = officer.post(f"/bidders/{convicted}/documents/new", data={**pdf, "make": "draft"}).url.path
    for _ in range(2):
        worker(desk.held).once()
    done = officer.get(f"{waiting.url.path}?auto=1")
    assert "made and on record" in done.text and done.url.path.startswith("/documents/")
    assert officer.get(f"{done.url.path}/file").content.startswith(b"%PDF")
    assert "Make it again" in officer.get(late).text  # the file had a document more by then
    file = officer.get(f"/documents/{first}/file")
    assert file.content.startswith(b"PK")
    assert file.headers["Content-Disposition"] == 'attachment; filename="invitation-1.docx"'
    assert "sandbox" in officer.get(f"/documents/{html}/preview").headers["Content-Security-Policy"]
    changes = officer.get(f"/documents/{second}/changes?since={first}").text
    assert "1 passage changed" in changes and 'id="change-1"' in changes
    assert re.search(r"<del><span[^>]*>\[deleted: </span>Example", changes)
    assert re.search(r"<ins><span[^>]*>\[inserted: </span>Elsewhere", changes)
    assert "Nothing changed in the words" in officer.get(f"/documents/{first}/changes?since={first}").text
    assert "passages changed" in officer.get(f"/documents/{odt}/changes?since={second}").text or "passage" in changes
    tracked = officer.get(f"/documents/{second}/changes.docx?since={first}")
    assert tracked.content.startswith(b"PK")
    assert officer.get(f"/documents/{second}/changes?since=doc_none").status_code == 404


def test_a_file_that_is_not_decided_as_it_stands_is_decided_before_its_documents(
    desk: AtDesk, officer: TestClient
) -> None:
    bidder, _ = decided_file(desk, bought(desk), CONVICTED, decide=False)
    found = officer.get(f"/bidders/{bidder}/documents/new?kind=invitation")
    assert found.status_code == 200 and found.url.path == f"/bidders/{bidder}/documents"
    assert f'href="/bidders/{bidder}/answers"' in found.text


def test_contract_terms_ask_for_each_value_once_and_say_what_is_answered(desk: AtDesk, officer: TestClient) -> None:
    bidder, _ = decided_file(desk, bought(desk, ["baseline"]), CLEAN)
    address = f"/bidders/{bidder}/documents/new?kind=contract-terms&in=de&lang=de"
    text = officer.get(address).text
    assert text.count('id="fill-report_days"') == 1 and "Eine ganze Zahl ab 1, in Arbeitstagen" in text
    assert "Sprache für Klauseln ohne Text in ihr" in text
    form = form_of(officer, address)
    bad = officer.post(f"/bidders/{bidder}/documents/new", data={**form, "make": "draft", "fill-report_days": "soon"})
    assert bad.status_code == 422 and "Das passt nicht: Eine ganze Zahl" in bad.text
    frame = officer.get(f"/bidders/{bidder}/documents/preview?kind=contract-terms&in=de&fallback=en")
    assert frame.status_code == 200 and "Vertragsbedingungen" in frame.text
    assert officer.get(f"/bidders/{bidder}/documents/new?kind=nothing").status_code == 404
    officer.get("/clauses?lang=en")


def test_readers_make_nothing_and_other_tenants_see_nothing(desk: AtDesk, convicted: str) -> None:
    reader, other = desk.signed_in("reader"), desk.signed_in("officer", tenant="south")
    assert reader.get(f"/bidders/{convicted}/documents/new?kind=invitation").status_code == 403
    assert "Make a document" not in reader.get(f"/bidders/{convicted}/documents").text
    assert other.get(f"/bidders/{convicted}/documents").status_code == 404


def test_bidders_stand_beside_one_another(desk: AtDesk, officer: TestClient) -> None:
    procurement = bought(desk, ["baseline"])
    formula = {**CLEAN, "name": "=HYPERLINK(1)"}
    for operator in (CONVICTED, OPEN, GRAVE, formula):
        decided_file(desk, procurement, operator)
    text = officer.get(f"/procurements/{procurement}/comparison").text
    for said in ("Must be excluded", "Not determined yet", "May be excluded", "Not excluded", "until 1 June 2028"):
        assert said in text
    assert "<script>alert(1)" not in text
    assert "art. 57(1)(a)" not in text  # nobody has it
    file = officer.get(f"/procurements/{procurement}/comparison.csv")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert "'=HYPERLINK(1)" in rows[0] and not any(cell.startswith(("=", "@")) for row in rows for cell in row)
    assert len({len(row) for row in rows}) == 1
    assert desk.signed_in("reader", tenant="south").get(f"/procurements/{procurement}/comparison").status_code == 404


def test_a_redline_numbers_its_changes_and_names_what_went_and_came() -> None:
    view = redline_of_lines(["one two", "same", "gone"], ["one 2", "same", "new here"])
    changed = [line for line in view.lines if line.number]
    assert [line.number for line in changed] == list(range(1, view.changed + 1))
    assert {one.kind for line in changed for one in line.stretches} >= {"deleted", "inserted"}
    assert redline_of_lines(["a"], ["a"]).changed == 0
