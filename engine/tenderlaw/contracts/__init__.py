"""The record of a contract after the award: what fell due and was done, what was found, and what may follow.

Input: a case with the facts of the record, the clauses that the contract holds with their fill-ins, packs and a day.
Output: a `ContractRecord`, a pure function of these. It excludes nobody and decides nothing that a person must decide;
what was not recorded is unknown, and never in order.
"""

from __future__ import annotations

from tenderlaw.contracts.model import ContractRecord
from tenderlaw.contracts.record import contract_record

__all__ = ["ContractRecord", "contract_record"]
