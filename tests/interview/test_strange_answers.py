"""Whatever a program sends is answered or refused, and never breaks what was kept."""

from __future__ import annotations

import json
from datetime import date
from typing import Final

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import tenderlaw
from tenderlaw.interview import Interview, answered, answers_to_check, begin, case_of, from_plain, standing, to_plain
from tenderlaw.sources.faults import InputInvalidError

PACKS: Final = tenderlaw.load_packs(["eu-2014-24"])
BOUGHT: Final = {
    "authority": {"country": "SE", "kind": "sub-central"}, "contract_kind": "works", "call_sent_on": "2026-01-05",
    "estimated_value_excluding_vat": {"amount": "9000000", "currency": "EUR"},
}  # fmt: skip
PATHS: Final = (
    "operator.convictions", "operator.convictions[0]", "operator.convictions[0].offence",
    "operator.convictions[0].final",
    "operator.convictions[0].self_cleaning", "operator.convictions[1].final_on", "operator.linked_persons",
    "operator.linked_persons[0].convictions", "operator.linked_persons[0].link_until", "operator.role", "operator",
    "operator.tax_breaches", "operator.listings", "operator.listings[0].list", "entities", "entities[0].role",
    "entities[0].convictions", "procurement", "procurement.lots", "procurement.lots[0].id", "procurement.cpv_codes",
    "procurement.estimated_value_excluding_vat", "procurement.authority.country", "procurement.performance",
    "operator.financial_years", "operator.tender.abnormally_low", "operator.convictions[0].final.deeper", "x", "",
)  # fmt: skip
ANSWERS: Final = (
    "yes", "no", "none", "add", "add Jane", "not known", "2024-02-01", "1.2.2024", "EUR 5", "SE", "fraud", "tenderer",
    "open", "1", "", " ", "\x00", "\ud800", "a" * 500, None, True, 0, -1, 2.5, [], [{}], {}, {"add": {}},
    {"add": {"link": "other"}},
    {"add": None}, {"add": {"": 3}}, {"amount": "x"}, {"amount": 1, "currency": "EUR"}, [None], {"final": True}, ["a"],
)  # fmt: skip
KEYS: Final = ("facts", "as_of", "packs", "policies", "unknown", "sources", "growing", "order", "aim", "else")
steps = st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from(ANSWERS)), max_size=8)
law = settings(
    max_examples=40, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.explicit, Phase.reuse, Phase.generate]
)


@law
@given(steps)
def test_any_answer_to_any_path_is_taken_or_refused(given_: list[tuple[str, object]]) -> None:
    interview = begin({"procurement": BOUGHT}, as_of=date(2026, 2, 1), packs=PACKS)
    for path, answer in given_:
        said = answered(interview, path, answer)
        assert (said.interview is interview) is bool(said.faults)
        interview = said.interview
    assert standing(interview).decision.outcome == standing(interview).outcome
    assert answers_to_check(interview)
    kept = json.loads(json.dumps(to_plain(interview)))
    again = from_plain(kept, packs=PACKS)
    assert isinstance(again, Interview)
    assert case_of(again) == case_of(interview)


@law
@given(
    st.dictionaries(
        st.sampled_from(KEYS),
        st.sampled_from(
            [None, 1, "2026-02-01", "award", [], ["a"], ["operator.convictions"], {}, {"a": 1}, {"operator": 1}]
        ),
    )
)
def test_what_is_no_draft_is_refused(data: dict[str, object]) -> None:
    try:
        interview = from_plain(data, packs=PACKS)
        standing(interview)
    except InputInvalidError:
        return
    assert standing(interview).language == "en"
