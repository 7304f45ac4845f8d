"""Working days: Saturdays, Sundays and the holidays of a country or a part of one are none.

The holidays come from the `holidays` library; a decision that counts working days names its version.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

__all__ = ["is_known", "next_working_day", "parts_of", "version"]

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=32)
def _holidays(place: str) -> HolidayBase:
    """The holidays of a country (`XX`) or a part of one (`XX-YYY`). Raises NotImplementedError where unknown."""
    from holidays import country_holidays  # noqa: PLC0415 - slow to import, and few packs need it

    country, _, part = place.partition("-")
    return country_holidays(country, subdiv=part or None)


@cache
def _listed() -> frozenset[str]:
    """The places that the library knows, written out: a pack is checked without importing it."""
    lines = Path(__file__).with_name("holiday_places.txt").read_text("utf-8").splitlines()
    places = [line.split(",") for line in lines]
    return frozenset(
        "-".join((country, part)) if part else country for country, *parts in places for part in ("", *parts)
    )


def is_known(place: str) -> bool:
    """Whether the holidays of this place are known."""
    if place in _listed():
        return True
    try:
        _holidays(place)
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=64)
def parts_of(country: str) -> tuple[str, ...]:
    """The parts of a country that have holidays of their own, as places; none where there are none or it is a part."""
    return tuple(sorted(place for place in _listed() if place.startswith(f"{country}-")))


@lru_cache(maxsize=16384)
def next_working_day(place: str, day: date) -> date:
    """The day itself if it is a working day in that place, else the next one."""
    holidays = _holidays(place)
    while day < date.max and (day.weekday() >= _SATURDAY or day in holidays):
        day += _ONE_DAY
    return day


@cache
def version() -> str:
    """Name and version of the library that the holidays come from."""
    from importlib import metadata  # noqa: PLC0415 - slow to import, and few decisions count working days

    return f"holidays {metadata.version('holidays')}"
