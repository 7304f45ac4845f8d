"""The first tables: those of the service, and the record, which is append-only."""

from __future__ import annotations

import re
from typing import Final

from alembic import op

revision = "0001"
down_revision = None

_TABLES: Final = """
    CREATE TABLE blob (
        tenant VARCHAR(64) NOT NULL, blob VARCHAR(64) NOT NULL, part INTEGER NOT NULL, subject VARCHAR(64)
        DEFAULT '' NOT NULL, sealed {bytes} NOT NULL, PRIMARY KEY (tenant, blob, part)
    );
    CREATE INDEX blob_subject ON blob (tenant, subject);
    CREATE TABLE checkpoint (
        tenant VARCHAR(64) NOT NULL, size BIGINT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (tenant, size)
    );
    CREATE TABLE clock (
        clock VARCHAR(64) NOT NULL, seen_at VARCHAR(32) NOT NULL, steady_from VARCHAR(32) NOT NULL, PRIMARY KEY (clock)
    );
    INSERT INTO clock (clock, seen_at, steady_from) VALUES ('retention', '', '');
    CREATE TABLE entry (
        tenant VARCHAR(64) NOT NULL, seq BIGINT NOT NULL, at VARCHAR(32) NOT NULL, kind VARCHAR(64) NOT
        NULL, actor VARCHAR(64) NOT NULL, subject VARCHAR(64) NOT NULL, payload TEXT NOT NULL, commitment
        VARCHAR(64), leaf_hash {bytes} NOT NULL, PRIMARY KEY (tenant, seq)
    );
    CREATE INDEX entry_subject ON entry (tenant, subject, seq);
    CREATE TABLE evidence (
        tenant VARCHAR(64) NOT NULL, seq BIGINT NOT NULL, subject VARCHAR(64) NOT NULL, sealed {bytes} NOT
        NULL, salt {bytes} NOT NULL, PRIMARY KEY (tenant, seq)
    );
    CREATE INDEX evidence_subject ON evidence (tenant, subject, seq);
    CREATE TABLE idempotency (
        tenant VARCHAR(64) NOT NULL, "key" VARCHAR(255) NOT NULL, request_digest VARCHAR(64) NOT NULL,
        status INTEGER, response {bytes}, expires_at VARCHAR(32) NOT NULL, PRIMARY KEY (tenant, "key")
    );
    CREATE INDEX idempotency_expires ON idempotency (expires_at);
    CREATE TABLE node (
        tenant VARCHAR(64) NOT NULL, level INTEGER NOT NULL, i BIGINT NOT NULL, hash {bytes} NOT NULL,
        PRIMARY KEY (tenant, level, i)
    ){clustered};
    CREATE TABLE pack_set (
        digest VARCHAR(64) NOT NULL, archive {bytes} NOT NULL, created_at VARCHAR(32) NOT NULL, ordered_at
        VARCHAR(32), PRIMARY KEY (digest)
    );
    CREATE TABLE signing_key (
        "key" VARCHAR(64) NOT NULL, name TEXT NOT NULL, public {bytes} NOT NULL, sealed {bytes} NOT NULL,
        created_at VARCHAR(32) NOT NULL, PRIMARY KEY ("key")
    );
    CREATE TABLE subject_key (
        tenant VARCHAR(64) NOT NULL, subject VARCHAR(64) NOT NULL, wrapped_key {bytes} NOT NULL, PRIMARY KEY
        (tenant, subject)
    );
    CREATE TABLE tenant (
        tenant VARCHAR(64) NOT NULL, title TEXT NOT NULL, settings TEXT NOT NULL, created_at VARCHAR(32) NOT
        NULL, wrapped_key {bytes} NOT NULL, PRIMARY KEY (tenant)
    );
    CREATE TABLE api_key (
        tenant VARCHAR(64) NOT NULL, "key" VARCHAR(64) NOT NULL, digest VARCHAR(64) NOT NULL, title TEXT NOT
        NULL, scopes TEXT NOT NULL, created_by VARCHAR(64) NOT NULL, created_at VARCHAR(32) NOT NULL,
        expires_at VARCHAR(32), revoked_at VARCHAR(32), used_on VARCHAR(32), PRIMARY KEY (tenant, "key"),
        FOREIGN KEY(tenant) REFERENCES tenant (tenant)
    );
    CREATE UNIQUE INDEX api_key_key ON api_key ("key");
    CREATE TABLE job (
        tenant VARCHAR(64) NOT NULL, job VARCHAR(64) NOT NULL, kind VARCHAR(64) NOT NULL, state VARCHAR(64)
        NOT NULL, done BIGINT NOT NULL, total BIGINT, request TEXT NOT NULL, result TEXT, problem TEXT,
        created_at VARCHAR(32) NOT NULL, started_at VARCHAR(32), beat_at VARCHAR(32), ended_at VARCHAR(32),
        cancel_asked BOOLEAN NOT NULL, attempts BIGINT NOT NULL, "by" VARCHAR(64) NOT NULL, legal_hold BOOLEAN
        NOT NULL, PRIMARY KEY (tenant, job), FOREIGN KEY(tenant) REFERENCES tenant (tenant)
    );
    CREATE INDEX job_state ON job (state, created_at);
    CREATE TABLE person (
        tenant VARCHAR(64) NOT NULL, person VARCHAR(64) NOT NULL, email TEXT NOT NULL, title TEXT NOT NULL,
        subject TEXT, roles TEXT NOT NULL, active BOOLEAN NOT NULL, created_at VARCHAR(32) NOT NULL, PRIMARY
        KEY (tenant, person), FOREIGN KEY(tenant) REFERENCES tenant (tenant)
    );
    CREATE UNIQUE INDEX person_email ON person (tenant, email);
    CREATE INDEX person_subject ON person (subject);
    CREATE TABLE procurement (
        tenant VARCHAR(64) NOT NULL, procurement VARCHAR(64) NOT NULL, revision BIGINT NOT NULL, title TEXT
        NOT NULL, sealed {bytes}, as_of VARCHAR(32), created_at VARCHAR(32) NOT NULL, changed_at VARCHAR(32)
        NOT NULL, archived_at VARCHAR(32), PRIMARY KEY (tenant, procurement), FOREIGN KEY(tenant) REFERENCES
        tenant (tenant)
    );
    CREATE INDEX procurement_created ON procurement (tenant, created_at, procurement);
    CREATE TABLE webhook (
        tenant VARCHAR(64) NOT NULL, webhook VARCHAR(64) NOT NULL, url TEXT NOT NULL, sealed_secret {bytes}
        NOT NULL, events TEXT NOT NULL, active BOOLEAN NOT NULL, seq BIGINT NOT NULL, created_at VARCHAR(32)
        NOT NULL, PRIMARY KEY (tenant, webhook), FOREIGN KEY(tenant) REFERENCES tenant (tenant)
    );
    CREATE TABLE bidder (
        tenant VARCHAR(64) NOT NULL, bidder VARCHAR(64) NOT NULL, procurement VARCHAR(64) NOT NULL, revision
        BIGINT NOT NULL, sealed {bytes}, created_at VARCHAR(32) NOT NULL, changed_at VARCHAR(32) NOT NULL,
        retention_until VARCHAR(32), legal_hold BOOLEAN NOT NULL, erased_at VARCHAR(32), PRIMARY KEY
        (tenant, bidder), FOREIGN KEY(tenant, procurement) REFERENCES procurement (tenant, procurement)
    );
    CREATE INDEX bidder_due ON bidder (tenant, retention_until);
    CREATE INDEX bidder_procurement ON bidder (tenant, procurement, created_at);
    CREATE TABLE delivery (
        tenant VARCHAR(64) NOT NULL, delivery VARCHAR(64) NOT NULL, webhook VARCHAR(64) NOT NULL, event
        VARCHAR(64) NOT NULL, payload TEXT NOT NULL, attempts BIGINT NOT NULL, next_at VARCHAR(32), state
        VARCHAR(64) NOT NULL, said TEXT, created_at VARCHAR(32) NOT NULL, ended_at VARCHAR(32), PRIMARY KEY
        (tenant, delivery), FOREIGN KEY(tenant, webhook) REFERENCES
        webhook (tenant, webhook)
    );
    CREATE INDEX delivery_due ON delivery (state, next_at);
    CREATE TABLE session (
        digest VARCHAR(64) NOT NULL, tenant VARCHAR(64) NOT NULL, person VARCHAR(64) NOT NULL, created_at
        VARCHAR(32) NOT NULL, seen_at VARCHAR(32) NOT NULL, expires_at VARCHAR(32) NOT NULL, PRIMARY KEY
        (digest), FOREIGN KEY(tenant, person) REFERENCES person (tenant, person)
    );
    CREATE INDEX session_expires ON session (expires_at);
    CREATE INDEX session_person ON session (tenant, person);
    CREATE TABLE sign_in (
        digest VARCHAR(64) NOT NULL, tenant VARCHAR(64) NOT NULL, person VARCHAR(64) NOT NULL, expires_at
        VARCHAR(32) NOT NULL, used_at VARCHAR(32), PRIMARY KEY (digest), FOREIGN KEY(tenant, person)
        REFERENCES person (tenant, person)
    );
    CREATE INDEX sign_in_expires ON sign_in (expires_at);
    CREATE TABLE decision (
        tenant VARCHAR(64) NOT NULL, decision VARCHAR(64) NOT NULL, bidder VARCHAR(64) NOT NULL, seq BIGINT
        NOT NULL, as_of VARCHAR(32) NOT NULL, outcome VARCHAR(64) NOT NULL, pack_set VARCHAR(64) NOT NULL,
        made_at VARCHAR(32) NOT NULL, made_by VARCHAR(64) NOT NULL, PRIMARY KEY (tenant, decision), FOREIGN
        KEY(tenant, bidder) REFERENCES bidder (tenant, bidder)
    );
    CREATE INDEX decision_bidder ON decision (tenant, bidder, seq);
    CREATE UNIQUE INDEX decision_seq ON decision (tenant, seq);
    CREATE TABLE document (
        tenant VARCHAR(64) NOT NULL, document VARCHAR(64) NOT NULL, bidder VARCHAR(64) NOT NULL, decision
        VARCHAR(64), seq BIGINT NOT NULL, kind VARCHAR(64) NOT NULL, format VARCHAR(64) NOT NULL, language
        VARCHAR(64) NOT NULL, version BIGINT NOT NULL, at VARCHAR(32) NOT NULL, "by" VARCHAR(64) NOT NULL,
        state VARCHAR(64) NOT NULL, approved_by VARCHAR(64), PRIMARY KEY (tenant, document),
        FOREIGN KEY(tenant, bidder) REFERENCES bidder (tenant, bidder)
    );
    CREATE INDEX document_state ON document (tenant, state, seq);
    CREATE INDEX document_bidder ON document (tenant, bidder, seq);
    CREATE TABLE step (
        tenant VARCHAR(64) NOT NULL, step VARCHAR(64) NOT NULL, bidder VARCHAR(64) NOT NULL, decision
        VARCHAR(64), seq BIGINT NOT NULL, kind VARCHAR(64) NOT NULL, state VARCHAR(64) NOT NULL, at
        VARCHAR(32) NOT NULL, "by" VARCHAR(64) NOT NULL, approved_by VARCHAR(64), approved_at VARCHAR(32),
        approval_seq BIGINT, PRIMARY KEY (tenant, step), FOREIGN KEY(tenant, bidder) REFERENCES bidder (tenant, bidder)
    );
    CREATE INDEX step_bidder ON step (tenant, bidder, seq);
    CREATE INDEX step_state ON step (tenant, state, seq);
"""

_APPEND_ONLY: Final = ("entry", "node", "checkpoint")

_SQLITE: Final = """
    CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END

    CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

_POSTGRESQL_FUNCTION: Final = """
    CREATE FUNCTION tenderlaw_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""

_POSTGRESQL: Final = """
    CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION tenderlaw_append_only()

    CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION tenderlaw_append_only()
"""


def upgrade() -> None:
    """Make the tables and the triggers."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    words = ("BYTEA", "") if postgresql else ("BLOB", " WITHOUT ROWID")
    made = _TABLES.format(bytes=words[0], clustered=words[1])
    if not postgresql:  # which keeps no length by itself: what one database refuses, the other would take
        made = re.sub(r'(\w+|"\w+")\s+VARCHAR\((\d+)\)', r"\g<0> CHECK (length(\1) <= \2)", made)
    _run(made, ";")
    if postgresql:
        _run(_POSTGRESQL_FUNCTION, "\0")
    for table in _APPEND_ONLY:
        _run((_POSTGRESQL if postgresql else _SQLITE).format(table=table), "\n\n")


def downgrade() -> None:
    """Take all away, the triggers with their tables."""
    tables = [line.split()[2] for line in _TABLES.splitlines() if line.strip().startswith("CREATE TABLE")]
    for table in reversed(tables):
        op.execute(f"DROP TABLE {table}")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION tenderlaw_append_only()")


def _run(script: str, between: str) -> None:
    for statement in script.split(between):
        if statement.strip():
            op.execute(statement)
