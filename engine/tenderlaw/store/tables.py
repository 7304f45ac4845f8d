"""The tables, the same on SQLite and PostgreSQL.

`tenant` stands in every key: what one tenant has, no query of another finds. Times are UTC as text
(`moments.moment_text`), days ISO text. What is `sealed` is encrypted (`record.vault`); no other column holds
personal data but `person`. `entry`, `node` and `checkpoint` are append-only: triggers refuse all else.
"""

from __future__ import annotations

from typing import Any, Final

import orjson
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

from tenderlaw.sources.canonical import canonical

__all__ = [
    "APPEND_ONLY",
    "METADATA",
    "Plain",
    "api_key",
    "bidder",
    "blob",
    "checkpoint",
    "clock",
    "decision",
    "delivery",
    "document",
    "entry",
    "evidence",
    "idempotency",
    "job",
    "node",
    "pack_set",
    "person",
    "procurement",
    "session",
    "sign_in",
    "signing_key",
    "step",
    "subject_key",
    "tenant",
    "webhook",
]


class Plain(TypeDecorator[Any]):
    """Plain data (mappings, lists, texts, whole numbers, truths) as canonical JSON in a text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else canonical(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401 - any plain data
        """From the database."""
        return None if value is None else orjson.loads(value)


METADATA: Final = MetaData()
APPEND_ONLY: Final = ("entry", "node", "checkpoint")


def _key(name: str) -> Column[str]:
    return Column(name, String(64), primary_key=True)


def _text(name: str, *, required: bool = True) -> Column[str]:
    return Column(name, Text, nullable=not required)


def _name(name: str, *, required: bool = True) -> Column[str]:
    return Column(name, String(64), nullable=not required)


def _at(name: str, *, required: bool = True) -> Column[str]:
    return Column(name, String(32), nullable=not required)


def _bytes(name: str, *, required: bool = True) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=not required)


def _number(name: str, *, required: bool = True) -> Column[int]:
    return Column(name, BigInteger, nullable=not required)


def _plain(name: str, *, required: bool = True) -> Column[Any]:
    return Column(name, Plain, nullable=not required)


def _truth(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def _of(table: str, *columns: str) -> ForeignKeyConstraint:
    """These columns name a row of `table`; nothing is ever deleted along with it."""
    return ForeignKeyConstraint(columns, [f"{table}.{column}" for column in columns])


tenant: Final = Table(
    "tenant", METADATA, _key("tenant"), _text("title"), _plain("settings"), _at("created_at"), _bytes("wrapped_key")
)
person: Final = Table(
    "person", METADATA, _key("tenant"), _key("person"), _text("email"), _text("title"),
    _text("subject", required=False), _plain("roles"), _truth("active"), _at("created_at"), _of("tenant", "tenant"),
    Index("person_email", "tenant", "email", unique=True), Index("person_subject", "subject"),
)  # fmt: skip
sign_in: Final = Table(
    "sign_in", METADATA, _key("digest"), _name("tenant"), _name("person"), _at("expires_at"),
    _at("used_at", required=False), _of("person", "tenant", "person"), Index("sign_in_expires", "expires_at"),
)  # fmt: skip
session: Final = Table(
    "session", METADATA, _key("digest"), _name("tenant"), _name("person"), _at("created_at"), _at("seen_at"),
    _at("expires_at"), _of("person", "tenant", "person"), Index("session_person", "tenant", "person"),
    Index("session_expires", "expires_at"),
)  # fmt: skip
api_key: Final = Table(
    "api_key", METADATA, _key("tenant"), _key("key"), _name("digest"), _text("title"), _plain("scopes"),
    _name("created_by"), _at("created_at"), _at("expires_at", required=False), _at("revoked_at", required=False),
    _at("used_on", required=False), _of("tenant", "tenant"), Index("api_key_key", "key", unique=True),
)  # fmt: skip
procurement: Final = Table(
    "procurement", METADATA, _key("tenant"), _key("procurement"), _number("revision"), _text("title"),
    _bytes("sealed", required=False), _at("as_of", required=False), _at("created_at"), _at("changed_at"),
    _at("archived_at", required=False), _of("tenant", "tenant"),
    Index("procurement_created", "tenant", "created_at", "procurement"),
)  # fmt: skip
bidder: Final = Table(
    "bidder", METADATA, _key("tenant"), _key("bidder"), _name("procurement"), _number("revision"),
    _bytes("sealed", required=False), _at("created_at"), _at("changed_at"), _at("retention_until", required=False),
    _truth("legal_hold"), _at("erased_at", required=False), _of("procurement", "tenant", "procurement"),
    Index("bidder_procurement", "tenant", "procurement", "created_at"),
    Index("bidder_due", "tenant", "retention_until"),
)  # fmt: skip
decision: Final = Table(
    "decision", METADATA, _key("tenant"), _key("decision"), _name("bidder"), _number("seq"), _at("as_of"),
    _name("outcome"), _name("pack_set"), _at("made_at"), _name("made_by"), _of("bidder", "tenant", "bidder"),
    Index("decision_bidder", "tenant", "bidder", "seq"), Index("decision_seq", "tenant", "seq", unique=True),
)  # fmt: skip
step: Final = Table(
    "step", METADATA, _key("tenant"), _key("step"), _name("bidder"), _name("decision", required=False),
    _number("seq"), _name("kind"), _name("state"), _at("at"), _name("by"), _name("approved_by", required=False),
    _at("approved_at", required=False), _number("approval_seq", required=False), _of("bidder", "tenant", "bidder"),
    Index("step_bidder", "tenant", "bidder", "seq"), Index("step_state", "tenant", "state", "seq"),
)  # fmt: skip
document: Final = Table(
    "document", METADATA, _key("tenant"), _key("document"), _name("bidder"), _name("decision", required=False),
    _number("seq"), _name("kind"), _name("format"), _name("language"), _number("version"), _at("at"), _name("by"),
    _name("state"), _name("approved_by", required=False), _of("bidder", "tenant", "bidder"),
    Index("document_state", "tenant", "state", "seq"), Index("document_bidder", "tenant", "bidder", "seq"),
)  # fmt: skip

entry: Final = Table(
    "entry", METADATA, _key("tenant"), Column("seq", BigInteger, primary_key=True, autoincrement=False), _at("at"),
    _name("kind"), _name("actor"), _name("subject"), _plain("payload"), _name("commitment", required=False),
    Column("leaf_hash", LargeBinary(32), nullable=False), Index("entry_subject", "tenant", "subject", "seq"),
)  # fmt: skip
node: Final = Table(
    "node", METADATA, _key("tenant"), Column("level", Integer, primary_key=True, autoincrement=False),
    Column("i", BigInteger, primary_key=True, autoincrement=False), Column("hash", LargeBinary(32), nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
checkpoint: Final = Table(
    "checkpoint", METADATA, _key("tenant"), Column("size", BigInteger, primary_key=True, autoincrement=False),
    _text("note"),
)  # fmt: skip
evidence: Final = Table(
    "evidence", METADATA, _key("tenant"), Column("seq", BigInteger, primary_key=True, autoincrement=False),
    _name("subject"), _bytes("sealed"), _bytes("salt"), Index("evidence_subject", "tenant", "subject", "seq"),
)  # fmt: skip
subject_key: Final = Table("subject_key", METADATA, _key("tenant"), _key("subject"), _bytes("wrapped_key"))
clock: Final = Table("clock", METADATA, _key("clock"), _at("seen_at"), _at("steady_from"))
signing_key: Final = Table(
    "signing_key", METADATA, _key("key"), _text("name"), _bytes("public"), _bytes("sealed"), _at("created_at")
)
pack_set: Final = Table(
    "pack_set", METADATA, _key("digest"), _bytes("archive"), _at("created_at"), _at("ordered_at", required=False)
)

job: Final = Table(
    "job", METADATA, _key("tenant"), _key("job"), _name("kind"), _name("state"), _number("done"),
    _number("total", required=False), _plain("request"), _plain("result", required=False),
    _plain("problem", required=False), _at("created_at"), _at("started_at", required=False),
    _at("beat_at", required=False), _at("ended_at", required=False), _truth("cancel_asked"), _number("attempts"),
    _name("by"), _truth("legal_hold"), _of("tenant", "tenant"), Index("job_state", "state", "created_at"),
)  # fmt: skip
blob: Final = Table(
    "blob", METADATA, _key("tenant"), _key("blob"), Column("part", Integer, primary_key=True, autoincrement=False),
    Column("subject", String(64), nullable=False, server_default=""), _bytes("sealed"),
    Index("blob_subject", "tenant", "subject"),
)  # fmt: skip
idempotency: Final = Table(
    "idempotency", METADATA, _key("tenant"), Column("key", String(255), primary_key=True), _name("request_digest"),
    Column("status", Integer), _bytes("response", required=False), _at("expires_at"),
    Index("idempotency_expires", "expires_at"),
)  # fmt: skip
webhook: Final = Table(
    "webhook", METADATA, _key("tenant"), _key("webhook"), _text("url"), _bytes("sealed_secret"), _plain("events"),
    _truth("active"), _number("seq"), _at("created_at"), _of("tenant", "tenant"),
)  # fmt: skip
delivery: Final = Table(
    "delivery", METADATA, _key("tenant"), _key("delivery"), _name("webhook"), _name("event"), _plain("payload"),
    _number("attempts"), _at("next_at", required=False), _name("state"), _text("said", required=False),
    _at("created_at"), _at("ended_at", required=False), _of("webhook", "tenant", "webhook"),
    Index("delivery_due", "state", "next_at"),
)  # fmt: skip
