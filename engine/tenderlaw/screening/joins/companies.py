"""Suppliers and companies that edges of ownership name, found to be one by their identifiers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pyarrow as pa

from tenderlaw.interop.searching import PARTED, keys_of_company
from tenderlaw.screening.joins.database import is_list_with
from tenderlaw.screening.tables.files import quoted

__all__ = ["FUNCTIONS", "keys_in"]

FUNCTIONS: Final = {"keys_of_company": keys_of_company}
"""How identifiers are compared."""


def keys_in(table: str, schema: pa.Schema, columns: Sequence[str]) -> str | None:
    """The query for each company with which a supplier has an identifier in common.

    It has these columns of the supplier, the `company`, and whether the identifier shows that they are one, `sure`.
    None where the table has no identifiers.
    """
    if not is_list_with(schema, "identifiers", ("scheme", "value")):
        return None
    home = "'country': CAST(country AS VARCHAR), " if "country" in schema.names else ""
    party = f"to_json({{{home}'identifiers': identifiers}})"
    names = ", ".join(columns)
    each = f"SELECT {names}, unnest(str_split(keys_of_company({party}), {quoted(PARTED)})) AS key FROM {table}"
    return f"SELECT {', '.join(f'e.{name}' for name in columns)}, company, sure FROM ({each}) e JOIN keys USING (key)"
