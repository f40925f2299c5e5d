"""The ledger's tables: what was due, what ran, stage by stage, and how each source answered."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()
TEXT = sa.Text()
DETAIL = sa.JSON()

slot = sa.Table(
    "slot",
    metadata,
    sa.Column("job", TEXT, primary_key=True),
    sa.Column("due_at", TEXT, primary_key=True),  # UTC, ISO 8601
    sa.Column("state", TEXT, nullable=False),  # running | waiting | succeeded | failed | coalesced | missed
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("owner", TEXT),
    sa.Column("lease_until", TEXT),
    sa.Column("not_before", TEXT),  # earliest moment of the next attempt
    sa.Column("run_id", TEXT),
    sa.Column("settled_at", TEXT),
    sa.Column("note", TEXT),
)

run = sa.Table(
    "run",
    metadata,
    sa.Column("id", TEXT, primary_key=True),
    sa.Column("job", TEXT, nullable=False),
    sa.Column("trigger", TEXT, nullable=False),  # hand | schedule | catch-up | …
    sa.Column("due_at", TEXT),
    sa.Column("attempt", sa.Integer),
    sa.Column("started_at", TEXT, nullable=False),
    sa.Column("finished_at", TEXT),
    sa.Column("outcome", TEXT, nullable=False),  # running, then one of OUTCOMES
    sa.Column("error", TEXT),
    sa.Column("problems", sa.Integer, nullable=False),
    sa.Column("code_version", TEXT, nullable=False),
    sa.Column("host", TEXT, nullable=False),
    sa.Column("process", sa.Integer, nullable=False),
    sa.Column("laws", DETAIL, nullable=False),
    sa.Column("publication", DETAIL),
)

stage = sa.Table(
    "stage",
    metadata,
    sa.Column("run_id", TEXT, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("started_at", TEXT, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("outcome", TEXT, nullable=False),
    sa.Column("counts", DETAIL, nullable=False),
)

source_state = sa.Table(
    "source_state",
    metadata,
    sa.Column("run_id", TEXT, primary_key=True),
    sa.Column("source", TEXT, primary_key=True),
    sa.Column("state", TEXT, nullable=False),
    sa.Column("detail", TEXT),
    sa.Column("sha256", TEXT),
    sa.Column("at", TEXT, nullable=False),
)

OUTCOMES = ("succeeded", "succeeded_with_problems", "failed", "interrupted")
SOURCE_STATES = ("fetched", "unchanged", "failed", "empty", "embedded", "file", "skipped")
