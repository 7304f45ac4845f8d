"""Financial years: which is the year before another, and figures that cannot be so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from tenderlaw.facts.accounts import place_of_year_before
from tenderlaw.facts.operator import EconomicOperator


@pytest.mark.parametrize(
    ("others", "begins", "place"),
    [
        ([date(2024, 12, 31)], None, 0),
        ([date(2024, 12, 26)], None, 0),
        ([date(2024, 12, 31), date(2023, 12, 31)], None, 0),
        ([date(2024, 12, 31), date(2025, 6, 30)], None, None),
        ([date(2024, 12, 31), date(2025, 6, 30)], date(2025, 7, 1), 1),
        ([date(2024, 12, 31)], date(2025, 7, 1), None),
        ([date(2023, 12, 31)], None, None),
    ],
)
def test_the_year_before_ended_the_day_before_and_a_short_year_in_between_is_not_passed_over(
    others: list[date], begins: date | None, place: int | None
) -> None:
    year: dict[str, object] = {"ends_on": date(2025, 12, 31), **({"begins_on": begins} if begins else {})}
    assert place_of_year_before(year, [*({"ends_on": day} for day in others), year]) == place


SMALL, LARGE = {"employees": 5}, {"employees": 9}
YEAR: dict[str, Any] = {"ends_on": "2025-12-31"}
BEFORE: dict[str, Any] = {"ends_on": "2024-12-31"}


@pytest.mark.parametrize(
    ("years", "refused"),
    [
        ([YEAR, BEFORE], False),
        ([YEAR, YEAR], True),
        ([{**YEAR, "begins_on": "2024-12-31"}, BEFORE], True),
        ([{**YEAR, "begins_on": "2025-01-01"}, BEFORE], False),
        ([{**YEAR, "subsidiaries": [LARGE], "with_subsidiaries": SMALL}], True),
        ([{**YEAR, "own": LARGE, "with_subsidiaries": {"employees": 0}}], True),
        ([{**YEAR, "subsidiaries": [SMALL], "with_subsidiaries": LARGE}], False),
        ([{**YEAR, "own": LARGE, "subsidiaries": [], "consolidated": SMALL}], True),
        ([{**YEAR, "own": LARGE, "subsidiaries": [SMALL], "consolidated": SMALL}], False),
    ],
)
def test_years_that_overlap_and_sums_that_cannot_be_so_are_refused(years: list[Any], refused: bool) -> None:
    given = {"role": "tenderer", "financial_years": years}
    if refused:
        with pytest.raises(ValidationError):
            EconomicOperator.model_validate(given)
    else:
        EconomicOperator.model_validate(given)
