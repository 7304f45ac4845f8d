"""The API that keeps nothing: it answers what the command line answers, and refuses at the place."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient

from tenderlaw.service.app import create_app
from tenderlaw.service.settings import Settings
from tenderlaw.sources.tree import read_file

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(
    file.parent
    for file in (ROOT / "examples").glob("*/case.yaml")
    if "check" in (file.parent / "README.md").read_text()
)
EXAMPLE = ROOT / "examples" / "trafficking-conviction"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings())) as client:
        yield client


def facts_of(file: Path) -> Any:
    """A case file as JSON; amounts as words, which stay exact."""
    return json.loads(json.dumps(read_file(file).data, default=str))


def posted(client: TestClient, path: str, **asked: Any) -> Any:
    said = client.post(path, json=asked)
    assert said.status_code == 200, said.text
    return said.json()


def command_of(folder: Path) -> list[str]:
    words = re.search(r"^    \$ tenderlaw (.*)$", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert words is not None
    return shlex.split(words[1])


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda one: one.name)
def test_a_decision_is_that_of_the_command_line(folder: Path, client: TestClient) -> None:
    verb, *words = command_of(folder)
    if verb != "check" or any(one in words for one in ("--list", "--owners", "--goods-list")):
        pytest.skip("not a plain decision")
    options = dict(zip(words[1::2], words[2::2], strict=True))
    asked: dict[str, Any] = {"facts": facts_of(folder / "case.yaml")}
    for option, name in (("--pack", "packs"), ("--policy", "policies")):
        if found := [words[number + 1] for number, one in enumerate(words) if one == option]:
            asked[name] = found
    if "--as-of" in options:
        asked["as_of"] = options["--as-of"]
    assert posted(client, "/v1/decisions", **asked) == json.loads((folder / "expected.json").read_bytes())


def test_answers_name_their_packs_and_are_kept_by_nobody(client: TestClient) -> None:
    said = client.post("/v1/decisions", json={"facts": facts_of(EXAMPLE / "case.yaml")})
    current = client.get("/v1/pack-sets").json()["in_force"]
    assert said.headers["pack-set"] == current
    assert said.headers["cache-control"] == "no-store"
    again = client.post("/v1/decisions", json={"facts": facts_of(EXAMPLE / "case.yaml"), "pack_set": current})
    assert again.content == said.content
    other = client.post("/v1/decisions", json={"facts": {}, "pack_set": "0" * 64})
    assert (other.status_code, other.json()["type"]) == (404, "/problems/pack-unknown")


@pytest.mark.parametrize(
    ("asked", "pointer", "detail"),
    [
        ({"facts": {}}, "/facts", "the field `operator` is required"),
        ({"facts": {"procurement": {"authority": {"country": "Narnia"}}}}, "/facts/procurement/authority/country", ""),
        ({"facts": {"procurement.authority.country": "Narnia"}}, "/facts/procurement.authority.country", ""),
        ({"facts": {}, "as_of": "20260101"}, "/as_of", "is not a day written YYYY-MM-DD"),
        ({"facts": {}, "as_of": 1767225600}, "/as_of", "is not a day written YYYY-MM-DD"),
        ({"facts": {}, "packs": ["eu-2014-42"]}, "/packs/0", "is none of these packs"),
        ({"facts": {}, "packs": []}, "/packs", ""),
        ({"facts": {}, "policies": ["eu-2014-24"]}, "/policies/0", "is none of these packs"),
        ({"facts": {}, "pakcs": []}, "/pakcs", "unknown field"),
        ({"facts": []}, "/facts", ""),
    ],
)
def test_a_fault_is_told_where_it_is(client: TestClient, asked: Any, pointer: str, detail: str) -> None:
    said = client.post("/v1/decisions", json=asked)
    assert said.status_code == 422
    problem = said.json()
    found = [one for one in problem["errors"] if one["pointer"] == pointer]
    assert found, problem
    assert detail in found[0]["detail"]
    assert "outcome" not in problem


def test_missing_facts_and_explanations_are_those_of_the_decision(client: TestClient) -> None:
    asked = {"facts": facts_of(ROOT / "examples" / "missing-facts" / "case.yaml")}
    decision = posted(client, "/v1/decisions", **asked)
    missing = posted(client, "/v1/missing-facts", **asked)
    assert missing["missing_facts"] == decision["missing_facts"] != []
    explained = posted(client, "/v1/explanations", **asked)
    assert explained["id"] == decision["id"]
    assert "name" not in json.dumps(posted(client, "/v1/shared-findings", **asked)["facts"])


def test_regimes_comparisons_and_matrix(client: TestClient) -> None:
    facts = facts_of(ROOT / "examples" / "regimes-by-value" / "case.yaml")
    regimes = posted(client, "/v1/regimes", facts=facts["procurement"])
    assert regimes == posted(client, "/v1/regimes", facts=facts)
    assert {one["governs"] for one in regimes} <= {"true", "false", "unknown"}
    pair = ["eu-2014-24", "us-far"]
    compared = posted(client, "/v1/comparisons", facts=facts, packs=pair)
    assert [one["pack"] for one in compared["regimes"]] == pair
    matrix = client.get("/v1/comparisons/matrix", params={"packs": pair, "as_of": "2026-02-01"}).json()
    assert [one[0] for one in matrix["regimes"]] == pair
    refused = client.post("/v1/regimes", json={"facts": facts, "policies": ["baseline"]})
    assert refused.json()["errors"][0]["pointer"] == "/policies"


def test_duties_of_a_company_need_a_day(client: TestClient) -> None:
    company = {"operator": {"name": "Nordlys Tekstil AS", "annual_turnover": {"amount": "9000000", "currency": "NOK"}}}
    said = client.post("/v1/duties", json={"facts": company})
    assert said.json()["errors"][0]["pointer"] == "/as_of"


def test_why_a_clause_is_not_prescribed(client: TestClient) -> None:
    facts = facts_of(EXAMPLE / "case.yaml")
    said = posted(client, "/v1/why-not", facts=facts, clause="no-recruitment-fees")
    assert said["clause"] == "no-recruitment-fees"
    wrong = client.post("/v1/why-not", json={"facts": facts, "clause": "no-recruitment-fee"})
    assert wrong.json()["errors"] == [
        {
            "pointer": "/clause",
            "detail": "no clause `no-recruitment-fee`",
            "hint": "did you mean `no-recruitment-fees`?",
        }
    ]


def test_a_batch_is_answered_line_by_line_and_has_an_end(client: TestClient) -> None:
    good = json.dumps({"facts": facts_of(EXAMPLE / "case.yaml")})
    lines = [good, '{"facts": {}}', "{", '{"facts": {"a": 1, "a": 2}}', good, ""]
    said = client.post(
        "/v1/decisions:batch", content="\n".join(lines), headers={"Content-Type": "application/x-ndjson"}
    )
    head, *found, end = [json.loads(line) for line in said.text.splitlines()]
    assert head["batch"]["pack_set"] == said.headers["pack-set"]
    assert [one["index"] for one in found] == [0, 1, 2, 3, 4]
    assert [one["status"] for one in found] == [200, 422, 400, 400, 200]
    assert found[0]["decision"] == found[4]["decision"] == posted(client, "/v1/decisions", **json.loads(good))
    assert found[1]["problem"]["errors"][0]["pointer"].startswith("/facts")
    assert end == {"end": {"cases": 5, "decided": 2, "problems": 3}}
    wrong = client.post("/v1/decisions:batch", content=good, headers={"Content-Type": "application/json"})
    assert wrong.status_code == 415


def test_packs_need_not_be_sent_twice(client: TestClient) -> None:
    first = client.get("/v1/packs")
    assert {one["kind"] for one in first.json()["items"]} == {"regime", "duties", "policy"}
    assert "folder" not in first.json()["items"][0]
    again = client.get("/v1/packs", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    whole = client.get("/v1/packs/eu-2014-24").json()
    assert whole["grounds"]
    assert "/" + "jurisdictions" not in json.dumps(whole)
    ground = client.get(f"/v1/packs/eu-2014-24/grounds/{whole['grounds'][0]['id']}").json()
    assert ground["ground"] == whole["grounds"][0]
    assert ground["years"] == 5
    assert client.get("/v1/packs/eu-2014-24/offences").json()["eu-2014-24"] == whole["offences"]
    missing = client.get("/v1/packs/eu-2014-42").json()
    assert (missing["type"], missing["detail"]) == ("/problems/pack-unknown", "did you mean `eu-2014-24`?")


def test_clauses_are_found_and_paged(client: TestClient) -> None:
    every: list[str] = []
    after, pages = None, 0
    while True:
        said = client.get("/v1/clauses", params={"limit": 40, **({"after": after} if after else {})})
        every += [one["id"] for one in said.json()["items"]]
        pages, after = pages + 1, said.json()["next"]
        assert ('rel="next"' in said.headers.get("link", "")) is (after is not None)
        if after is None:
            break
    assert pages == 2
    assert every == sorted(set(every))
    found = client.get("/v1/clauses", params={"q": "recruitment fees", "language": "en", "risk": "high"}).json()[
        "items"
    ]
    assert "no-recruitment-fees" in [one["id"] for one in found]
    assert len(found) < len(every)
    whole = client.get("/v1/clauses/no-recruitment-fees").json()
    assert whole["texts"]["en"]
    assert any(one["kind"] == "policy" for one in whole["prescribed_by"])
    assert client.get("/v1/clauses", params={"after": "nonsense"}).status_code == 422


def test_a_schema_describes_what_is_answered(client: TestClient) -> None:
    schema = client.get("/v1/schemas/decision").json()
    asked = {"facts": facts_of(EXAMPLE / "case.yaml"), "policies": ["baseline"]}
    jsonschema.validate(posted(client, "/v1/decisions", **asked), schema)


def test_what_people_read_of_the_api_needs_no_script(client: TestClient) -> None:
    page = client.get("/v1/reference")
    assert "<script" not in page.text
    assert client.get("/v1/openapi.json").json()["openapi"].startswith("3.1")


def test_an_interview_asks_until_nothing_can_change_the_answer(client: TestClient) -> None:
    begun = posted(client, "/v1/interviews", as_of="2026-02-01", packs=["eu-2014-24"], aim="outcome")
    draft, standing = begun["draft"], begun["standing"]
    assert standing["outcome"] == "undetermined"
    for _ in range(60):
        if not standing["questions"]:
            break
        asked = standing["questions"][0]
        kind = asked["question"]["kind"]
        value = "none" if kind == "list" else None
        said = posted(client, "/v1/interviews/answers", draft=draft, answers=[{"path": asked["path"], "value": value}])
        draft, standing = said["draft"], said["standing"]
    assert standing["questions"] == []
    again = posted(client, "/v1/interviews/standing", draft=draft, language="de")["standing"]
    assert (again["outcome"], again["language"]) == (standing["outcome"], "de")
    case = posted(client, "/v1/interviews/case", draft=draft)
    assert posted(client, "/v1/decisions", **case)["outcome"] == standing["outcome"]


def test_what_a_company_owes_is_asked_for_by_the_same_endpoints(client: TestClient) -> None:
    begun = posted(client, "/v1/interviews", as_of="2026-08-01", packs=["gb-msa-2015"], aim="duties")
    assert begun["standing"]["questions"][0]["stage"] == "duty" and begun["standing"]["outcome"] == "out_of_scope"
    answers = [{"path": "operator.business_in", "value": ["NO"]}]
    said = posted(client, "/v1/interviews/answers", draft=begun["draft"], answers=answers)
    assert said["answers"][0]["settled"][0]["after"] == "owes_nothing" and said["standing"]["why"] == "settled"
    case = posted(client, "/v1/interviews/case", draft=said["draft"])
    assert posted(client, "/v1/duties", **case)["companies"][0]["regimes"][0]["outcome"] == "owes_nothing"


def test_an_answer_that_cannot_be_read_refuses_all(client: TestClient) -> None:
    facts = facts_of(EXAMPLE / "case.yaml")
    first = posted(client, "/v1/next-question", facts=facts, as_of="2026-02-01", packs=["eu-2014-24"])
    assert first["outcome"] == "must_exclude"
    draft = posted(client, "/v1/interviews", as_of="2026-02-01", packs=["eu-2014-24"])["draft"]
    asked = [
        {"path": "procurement.authority.country", "value": "DE"},
        {"path": "procurement.decision_on", "value": "x"},
        {"path": "no.such", "value": 1},
    ]
    said = client.post("/v1/interviews/answers", json={"draft": draft, "answers": asked})
    assert [one["pointer"] for one in said.json()["errors"]] == ["/answers/1/value"]
    strange = client.post("/v1/interviews/standing", json={"draft": {"facts": {}, "x": 1}})
    assert strange.json()["errors"][0]["pointer"] == "/draft/x"
