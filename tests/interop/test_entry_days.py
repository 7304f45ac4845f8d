"""Days of an entry: a set, of which the stricter reading counts, and of which a month says no more than it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ftm_samples import company, read, sanction
from hypothesis import given
from hypothesis import strategies as st

from tenderlaw.facts.base import OPEN
from tenderlaw.interop.entry_days import days_of, span_of

days = st.dates(date(2019, 1, 1), date(2030, 12, 31))
vague = days.flatmap(lambda day: st.sampled_from((day.isoformat(), day.isoformat()[:7], day.isoformat()[:4])))


@given(st.lists(vague, max_size=3), st.lists(vague, max_size=3), st.sampled_from((None, OPEN)), st.randoms())
def test_days_are_a_set(firsts: list[str], lasts: list[str], without_end: date | None, order: Any) -> None:
    def read_in(some: list[str]) -> list[tuple[date, date]]:
        return [span_of(one) for one in some]

    said = days_of(read_in(firsts), read_in(lasts), without_end)
    order.shuffle(firsts)
    order.shuffle(lasts)
    assert days_of(read_in(firsts), read_in(lasts + lasts), without_end) == said


@given(st.lists(vague, min_size=1, max_size=3), st.lists(vague, min_size=1, max_size=3))
def test_of_several_days_the_stricter_reading_counts_or_none(firsts: list[str], lasts: list[str]) -> None:
    said = days_of([span_of(one) for one in firsts], [span_of(one) for one in lasts], OPEN)
    if said.listed_from is None and said.listed_until is None:
        assert said.doubt
        return
    for one in filter(is_day, lasts):
        assert said.listed_until is not None and said.listed_until >= date.fromisoformat(one)
    for one in filter(is_day, firsts):
        assert said.listed_from is not None and said.listed_from <= date.fromisoformat(one)


def is_day(text: str) -> bool:
    return len(text) == 10


def holds(row: Any, day: date) -> bool | None:
    """Whether an entry holds on a day, as packs ask it: from the four days."""
    if row.listed_until is None:
        return None
    if (row.listed_from and day < row.listed_from) or day > row.listed_until:
        return False
    sure = (row.surely_from or date.min) <= day <= (row.surely_until or OPEN)
    return True if sure else None


@given(first=days, last=days, asked=days, known=st.tuples(st.sampled_from((4, 7, 10)), st.sampled_from((4, 7, 10))))
def test_a_month_or_a_year_says_what_the_day_would_or_nothing(
    first: date, last: date, asked: date, known: tuple[int, int]
) -> None:
    first, last = min(first, last), max(first, last)
    exact = days_of([(first, first)], [(last, last)], None)
    said = days_of([span_of(first.isoformat()[: known[0]])], [span_of(last.isoformat()[: known[1]])], None)
    assert holds(said, asked) in (None, holds(exact, asked))
    after = span_of(last.isoformat()[: known[1]])[1]
    assert asked <= after or holds(said, asked) is False


@pytest.mark.parametrize(
    ("firsts", "lasts", "expected"),
    [
        ([], [], (None, OPEN, None, None)),
        (["2020-01-01"], [], ("2020-01-01", OPEN, None, None)),
        (["2020"], ["2025-06"], ("2020-01-01", "2025-06-30", "2020-12-31", "2025-06-01")),
        (["2020-01-01", "2025-01-01"], ["2023-01-01", "2028-01-01"], ("2020-01-01", "2028-01-01", None, None)),
        (["2020-01-01", "2025-01-01"], ["2023-01-01"], ("2020-01-01", OPEN, None, None)),
        (["2020", "2020-03-05"], ["2025-06", "2025-06-30"], ("2020-03-05", "2025-06-30", None, None)),
        (["2020-01", "2021"], ["2025"], ("2020-01-01", OPEN, None, None)),
        (["2025-01-01"], ["2023-01-01"], (None, None, None, None)),
        (["2024-02"], ["2024-02"], ("2024-02-01", "2024-02-29", "2024-02-29", "2024-02-01")),
        (["2020-01-01T00:00:00Z"], ["9999-12-31"], ("2020-01-01", OPEN, None, None)),
    ],
)
def test_days_by_example(firsts: list[str], lasts: list[str], expected: tuple[Any, ...]) -> None:
    said = days_of([span_of(one) for one in firsts], [span_of(one) for one in lasts], OPEN)
    found = (said.listed_from, said.listed_until, said.surely_from, said.surely_until)
    assert found == tuple(date.fromisoformat(one) if isinstance(one, str) else one for one in expected)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "Indefinite", "2020-13", "2020-00", "2020-02-30", "20200101", "2020-1-5", "01/02/2020", "0000",
     "2020-", "2020-01-01x", "10000-01-01", "-2020", "2020/01", "Q1 2020", "2020-W01", "²⁰²⁰", "2020-06-00",
     "1.1.2020"],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_its_place(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        span_of(text)
    if text:
        rows, faults = read(tmp_path, company(), sanction(endDate=[text]))
        assert faults == [f"e.ftm.json:2:1: endDate: `{text}` is no day "
                          "(a day is written YYYY-MM-DD; YYYY-MM or YYYY where no more is known)"]  # fmt: skip
        assert [row.entry for row in rows] == ["c"]  # nobody is passed over meanwhile
