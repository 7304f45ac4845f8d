"""The API does what its description says: every operation, asked rightly and wrongly, with every check.

`TENDERLAW_EXAMPLES=200 pytest tests/service/test_api_described.py` asks more.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
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
        config = SchemathesisConfig.from_dict({"checks": {
            # which facts a case may have no schema says: what is formed rightly may still be no case
            "positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", "4xx", "501"]},
            "negative_data_rejection": {"expected-statuses": ["4xx"]},
        }, "generation": {"mode": "all"}})  # fmt: skip
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


def can_be_asked_wrongly(operation: Any) -> bool:
    """Whether it takes anything."""
    return bool(operation.body) or any(list(operation.iter_parameters()))


def asked(operation: Any, mode: GenerationMode, key: str) -> None:
    @given(operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
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
