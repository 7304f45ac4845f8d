"""Clauses: wording with metadata, selected by prescriptions that the same rules decide.

Input: a case, packs, fill-ins, a language. Output: the clauses that the contract carries, each with why it
is there. Invariants: a clause enters by a prescription alone; a prescription that is unknown puts nothing in
and names the facts it waits for; one that holds and has no wording for its day is named; a missing fill-in is
listed before anything is rendered; text of users is printed as text and never read as a template.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

__all__ = ["Clause", "Library", "SelectedClause", "Selection", "load_clauses", "load_library", "select_clauses"]

if TYPE_CHECKING:
    from tenderlaw.clauses.library import Clause, Library, load_clauses, load_library
    from tenderlaw.clauses.select import SelectedClause, Selection, select_clauses

_HOME = {
    **dict.fromkeys(("Clause", "Library", "load_clauses", "load_library"), "library"),
    **dict.fromkeys(("SelectedClause", "Selection", "select_clauses"), "select"),
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: metadata is read where no template is compiled."""
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"tenderlaw.clauses.{_HOME[name]}"), name)
