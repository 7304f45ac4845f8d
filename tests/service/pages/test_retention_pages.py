"""Pages on keeping and erasing: nothing goes by a slip of the finger, nothing under a hold, and every proof stays."""

from collections.abc import Iterator

import pytest

from service.filing import CLEAN
from service.pages.at_desk import AtDesk, at_desk, token_in
from service.pages.filed import bought, decided_file


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtDesk]:
    with at_desk(f"sqlite:///{tmp_path_factory.mktemp('retention')}/t.sqlite") as one:
        yield one


def test_a_file_is_held_kept_and_erased_with_its_proofs_valid(desk: AtDesk) -> None:
    bidder, made = decided_file(desk, bought(desk), CLEAN)
    approver = desk.signed_in("approver", "auditor")
    address = f"/bidders/{bidder}/retention"
    token = {"form_token": token_in(approver.get(address).text)}

    def post(**form: str) -> str:
        return approver.post(address, data={**token, **form}).text

    assert approver.post(address, data={**token, "what": "\U0001f600"}).status_code == 400
    assert "as long as nobody erases it" in approver.get(address).text
    assert "Enter the reasons" in post(what="hold")
    assert "The file is held." in post(what="hold", reasons="a claim")
    assert "Erase the file" not in approver.get(address).text
    assert "lift the hold first" in post(what="erase", ground="request", sure="yes")
    assert "The hold is lifted." in post(what="lift", reasons="settled")
    day = {"until-day": "1", "until-month": "1", "until-year": "2020"}
    assert "Enter the provision" in post(what="keep", **day)
    assert "1 January 2020" in post(what="keep", source="art. 1", **day)
    assert bidder in approver.get("/retention").text
    assert "Choose why it is erased" in post(what="erase", sure="yes")
    assert "Confirm that it cannot be brought back" in post(what="erase", ground="request")
    assert "gone for good" in post(what="erase", ground="request", sure="yes")
    assert approver.get(f"/decisions/{made}").status_code == 410
    assert approver.get(f"/bidders/{bidder}/documents").status_code == 410
    checked = approver.post("/record/verify", data={**token, "what": "here"}).text
    assert "Everything is as it was written" in checked


def test_only_an_approver_of_the_tenant_ends_a_file(desk: AtDesk) -> None:
    bidder, _ = decided_file(desk, bought(desk), CLEAN)
    officer, other = desk.signed_in("officer"), desk.signed_in("approver", tenant="south")
    page = officer.get(f"/bidders/{bidder}/retention").text
    assert "Erase the file" not in page
    form = {"form_token": token_in(page), "what": "erase", "ground": "request", "sure": "yes"}
    assert officer.post(f"/bidders/{bidder}/retention", data=form).status_code == 403
    assert other.get(f"/bidders/{bidder}/retention").status_code == 404
    assert bidder not in other.get("/retention").text
