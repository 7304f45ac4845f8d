"""Calls that cannot be meant are refused in our own words: no error of Python's, no internal error, no guess."""

from __future__ import annotations

import copy
import datetime
import io
import pickle
import re
from collections import UserDict
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pytest

import tenderlaw
from tenderlaw.facts.case import as_validated

ROOT = Path(__file__).resolve().parents[2]
DAY = datetime.date(2026, 2, 1)
MOMENT = datetime.datetime(2026, 2, 1, 12)
PLAIN: dict[str, Any] = {"procurement": {"decision_on": "2026-02-01"}, "operator": {"role": "tenderer"}}
CASE = tenderlaw.load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml")
EU = ("eu-2014-24",)
TABLE = pa.table({"supplier": ["a"], "role": ["tenderer"]})
EXPIRED = {"offence": "corruption", "final": True, "final_on": "2025-01-01"}


def decide(case: Any = PLAIN, **how: Any) -> object:
    return tenderlaw.decide(case, **{"as_of": DAY, "packs": EU, **how})


def operator(**facts: Any) -> object:
    return decide({**PLAIN, "operator": {"role": "tenderer", **facts}})


def procurement(**facts: Any) -> object:
    return decide({**PLAIN, "procurement": facts})


def money(amount: Any) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


def render(case: Any = CASE, **how: Any) -> object:
    return tenderlaw.render(case, **{"as_of": DAY, "packs": EU, "draft": True, **how})


def screen(suppliers: Any = TABLE, bought: Any = CASE.procurement, **how: Any) -> object:
    return tenderlaw.screen(suppliers, bought, **{"as_of": DAY, "packs": EU, **how})


def changed(**facts: Any) -> tenderlaw.Case:
    """A case with an operator that nobody has checked."""
    return CASE.model_copy(update={"operator": CASE.operator.model_copy(update=facts)})


def once() -> Iterator[object]:
    yield EXPIRED


UNREAD = tenderlaw.Procurement.model_construct(call_sent_on="x")
NO_DAYS = ["2026-02-01", "", 0, 20260201, 1.5, True, MOMENT, [DAY], {}, b"2026-02-01", type]
NO_LISTS = ["eu-2014-24", "", b"x", 5, True, {"eu-2014-24": 1}, {"eu-2014-24"}, iter(EU), io.StringIO("x"), print]
NO_PACKS = [[None], [1], [["eu-2014-24"]], [Path("eu-2014-24")], [b"x"], [""], ["nope"], ["\ud800"], ["eu-2014-24", 7]]
NO_CASES = [
    None,
    5,
    "case.yaml",
    b"x",
    [],
    [PLAIN],
    {},
    UserDict(PLAIN),
    MappingProxyType(PLAIN),
    object(),
    Exception(),
]


class Named:
    """Says that it is a path, as an entry of `os.scandir` does."""

    def __init__(self, name: Any) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"Named({self.name!r})"

    def __fspath__(self) -> Any:
        return 1 // self.name if self.name == 0 else self.name


NO_PATHS = [
    Named(b"case.yaml"),
    Named(5),
    Named(0),
    Named(""),
    None,
    5,
    "",
    b"case.yaml",
    [],
    {},
    True,
    "no\0where",
    Path("nowhere.yaml"),
    ROOT,
    "\ud800",
]
NO_TRUTHS = [None, 0, 1, "yes", "", []]
NO_LANGUAGES = [None, 5, "", "xx", "../en"]
NO_AMOUNTS = [1.5, float("nan"), float("inf"), Decimal("NaN"), Decimal("-1"), True, "1 000", 10**40, "1e400", None]
NO_ENTRIES = [5, "x", {}, {"a": 1}, iter([EXPIRED]), once(), {1}, [None], [5], [["x"]], io.StringIO("x")]


def without_address(name: str) -> str:
    """The name of a call, the same in every process."""
    return re.sub(r"0x[0-9a-f]+", "0x", name)


CALLS: list[tuple[str, Callable[[], object]]] = [
    *[(f"decide, as_of {given!r:.30}", lambda g=given: decide(as_of=g)) for given in NO_DAYS],
    *[(f"render, as_of {given!r:.30}", lambda g=given: render(as_of=g)) for given in NO_DAYS[:6]],
    *[(f"screen, as_of {given!r:.30}", lambda g=given: screen(as_of=g)) for given in NO_DAYS[:7]],
    *[(f"decide, packs {given!r:.30}", lambda g=given: decide(packs=g)) for given in (*NO_LISTS, *NO_PACKS, [], ())],
    *[(f"decide, policies {given!r:.30}", lambda g=given: decide(policies=g)) for given in (*NO_LISTS, *NO_PACKS)],
    *[(f"render, packs {given!r:.30}", lambda g=given: render(packs=g)) for given in ("eu-2014-24", ["nope"], [1])],
    *[(f"screen, packs {given!r:.30}", lambda g=given: screen(packs=g)) for given in ("eu-2014-24", ["nope"], [1])],
    *[(f"decide {given!r:.30}", lambda g=given: decide(g)) for given in NO_CASES],
    *[(f"render {given!r:.30}", lambda g=given: render(g)) for given in NO_CASES],
    *[(f"load_case {given!r:.30}", lambda g=given: tenderlaw.load_case(g)) for given in NO_PATHS],
    *[(f"read_espd {given!r:.30}", lambda g=given: tenderlaw.read_espd(g)) for given in NO_PATHS],
    *[(f"load_packs {given!r:.30}", lambda g=given: tenderlaw.load_packs(g)) for given in (*NO_LISTS, *NO_PACKS[:-1])],
    *[(f"load_policies {given!r:.30}", lambda g=given: tenderlaw.load_policies(g)) for given in (*NO_LISTS, [1])],
    *[(f"load_packs, folders {given!r:.30}", lambda g=given: tenderlaw.load_packs(folders=g))
      for given in (*NO_LISTS, [None], [5], [""], ["nowhere"], [b"x"], [Named(b".")], [Named(5)], ["no\0where"])],
    *[(f"decide, detailed {given!r:.30}", lambda g=given: decide(detailed=g)) for given in NO_TRUTHS],
    *[(f"render, draft {given!r:.30}", lambda g=given: render(draft=g)) for given in NO_TRUTHS],
    *[(f"render, language {given!r:.30}", lambda g=given: render(language=g)) for given in NO_LANGUAGES],
    *[(f"render, fill_ins {given!r:.30}", lambda g=given: render(fill_ins=g))
      for given in (5, "x", [], 0, [("a", "b")], {1: "x"}, {"a": 1}, {"a": None})],
    *[(f"screen {given!r:.30}", lambda g=given: screen(g)) for given in (None, 5, "x.parquet", [], {}, object())],
    *[(f"screen, procurement {given!r:.30}", lambda g=given: screen(bought=g))
      for given in (None, 5, "x", [], {"nope": 1}, {"decision_on": 5}, object())],
    *[(f"screen, sample {given!r:.30}", lambda g=given: screen(sample=g)) for given in (None, -1, 1.5, "5", True)],
    ("screen, policies", lambda: screen(policies=["nope"])),
    *[(f"convictions {given!r:.30}", lambda g=given: operator(convictions=g)) for given in NO_ENTRIES],
    *[(f"entities {given!r:.30}", lambda g=given: decide({**PLAIN, "entities": g})) for given in NO_ENTRIES],
    *[(f"name {given!r:.30}", lambda g=given: operator(name=g)) for given in (5, "", [], {}, b"x", "x" * 10_001)],
    *[(f"evidence_verified {given!r:.30}", lambda g=given: operator(evidence_verified=g)) for given in ("yes", 1, [])],
    *[(f"decision_on {given!r:.30}", lambda g=given: procurement(decision_on=g))
      for given in (5, "1.2.2026", MOMENT, [])],
    *[(f"amount {given!r:.30}", lambda g=given: procurement(estimated_value_excluding_vat=money(g)))
      for given in NO_AMOUNTS],
    ("an unknown argument of the case", lambda: decide({**PLAIN, "suppliers": []})),
    ("a key that is no word", lambda: decide({**PLAIN, 5: 5})),
    *[(f"a changed operator {given!r:.60}", lambda g=given: decide(changed(**g)))
      for given in ({"convictions": once()}, {"conviction": ()}, {"role": "boss"}, {"evidence_verified": "yes"})],
    ("a changed operator, rendered", lambda: render(changed(role="boss"))),
    ("a changed operator among plain facts", lambda: decide({**PLAIN, "operator": changed(role="boss").operator})),
    ("a changed day", lambda: decide(CASE.model_copy(update={"procurement": UNREAD}))),
    ("a made-up case without procurement", lambda: decide(tenderlaw.Case.model_construct(operator=CASE.operator))),
    ("a made-up case of a number", lambda: decide(tenderlaw.Case.model_construct(**{**dict(CASE), "operator": 5}))),
    ("a case of nothing", lambda: decide(tenderlaw.Case.__new__(tenderlaw.Case))),
    ("screen, a made-up procurement", lambda: screen(bought=UNREAD)),
    ("screen, a made-up case", lambda: screen(bought=tenderlaw.Case.model_construct(procurement=UNREAD))),
    ("a policy as a pack", lambda: decide(packs=["baseline"])),
    ("a pack as a policy", lambda: decide(policies=["eu-2014-24"])),
    ("a compiled policy as a pack", lambda: decide(packs=tenderlaw.load_policies(["baseline"]))),
    ("a compiled pack as a policy", lambda: decide(policies=tenderlaw.load_packs(["eu-2014-24"]))),
    ("a role that is none", lambda: tenderlaw.read_espd(ROOT / "README.md", "boss")),  # type: ignore[arg-type]
]  # fmt: skip


@pytest.mark.parametrize("call", [call for _, call in CALLS], ids=[without_address(name) for name, _ in CALLS])
def test_a_wrong_call_is_refused_in_our_own_words(call: Callable[[], object]) -> None:
    with pytest.raises((tenderlaw.InputInvalidError, tenderlaw.PackInvalidError)) as refused:
        call()
    for fault in refused.value.faults:
        said = str(fault)
        assert "\n" not in said
        assert not re.search(r"\b(str|int|float|bool|dict|tuple|NoneType|None|object at|Traceback)\b", said), said


def test_there_are_many_of_them() -> None:
    assert len(CALLS) > 120
    assert len({name for name, _ in CALLS}) > 120


def test_what_a_terminal_would_obey_is_written_out() -> None:
    evil = "a\x1b[31m\x7f\x9b\u202e\u2066\nb"
    calls = (
        lambda: decide(as_of=evil),
        lambda: decide(packs=[evil]),
        lambda: decide({**PLAIN, evil: 1}),
        lambda: operator(country=evil),
        lambda: tenderlaw.load_case(evil),
        lambda: tenderlaw.load_packs(folders=[evil]),
    )
    for call in calls:
        with pytest.raises(tenderlaw.TenderlawError) as refused:
            call()
        assert str(refused.value).isprintable()
        assert r"a\u001b[31m\u007f\u009b\u202e\u2066" in str(refused.value)
        assert all(f"{one.field}{one.message}{one.hint}".isprintable() for one in refused.value.faults)


def test_what_is_wrong_is_said_with_what_would_be_right() -> None:
    for call, said in (
        (lambda: decide(as_of="2026-02-01"), "arguments: as_of: `2026-02-01` is no day (give a `datetime.date`"),
        (lambda: decide(as_of=MOMENT), "`2026-02-01T12:00:00` is a moment, not a day (give its `.date()`)"),
        (lambda: decide(packs="eu-2014-24"), 'packs: `eu-2014-24` is no list (write `["eu-2014-24"]`)'),
        (lambda: decide(packs=["eu-2014-42"]), "eu-2014-42: no such pack is installed (did you mean `eu-2014-24`?)"),
        (lambda: decide(packs=[]), "arguments: packs: this value names no pack (leave it out to ask all"),
        (lambda: operator(convictions=once()), "facts: operator.convictions: this value must be a list"),
    ):
        with pytest.raises(tenderlaw.InputInvalidError) as refused:
            call()
        assert said in str(refused.value)


def test_a_case_that_validation_has_not_made_is_validated() -> None:
    listed = changed(convictions=list(CASE.operator.convictions or ()))
    for case in (CASE.model_copy(), copy.deepcopy(CASE), pickle.loads(pickle.dumps(CASE)), listed):  # noqa: S301
        assert as_validated(case) is not case
        assert decide(case) == decide(CASE)
    assert as_validated(CASE) is CASE
