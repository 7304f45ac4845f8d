"""Documents issued from a file: made of its facts and its last decision, numbered, sealed, and on record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from sqlalchemy import Connection, Row, func, insert, select

from tenderlaw.documents import clause_schedule
from tenderlaw.documents.formats import Format, write_document
from tenderlaw.documents.kinds import LETTERS, OF_CLAUSES, DocumentKind
from tenderlaw.documents.letters import file_note, letter
from tenderlaw.documents.model import Document
from tenderlaw.packs.model.remedies import Letter
from tenderlaw.service.files.bidders import bidder_row, touched
from tenderlaw.service.files.deciding import Decided, File, Made, decided, read_file, refuse_changed
from tenderlaw.service.files.faults import FileRefusedError, NotThereError, OwnDecisionError, OwnMissing
from tenderlaw.service.files.hand import Hand, behind, noted, secrets_of
from tenderlaw.service.files.places import Plain
from tenderlaw.sources.faults import Fault
from tenderlaw.store import tables
from tenderlaw.store.handles import is_handle, new_handle

__all__ = [
    "TELL_OF_OWN",
    "DocumentAsked",
    "Issued",
    "Prepared",
    "composed_document",
    "document_bytes",
    "document_to_send",
    "document_values",
    "documents_on",
    "issue_document",
    "issued_of",
    "may_send",
    "need_decision",
    "prepare_document",
    "render_document",
]

_TABLE = tables.document
_PART: Final = 2**20
TELL_OF_OWN: Final[Mapping[str, str]] = {"exclusion": "exclude", "non-exclusion": "admit"}
"""The letters that tell what the authority itself decided, and which decision each tells."""


@dataclass(frozen=True, slots=True)
class DocumentAsked:
    """A document as somebody wants it."""

    kind: DocumentKind
    format: Format = "docx"
    language: str = "en"
    fallback_language: str | None = None
    draft: bool = False
    """With blanks where something is not filled in."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What is filled in, by the ids of blanks."""
    with_clauses: Sequence[str] = ()
    without_clauses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that was made, and of which state of the file: writing takes long, and holds nobody up."""

    bidder: str
    revision: str
    decision: str
    asked: DocumentAsked
    data: bytes
    draft: bool
    """Whether it is a draft, because somebody wanted one or because something waits for facts."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A document that was issued."""

    document: str
    bidder: str
    decision: str | None
    seq: int
    kind: str
    format: str
    language: str
    version: int
    """Of its kind on this file, from 1."""
    at: str
    by: str
    state: str = "issued"
    """`issued`; or `pending` while it waits for another person, who ends that: `issued`, `returned`, `withdrawn`."""
    approved_by: str | None = None


def render_document(hand: Hand, file: File, asked: DocumentAsked) -> Document:
    """The document of a file as it is now; nothing is written. Raises InputInvalidError as the library does.

    Raises FileRefusedError without a decision on the facts as they are, and for a letter that tells of a decision which
    the authority has not made, unless a draft is asked for.
    """
    found = decided(hand, file.bidder, file.standing, need_decision(file).as_of)
    if asked.kind in OF_CLAUSES:
        return _of_clauses(hand, found, asked)
    if asked.kind in LETTERS:
        if not asked.draft:
            _need_own(file, asked.kind)
        kind = cast("Letter", asked.kind)
        return letter(kind, found.decision, language=asked.language, fill_ins=asked.values, draft=asked.draft)
    return file_note(found.decision, asked.language)


def _of_clauses(hand: Hand, found: Decided, asked: DocumentAsked) -> Document:
    return clause_schedule(
        found.decision.given.case,
        kind=asked.kind,
        as_of=found.decision.as_of,
        packs=found.regimes,
        policies=found.policies,
        language=asked.language,
        fallback_language=asked.fallback_language,
        fill_ins=dict(asked.values),
        draft=asked.draft,
        library=hand.packs.library,
        with_clauses=list(asked.with_clauses),
        without_clauses=dict(asked.without_clauses),
    )


def need_decision(file: File) -> Made:
    """The decision on a file as it is. Raises FileRefusedError where there is none, or the file changed since."""
    if file.latest is None or file.changed:
        why = "the file was not decided yet" if file.latest is None else "the file changed since it was decided"
        raise FileRefusedError([Fault("document", 0, 0, "", why, "decide it first")])
    return file.latest


def _need_own(file: File, kind: str) -> None:
    wanted, own = TELL_OF_OWN.get(kind), file.own
    if wanted is None:
        return
    if own is None or own.verdict != wanted or not file.own_is_current:
        said = "the authority has not decided on the bidder"
        how: OwnMissing = "missing"
        if own is not None and own.verdict == wanted:
            said, how = "the facts changed since the authority decided", "old"
        elif own is not None:
            said, how = f"the authority decided `{own.verdict}`", "other"
        hint = f"the letter tells of the decision `{wanted}`: take it first, or ask for a draft"
        raise OwnDecisionError(Fault("document", 0, 0, "kind", said, hint), wanted, how)


def composed_document(
    connection: Connection, hand: Hand, handle: str, asked: DocumentAsked, revision: str | None = None
) -> tuple[File, Document]:
    """The file as it is, and the document of it, not written out. Raises as `render_document` does."""
    hand.need("officer")
    file = read_file(connection, hand, handle)
    refuse_changed(file, revision)
    return file, render_document(hand, file, asked)


def prepare_document(
    connection: Connection, hand: Hand, handle: str, asked: DocumentAsked, revision: str | None = None
) -> Prepared:
    """The document of a file, written out, in a transaction that only reads. Raises as `render_document` does."""
    file, made = composed_document(connection, hand, handle, asked, revision)
    decision = "" if file.latest is None else file.latest.decision
    data = write_document(made, asked.format)
    return Prepared(handle, file.bidder.revision, decision, asked, data, made.draft)


def issue_document(connection: Connection, hand: Hand, prepared: Prepared) -> Issued:
    """Put a document that was prepared on record, with a sealed copy. Raises ChangedError where the file changed."""
    hand.need("officer")
    file = read_file(connection, hand, prepared.bidder, lock=True)
    refuse_changed(file, prepared.revision)
    asked, handle = prepared.asked, new_handle("doc")
    count = select(func.max(_TABLE.c.version)).where(_TABLE.c.tenant == hand.tenant, _TABLE.c.kind == asked.kind)
    version = (connection.execute(count.where(_TABLE.c.bidder == prepared.bidder)).scalar() or 0) + 1
    _keep(connection, hand, prepared.bidder, handle, prepared.data)
    touched(connection, hand, file.bidder)
    state = "pending" if hand.four_eyes_documents and not prepared.draft else "issued"
    payload = {
        "document": handle, "state": state, "kind": asked.kind, "format": asked.format, "language": asked.language,
        "version": version, "decision": prepared.decision, "draft": prepared.draft, "bytes": len(prepared.data),
    }  # fmt: skip
    secret = {"sha256": hashlib.sha256(prepared.data).hexdigest(), "values": dict(asked.values)}
    at = hand.at
    seq = noted(connection, hand, "document", prepared.bidder, payload, secret)
    row = {name: payload[name] for name in ("document", "state", "kind", "format", "language", "version", "decision")}
    values = {**row, "tenant": hand.tenant, "bidder": prepared.bidder, "seq": seq, "at": at, "by": hand.actor}
    connection.execute(insert(_TABLE).values(values))
    return issued_of(connection, hand, handle)


def documents_on(connection: Connection, hand: Hand, bidder: str) -> list[Issued]:
    """The documents issued from a file, the latest first."""
    hand.need("reader")
    bidder_row(connection, hand, bidder)
    query = select(_TABLE).where(_TABLE.c.tenant == hand.tenant, _TABLE.c.bidder == bidder)
    return [_issued_of(row) for row in connection.execute(query.order_by(_TABLE.c.seq.desc())).all()]


def document_bytes(connection: Connection, hand: Hand, document: str) -> tuple[Issued, bytes]:
    """A document as it was issued, byte for byte. Raises NotThereError, ErasedError."""
    hand.need("reader")
    found, blob = issued_of(connection, hand, document), tables.blob.c
    query = select(blob.part, blob.sealed).where(blob.tenant == hand.tenant, blob.blob == document).order_by(blob.part)
    vault = hand.record.vault
    parts = [
        vault.open(connection, hand.tenant, found.bidder, f"blob/{document}/{part}", data)
        for part, data in connection.execute(query).all()
    ]
    data = b"".join(parts)
    secret = secrets_of(connection, hand, found.bidder, [found.seq])[found.seq]
    if hashlib.sha256(data).hexdigest() != secret["sha256"]:
        raise FileRefusedError([Fault("document", 0, 0, "", "the copy that is kept is not the one that was issued")])
    return found, data


def document_to_send(connection: Connection, hand: Hand, document: str) -> tuple[Issued, bytes]:
    """The same, to be sent. Raises FileRefusedError where another person has not approved it; who may, sees it."""
    found, data = document_bytes(connection, hand, document)
    if not may_send(connection, hand, found):
        message = f"the document is {found.state}: it goes out once another person has approved it"
        raise FileRefusedError([Fault("document", 0, 0, "", message)])
    return found, data


def may_send(connection: Connection, hand: Hand, document: Issued) -> bool:
    """Whether the bytes of a document are given to this hand: of one that waits, to whoever may approve it alone."""
    if document.state == "issued":
        return True
    return "approver" in hand.rights and hand.actor not in behind(connection, hand, document.by)


def document_values(connection: Connection, hand: Hand, bidder: str, kind: str) -> Plain:
    """What was filled into the last document of a kind issued from a file: where the next one may begin."""
    last = next((one for one in documents_on(connection, hand, bidder) if one.kind == kind), None)
    if last is None:
        return {}
    return cast("Plain", secrets_of(connection, hand, bidder, [last.seq])[last.seq]["values"])


def _keep(connection: Connection, hand: Hand, bidder: str, handle: str, data: bytes) -> None:
    seal = hand.record.vault.seal
    rows = []
    for part, start in enumerate(range(0, max(1, len(data)), _PART)):
        sealed = seal(connection, hand.tenant, bidder, f"blob/{handle}/{part}", data[start : start + _PART])
        rows.append({"tenant": hand.tenant, "blob": handle, "part": part, "subject": bidder, "sealed": sealed})
    connection.execute(insert(tables.blob), rows)


def issued_of(connection: Connection, hand: Hand, document: str) -> Issued:
    """A document, without its bytes. Raises NotThereError."""
    query = select(_TABLE).where(_TABLE.c.tenant == hand.tenant, _TABLE.c.document == document)
    row = connection.execute(query).one_or_none() if is_handle(document) else None
    if row is None:
        raise NotThereError("document", document)
    return _issued_of(row)


def _issued_of(row: Row[Any]) -> Issued:
    names = ("document", "bidder", "decision", "seq", "kind", "format", "language", "version", "at", "by", "state")
    return Issued(**{name: getattr(row, name) for name in (*names, "approved_by")})
