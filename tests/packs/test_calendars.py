"""Working days and the places whose holidays are known."""

from __future__ import annotations

import sys

import holidays
import pytest

from tenderlaw.packs import calendars


def test_the_places_written_out_are_those_that_the_library_knows() -> None:
    """After a change of the library: write the file anew, a line a country, its parts after it."""
    known = holidays.list_supported_countries(include_aliases=False)
    assert calendars._listed() == {
        *known,
        *(f"{country}-{part}" for country, parts in known.items() for part in parts),
    }


@pytest.mark.parametrize(
    ("place", "known"), [("AT", True), ("AT-9", True), ("AT-10", False), ("XX", False), ("", False)]
)
def test_what_is_known(place: str, known: bool) -> None:
    assert calendars.is_known(place) is known


def test_a_place_that_is_written_out_needs_no_import(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    assert calendars.is_known("AT-9")
