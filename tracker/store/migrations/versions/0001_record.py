"""Create the record: snapshots, loads, figures, sites and problems, all append-only."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracker.store.seal import seal

revision = "0001_record"
down_revision = None
branch_labels = None
depends_on = None

TEXT: sa.types.TypeEngine[str] = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
INTEGER: sa.types.TypeEngine[int] = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

SERIES = (
    "indicator! unit! population_group category cause sex figure_kind! operation assessment_type numbering "
    "source! source_org source_title source_url licence credit source_file source_sheet source_column"
)
PLACE = (
    "reported_admin0_name reported_admin0_code reported_admin1_name reported_admin1_code "
    "reported_admin2_name reported_admin2_code reported_admin3_name reported_admin3_code "
    "reported_place_name level:integer pcode place_name edition match_method match_score:number match_rivals"
)
ORIGIN = "reported_origin_name reported_origin_code origin_level:integer origin_pcode origin_name"
ROW = (
    "value:number value_status! sample_size:integer denominator:number reference_start reference_end! round "
    "reported_value note source_row:integer"
)
SITE = (
    "site_id! name site_type pcode place_name lon:number lat:number position operator status conditions "
    "valid_from valid_to source! note attributes source_sheet source_row:integer"
)
PROBLEM = (
    "code! message! severity! file sheet row:integer column value expected hint source indicator place "
    "people:number"
)
STATUSES = "'value', 'zero', 'no_data', 'not_assessed', 'carried_forward', 'suppressed'"


def _columns(declared: str) -> list[sa.Column[Any]]:
    """Read ``name``, ``name!`` (required) and ``name:type``."""
    types: dict[str, sa.types.TypeEngine[Any]] = {"": TEXT, "integer": INTEGER, "number": NUMBER}
    columns: list[sa.Column[Any]] = []
    for word in declared.split():
        name, _, kind = word.rstrip("!").partition(":")
        columns.append(sa.Column(name, types[kind], nullable=not word.endswith("!")))
    return columns


def _id() -> sa.Column[int]:
    return sa.Column("id", INTEGER, nullable=False, autoincrement=False)


def _points(name: str, target: str, *, required: bool = True) -> sa.Column[int]:
    return sa.Column(name, INTEGER, sa.ForeignKey(target), nullable=not required)


def _create(
    name: str, *parts: sa.schema.SchemaItem, key: tuple[str, ...] = ("id",), unique: str | None = None
) -> None:
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"), sqlite_strict=True)
    seal(op.get_bind(), name, key, *([(unique,)] if unique else []))


def upgrade() -> None:
    """Create every table, its indexes and its seals, and the view that joins them."""
    _descriptions()
    _loads()
    _figures()
    _create(
        "site",
        _id(),
        _points("load_id", "load.id"),
        _points("supersedes", "site.id", required=False),
        *_columns(SITE),
    )
    op.create_index("ix_site_source_site_id", "site", ["source", "site_id"])
    _create(
        "problem",
        sa.Column("problem_set", sa.LargeBinary, nullable=False),
        sa.Column("position", INTEGER, nullable=False, autoincrement=False),
        *_columns(PROBLEM),
        key=("problem_set", "position"),
    )
    _view()


def _descriptions() -> None:
    for name, declared in (("series", SERIES), ("place", PLACE), ("origin", ORIGIN)):
        digest = sa.Column("digest", sa.LargeBinary, nullable=False)
        once = sa.UniqueConstraint("digest", name=f"uq_{name}_digest")
        _create(name, _id(), digest, *_columns(declared), once, unique="digest")


def _loads() -> None:
    _create(
        "snapshot",
        *_columns("sha256! name bytes:integer source! url licence credit retrieved_at"),
        sa.CheckConstraint("length(sha256) = 64", name="ck_snapshot_sha256"),
        key=("sha256",),
    )
    _create(
        "load",
        _id(),
        *_columns("kind! run_id source file"),
        sa.Column("snapshot_sha256", TEXT, sa.ForeignKey("snapshot.sha256", name="fk_load_snapshot_sha256")),
        *_columns("recorded_at!"),
        sa.Column("problem_set", sa.LargeBinary),
        *_columns("report"),
        sa.CheckConstraint("kind IN ('file', 'check')", name="ck_load_kind"),
        sa.CheckConstraint("recorded_at LIKE '____-__-__T__:__:__.______Z'", name="ck_load_recorded_at"),
    )


def _figures() -> None:
    _create(
        "observation",
        _id(),
        _points("load_id", "load.id"),
        sa.Column("natural_key", sa.LargeBinary, nullable=False),
        _points("supersedes", "observation.id", required=False),
        _points("series_id", "series.id"),
        _points("place_id", "place.id"),
        _points("origin_id", "origin.id"),
        *_columns(ROW),
        sa.CheckConstraint(f"value_status IN ({STATUSES})", name="ck_observation_value_status"),
        sa.CheckConstraint(
            "reference_start IS NULL OR reference_start LIKE '____-__-__'",
            name="ck_observation_reference_start",
        ),
        sa.CheckConstraint("reference_end LIKE '____-__-__'", name="ck_observation_reference_end"),
        unique="supersedes",
    )
    for columns in (["natural_key"], ["series_id", "reference_end"], ["place_id"]):
        op.create_index("ix_observation_" + "_".join(columns), "observation", columns)
    newer = sa.text("supersedes IS NOT NULL")
    op.create_index(
        "uq_observation_supersedes",
        "observation",
        ["supersedes"],
        unique=True,
        sqlite_where=newer,
        postgresql_where=newer,
    )


def _view() -> None:
    names = {
        "f": [word.rstrip("!").partition(":")[0] for word in ROW.split()],
        "s": [word.rstrip("!").partition(":")[0] for word in SERIES.split()],
        "p": [word.rstrip("!").partition(":")[0] for word in PLACE.split()],
        "o": [word.rstrip("!").partition(":")[0] for word in ORIGIN.split()],
    }
    columns = ", ".join(f"{alias}.{name}" for alias, group in names.items() for name in group)
    op.execute(
        f"CREATE VIEW figure AS SELECT f.id, f.supersedes, {columns}, l.snapshot_sha256, l.recorded_at, "  # noqa: S608
        "l.run_id FROM observation f JOIN series s ON s.id = f.series_id JOIN place p ON p.id = f.place_id "
        "JOIN origin o ON o.id = f.origin_id JOIN load l ON l.id = f.load_id"
    )
