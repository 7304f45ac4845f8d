"""Suppliers and companies that edges of ownership name, found to be one by their identifiers."""

from __future__ import annotations

from typing import Final, cast

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.schema as sch
import ibis.expr.types as ir

from tenderlaw.interop.searching import PARTED, keys_of_company
from tenderlaw.screening.edges import KEYS
from tenderlaw.screening.widened import is_list_with, to_json

__all__ = ["FUNCTIONS", "keys_in"]


def keys_in(suppliers: ir.Table) -> ir.Table | None:
    """Each company with which a supplier has an identifier in common; `sure` where that shows that they are one."""
    if not is_list_with(suppliers, "identifiers", ("scheme", "value")):
        return None
    known = ibis.table(sch.Schema.from_pyarrow(KEYS), name="keys")
    home = {"country": suppliers["country"].cast("string")} if "country" in suppliers.columns else {}
    party = to_json(ibis.struct({**home, "identifiers": suppliers["identifiers"]}))
    each = suppliers.mutate(key=_keys_of_company(party).split(PARTED).unnest())
    return cast("ir.Table", each.join(known, ["key"]))


@ibis.udf.scalar.builtin(name="keys_of_company", signature=((dt.string,), dt.string))  # type: ignore[untyped-decorator]
def _keys_of_company(party: str | None) -> str | None:
    """`interop.searching.keys_of_company`."""


FUNCTIONS: Final = {"keys_of_company": keys_of_company}
"""How identifiers are compared: neither engine has it of its own."""
