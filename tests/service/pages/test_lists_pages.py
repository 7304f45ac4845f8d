"""Lists searched on a page of a bidder's file: what they say, why it was found, and whose it is, with reasons."""

import json
import re
from collections.abc import Iterator

import pytest

from interop.ftm_samples import company, sanction
from service.pages.at_desk import AtDesk, at_desk, token_in
from service.pages.filed import CLEAN, bought, decided_file
from service.pages.test_files_in_pages import hidden

Files = list[tuple[str, tuple[str, bytes, str]]]


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtDesk]:
    with at_desk(f"sqlite:///{tmp_path_factory.mktemp('lists')}/t.sqlite") as one:
        yield one


def extract(name: str, entity: str = "c", listed: str = "s") -> bytes:
    """A list in which one company stands, of that name."""
    held = company(id=entity, properties={"name": [name]})
    return "".join(json.dumps(one) + "\n" for one in (held, sanction(entity=[entity]) | {"id": listed})).encode()


def files(*data: bytes) -> Files:
    return [("lists", (f"list{n}.jsonl", one, "application/jsonl")) for n, one in enumerate(data)]


def test_lists_are_searched_and_an_entry_found_by_name_is_judged_with_reasons(desk: AtDesk) -> None:
    bidder, _ = decided_file(desk, bought(desk), {**CLEAN, "name": "Acorn <b> AB"})
    officer, address = desk.signed_in("officer"), f"/bidders/{bidder}/lists"
    assert address in officer.get(f"/bidders/{bidder}").text and address in officer.get(f"/bidders/{bidder}/steps").text
    page = officer.get(address).text
    assert "No list has been searched" in page
    form = {"form_token": token_in(page), "revision": re.search(r'name="revision" value="([^"]+)"', page)[1]}
    none = officer.post(address, data=form)
    assert none.status_code == 422 and "Choose at least one file" in none.text
    broken = officer.post(address, data=form, files=files(extract("Acorn <b> AB"), b"nothing"))
    assert broken.status_code == 422 and "list1.jsonl" in broken.text
    both = files(extract("ACORN <b> AB"), extract("Acorn B AB", "d", "t"))
    assert officer.post(address, data=form, files=both, follow_redirects=False).status_code == 303
    page = officer.get(address).text
    assert "Lists were last searched on" in page and "by name alone" in page and "ACORN &lt;b&gt; AB" in page
    assert page.count('name="kind" value="name-hit"') == 2
    late = officer.post(address, data=form, files=both)
    assert late.status_code == 409 and "changed" in late.text
    judged = hidden(page)
    number = judged["number"]
    lacking = officer.post(f"/bidders/{bidder}/steps", data={**judged, f"verdict-{number}": "different"})
    assert lacking.status_code == 422 and "Enter the reasons" in lacking.text
    said = {**judged, f"verdict-{number}": "different", f"reasons-{number}": "Founded in 1999 <i>"}
    done = officer.post(f"/bidders/{bidder}/steps", data=said)
    assert done.url.path == address and "Founded in 1999 &lt;i&gt;" in done.text and "Judge it again" in done.text
    assert [one["found"] for one in desk.held.entries(kind="list")] == [2]
    assert "Acorn" not in json.dumps(desk.held.entries(kind="list"))


def test_lists_are_for_officers_of_the_tenant(desk: AtDesk) -> None:
    bidder, _ = decided_file(desk, bought(desk), CLEAN)
    reader = desk.signed_in("reader")
    assert 'type="file"' not in reader.get(f"/bidders/{bidder}/lists").text
    token = {"form_token": token_in(reader.get("/duties").text)}
    assert reader.post(f"/bidders/{bidder}/lists", data=token, files=files(b"x")).status_code == 403
    assert desk.signed_in("officer", tenant="south").get(f"/bidders/{bidder}/lists").status_code == 404
