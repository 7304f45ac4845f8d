"""Laws of the API: whatever is sent, it is an answer of the engine or a problem; by one thread or many, the same."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.service.test_api import EXAMPLE, facts_of

from tenderlaw.answers.decisions import decision_answer
from tenderlaw.clauses.wording import unworded_in
from tenderlaw.decisions import decide
from tenderlaw.service.app import create_app
from tenderlaw.service.settings import Settings
from tenderlaw.sources.faults import InputInvalidError

FACTS = facts_of(EXAMPLE / "case.yaml")
PACKS = ["eu-2014-24"]
DAY = "2026-02-01"
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(rate="1000000/second"))) as client:
        yield client


def paths(node: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in the facts."""
    if at:
        yield at
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, one in inner:
        yield from paths(one, (*at, step))


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | WORDS
    | st.sampled_from(["DE", "open", "2024-02-30", "1e9"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(paths(FACTS), key=repr)), VALUES, st.booleans())
@FEW
def test_whatever_is_sent_is_decided_as_the_library_decides_or_refused_as_it_refuses(
    client: TestClient, path: tuple[Any, ...], value: Any, gone: bool
) -> None:
    facts = copy.deepcopy(FACTS)
    node = facts
    for step in path[:-1]:
        node = node[step]
    if gone and isinstance(node, dict):
        del node[path[-1]]
    else:
        node[path[-1]] = value
    said = client.post("/v1/decisions", json={"facts": facts, "as_of": DAY, "packs": PACKS})
    try:
        decision = decide(facts, as_of=date.fromisoformat(DAY), packs=PACKS)
    except InputInvalidError as error:
        assert said.status_code == 422, said.text
        assert len(said.json()["errors"]) == len(error.faults)
        assert "outcome" not in said.json()
        return
    assert said.status_code == 200, said.text
    assert said.json() == json.loads(json.dumps(decision_answer(decision, tuple(unworded_in(decision)))))


@given(st.binary(max_size=60))
@FEW
def test_no_bytes_are_taken_for_a_case(client: TestClient, data: bytes) -> None:
    for path, kind in (("/v1/decisions", "application/json"), ("/v1/decisions:batch", "application/x-ndjson")):
        said = client.post(path, content=data, headers={"Content-Type": kind})
        assert said.status_code in (200, 400, 422), said.text
        if said.status_code == 200:
            lines = [json.loads(line) for line in said.text.splitlines()]
            assert lines[-1]["end"]["decided"] == 0


def test_many_at_a_time_are_answered_as_one_at_a_time(client: TestClient) -> None:
    def asked(day: int) -> bytes:
        body = {"facts": FACTS, "as_of": f"2026-02-{day:02}", "packs": PACKS}
        content: bytes = client.post("/v1/decisions", json=body).content
        return content

    days = [1 + number % 6 for number in range(36)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(asked, days))
    alone = {day: asked(day) for day in sorted(set(days))}
    assert together == [alone[day] for day in days]
    assert len(set(alone.values())) == 6
