"""Widths of a table's columns: no word is cut, the rest goes to the columns that hold most."""

from __future__ import annotations

from tenderlaw.documents.model import Table, plain

__all__ = ["column_widths"]

_LETTER, _PADDING, _LONGEST = 118, 230, 26
"""A letter of a table's text and the space around a cell, in twentieths of a point; words beyond are broken."""


def column_widths(piece: Table, whole: int) -> list[int]:
    """Widths that add up to `whole`, in twentieths of a point."""
    columns = [[plain(cell) for cell in column] for column in zip(piece.head, *piece.rows, strict=True)]
    least = [
        min(max((len(word) for cell in column for word in cell.split()), default=1), _LONGEST) * _LETTER + _PADDING
        for column in columns
    ]
    if sum(least) > whole:
        least = [whole * one // sum(least) for one in least]
    shares = [max(1, *(len(cell) for cell in column)) ** 0.7 for column in columns]
    rest = whole - sum(least)
    widths = [one + int(rest * share / sum(shares)) for one, share in zip(least, shares, strict=True)]
    widths[-1] += whole - sum(widths)
    return widths
