"""What extracts of lists say of a bidder, put among the facts of its file; an entry that changed is judged anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from sqlalchemy import Connection

from tenderlaw.decisions.cases import case_in
from tenderlaw.decisions.governing import may_govern
from tenderlaw.interop.list_files import list_files, searched_case
from tenderlaw.service.files.answers import keep_case
from tenderlaw.service.files.bidders import Bidder
from tenderlaw.service.files.deciding import File, read_file, refuse_changed
from tenderlaw.service.files.drafts import CaseDraft
from tenderlaw.service.files.hand import Hand, noted
from tenderlaw.service.files.laying import operators_in
from tenderlaw.service.files.list_entries import key_of, row_plain
from tenderlaw.service.files.places import Plain, put_at, steps_of, value_at
from tenderlaw.sources.canonical import digest
from tenderlaw.sources.faults import Fault
from tenderlaw.sources.tree import Data, Source

__all__ = ["ListsSearched", "record_search", "search_lists"]


@dataclass(frozen=True, slots=True)
class ListsSearched:
    """What a search came to, of which state of the file: reading lists takes long, and holds nobody up."""

    bidder: str
    revision: str
    facts: Plain
    """The case with what was found."""
    listed: dict[str, str]
    """By list and entry, the digest of the whole entry."""
    rows: dict[str, Plain]
    """The same entries, as the list has them."""
    files: tuple[str, ...]
    """SHA-256 of each file."""
    remarks: tuple[Fault, ...]
    """What stays unknown, and why."""


def search_lists(hand: Hand, bidder: Bidder, paths: Sequence[Path], as_of: date) -> ListsSearched:
    """Search the files of lists for a bidder and its entities, in no transaction.

    What an earlier search has found is looked for anew. Raises InputInvalidError for a file that cannot be read whole.
    """
    known = bidder.procurement.draft
    regimes, policies = hand.regimes(known.regimes), hand.policies(known.policies)
    before = _without(bidder.facts, bidder.draft.listed)
    case = case_in(Source("facts", cast("Data", before), {}), (*regimes, *policies))
    asking = (*may_govern(regimes, [case.procurement], [as_of]), *policies)
    files = list_files(list(paths))
    done, remarks, rows = searched_case(case, files, [one.typed for one in asking])
    facts = cast("Plain", done.model_dump(mode="json", exclude_none=True))
    own = {key_of(one) for one in _listings(before)}
    every = {f"{name}/{entry}": row for (name, entry), row in rows.items()}
    new = [key for key in map(key_of, _listings(facts)) if key not in own]
    found = {key: row_plain(every[key]) for key in new if key in every}
    listed = {key: digest(found[key]) if key in found else "" for key in new}
    return ListsSearched(
        bidder.bidder, bidder.revision, facts, listed, found, tuple([one.sha256 for one in files]), tuple(remarks)
    )


def record_search(connection: Connection, hand: Hand, found: ListsSearched) -> File:
    """Put what a search found among the facts of a file, and the search on record.

    A step that says whose an entry is counts no more where the entry of the list has changed. Raises ChangedError where
    the file changed meanwhile.
    """
    hand.need("officer")
    file = read_file(connection, hand, found.bidder, lock=True)
    refuse_changed(file, found.revision)
    draft, bought = file.bidder.draft, file.bidder.procurement.draft
    case = CaseDraft(
        found.facts, (*bought.unknown, *draft.unknown), {**bought.sources, **draft.sources}, draft.growing, draft.order,
        draft.aim,
    )  # fmt: skip
    keep_case(connection, hand, file, case, found.listed)
    lists = sorted({key.partition("/")[0] for key in found.listed})
    payload = {"files": list(found.files), "lists": lists, "found": sum(map(bool, found.listed.values()))}
    remarks = [{"path": one.field, "message": one.message, "hint": one.hint} for one in found.remarks]
    secret = {"listed": found.listed, "rows": found.rows, "remarks": remarks}
    noted(connection, hand, "list", found.bidder, payload, secret)
    return read_file(connection, hand, found.bidder)


def _listings(facts: Plain) -> Iterable[Plain]:
    for operator in operators_in(facts):
        yield from cast("list[Plain]", value_at(facts, (*steps_of(operator), "listings")) or [])


def _without(facts: Plain, listed: Mapping[str, str]) -> Plain:
    """The facts without what a search has put there; a list that it made is unknown again."""
    whole: object = facts
    for operator in operators_in(facts):
        held = cast("Plain", value_at(facts, steps_of(operator)))
        entries = cast("list[Plain] | None", held.get("listings"))
        rest = [one for one in entries or [] if key_of(one) not in listed]
        if entries is None or len(rest) == len(entries):
            continue
        others = {name: value for name, value in held.items() if name != "listings"}
        whole = put_at(whole, steps_of(operator), {**others, **({"listings": rest} if rest else {})})
    return cast("Plain", whole)
