"""The API does what its description says: every operation, asked rightly and wrongly, with every check.

`TENDERLAW_EXAMPLES=200 pytest tests/service/test_api_described.py` asks more.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.stateful import run_state_machine_as_test
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import *  # noqa: F403 - so that every check is known
from tests.service.accounts_held import held_in
from tests.service.test_api import EXAMPLE, facts_of

from tenderlaw.service.accounts.keys import issue
from tenderlaw.service.app import create_app
from tenderlaw.service.settings import Settings

EXAMPLES = int(os.environ.get("TENDERLAW_EXAMPLES", "3"))
FACTS = facts_of(EXAMPLE / "case.yaml")
CHECKS = {
    # which facts a case may have no schema says: what is formed rightly may still be no case
    "positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", "4xx", "501"]},
    "negative_data_rejection": {"expected-statuses": ["4xx"]},
}
STATEFUL = SchemathesisConfig.from_dict({
    "checks": CHECKS, "generation": {"mode": "positive"},
    "phases": {"stateful": {"inference": {"algorithms": []}}},  # the links are ours; to find some takes many seconds
})  # fmt: skip
WAYS = settings(
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
OF_FILES = re.compile(
    r"(?!.*/(list-s|docu|further|next|hold|retent|erasure|compar|steps|archive))/v1/(procurem|bidde|decis).+|/v1/procurements"
)
BODIES: dict[str, Any] = {  # the first three make a thing for the next
    "POST /v1/procurements": {"title": "A bridge", "facts": FACTS["procurement"], "packs": ["eu-2014-24"]},
    "POST /v1/procurements/{procurement}/bidders": {"facts": {"operator": FACTS["operator"]}},
    "POST /v1/bidders/{bidder}/decisions": {"as_of": "2026-02-01"},
    "PUT /v1/bidders/{bidder}/facts": {"facts": {"operator": {"role": "tenderer", "name": "Another"}}},
    "POST /v1/bidders/{bidder}/answers": {"answers": [{"path": "operator.name", "value": "Named"}]},
}


@schemathesis.serializer("application/x-ndjson")
def lines(context: object, value: object) -> object:
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[schemathesis.BaseSchema, str]]:
    with held_in(f"sqlite:///{tmp_path_factory.mktemp('api')}/t.sqlite") as held:
        with held.writing() as connection:
            _, key = issue(connection, held.act(), "tests", ["decide", "files", "record", "admin"], 30)
        app = create_app(
            Settings(rate="1000000/second", rate_sign_in="1000000/second"),
            database=held.database,
            record=held.record,
            clock=held.clock,
        )
        app.state.desk.packs.current.warm()
        config = SchemathesisConfig.from_dict({"checks": CHECKS, "generation": {"mode": "all"}})
        yield schemathesis.openapi.from_asgi("/v1/openapi.json", app, config=config), key
        app.state.desk.close()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["rightly", "wrongly"])
def test_every_operation_does_what_it_says(
    described: tuple[schemathesis.BaseSchema, str], mode: GenerationMode
) -> None:
    failures = []
    schema, key = described
    for found in schema.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not can_be_asked_wrongly(operation):
            continue
        try:
            asked(operation, mode, key)
        except Unsatisfiable:
            continue  # nothing wrong can be asked of it
        except (Exception, FailureGroup) as error:
            failures.append(f"{operation.label}\n{told(error)}")
    assert not failures, "\n\n".join(failures)


def test_what_one_answer_makes_the_next_requests_find_and_change(
    described: tuple[schemathesis.BaseSchema, str],
) -> None:
    schema, key = described
    done: set[tuple[str, int]] = set()
    linked = schemathesis.openapi.from_dict(with_links(schema.raw_schema), config=STATEFUL)
    linked.app = schema.app

    class Followed(linked.as_state_machine()):  # type: ignore[misc]
        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, object]:
            return {"headers": {"Authorization": f"Bearer {key}", "If-Match": "*"}, "timeout": 300}

        def before_call(self, case: schemathesis.Case) -> None:
            case.cookies, case.body = {}, BODIES.get(case.operation.label, case.body)
            case.headers.pop("Idempotency-Key", None)

        def after_call(self, response: Any, case: schemathesis.Case) -> None:
            done.add((case.operation.label, response.status_code))

    ways = settings(WAYS, max_examples=4 * EXAMPLES, stateful_step_count=12)
    run_state_machine_as_test(Followed, settings=ways)
    assert {(label, 201) for label in list(BODIES)[:2]} <= done, "a file is made in the procurement that was made"


def with_links(whole: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a description that speaks of files; what makes one leads to every operation on it."""
    paths = {path: said for path, said in deepcopy(whole["paths"]).items() if OF_FILES.fullmatch(path)}
    for label, name in zip(BODIES, ("procurement", "bidder", "decision"), strict=False):
        where = {"parameters": {name: f"$response.body#/{name}"}}
        of_it = [one for path, said in paths.items() if re.findall(r"{(\w+)}", path) == [name] for one in said.values()]
        links = {one["operationId"]: {"operationId": one["operationId"], **where} for one in of_it}
        paths[label.removeprefix("POST ")]["post"]["responses"]["201"]["links"] = links
    return {**whole, "paths": paths}


def can_be_asked_wrongly(operation: Any) -> bool:
    """Whether it takes anything."""
    return bool(operation.body) or any(list(operation.iter_parameters()))


def asked(operation: Any, mode: GenerationMode, key: str) -> None:
    @given(operation.as_strategy(generation_mode=mode))
    @settings(WAYS, max_examples=EXAMPLES)
    def ask(case: schemathesis.Case) -> None:
        body = case.body
        if mode is GenerationMode.POSITIVE and isinstance(body, dict) and "facts" in body:
            # what is formed at random is no case; one that is shows how it is answered
            body.update(facts=FACTS, as_of=None, packs=None, policies=[], pack_set=None)
        case.cookies = {}  # a session is tried elsewhere; here a key comes in
        case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, timeout=300)

    ask()


def told(error: BaseException) -> str:
    """What a check says, without the way there."""
    inner = getattr(error, "exceptions", ())
    return "\n".join([str(error), *(told(one) for one in inner)])
