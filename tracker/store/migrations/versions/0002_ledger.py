"""Create the ledger of runs: slots, runs, stages and the state of sources."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002_ledger"
down_revision = "0001_record"
branch_labels = None
depends_on = None

TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "": sa.Text(),
    "integer": sa.Integer(),
    "number": sa.Float(),
    "json": sa.JSON(),
}
SLOT = "job! due_at! state! attempt:integer! owner lease_until not_before run_id settled_at note"
RUN = (
    "id! job! trigger! due_at attempt:integer started_at! finished_at outcome! error problems:integer! "
    "code_version! host! process:integer! laws:json! publication:json"
)
STAGE = "run_id! position:integer! name! started_at! seconds:number! outcome! counts:json!"
SOURCE_STATE = "run_id! source! state! detail sha256 at!"


def _create(name: str, declared: str, key: tuple[str, ...]) -> None:
    columns: list[sa.Column[Any]] = []
    for word in declared.split():
        column, _, kind = word.rstrip("!").partition(":")
        columns.append(sa.Column(column, TYPES[kind], nullable=not word.endswith("!"), autoincrement=False))
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"))


def upgrade() -> None:
    """Create the four tables; the rows of a run change until it ends, so they are not sealed."""
    _create("slot", SLOT, ("job", "due_at"))
    _create("run", RUN, ("id",))
    _create("stage", STAGE, ("run_id", "position"))
    _create("source_state", SOURCE_STATE, ("run_id", "source"))
    op.create_index("ix_run_started_at", "run", ["started_at"])
    op.create_index("ix_slot_state", "slot", ["state"])


def downgrade() -> None:
    """Remove the ledger; the record stays."""
    for name in ("source_state", "stage", "run", "slot"):
        op.drop_table(name)
