"""Values of rows made of those of their entries."""

from __future__ import annotations

from tenderlaw.screening.arrow.algebra import DAY, NUMBER, TRUTH, of_kind
from tenderlaw.screening.arrow.joining import added, any_of_entries, bits_joined, first_of_entries, latest
from tenderlaw.screening.arrow.spaces import Column, Space, Spread

__all__ = ["added_up", "any_entry", "any_row", "first_entry", "joined_entries", "latest_day"]


def any_entry(condition: bool | Column, spread: Spread) -> bool | Column:
    """Whether a condition is true of any entry of a row's list; false where there is none."""
    return False if condition is False else any_row(of_kind(condition, TRUTH, spread), spread.parents, spread.outer)


def any_row(condition: Column, of: Column, outer: Space) -> Column:
    """Whether a condition is true of any of the rows that belong to another; `of` says to which each does."""
    return outer.made(any_of_entries, (of.space.reach(condition), of, outer.length), TRUTH)


def first_entry(value: Column, condition: Column, spread: Spread) -> Column:
    """The value of the first entry of which a condition is true."""
    needs = (spread.reach(value), spread.reach(condition), spread.parents, spread.outer.length)
    return spread.outer.made(first_of_entries, needs, value.kind)


def joined_entries(word: Column, of: Column, outer: Space) -> Column:
    """The bits of all entries that belong to a row; `of` says to which each does."""
    return outer.made(bits_joined, (word, of, outer.length), NUMBER)


def added_up(number: Column, of: Column, outer: Space) -> Column:
    """The numbers of all entries that belong to a row."""
    return outer.made(added, (number, of, outer.length), number.kind)


def latest_day(day: Column, of: Column, outer: Space) -> Column:
    """The latest day of the entries that belong to a row."""
    return outer.made(latest, (day, of, outer.length), DAY)
