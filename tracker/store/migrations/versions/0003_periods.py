"""Keep periods once, and leave the names below a figure's level out of what identifies it.

Every figure is written anew: with the id of its period instead of dates and round, under a key of
16 bytes.  Where two chains of figures now share a key (a cercle booked on one commune, later on
another), they become one, in the order in which they were recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

from tracker.store import bulk
from tracker.store.seal import seal

revision = "0003_periods"
down_revision = "0002_ledger"
branch_labels = None
depends_on = None

TEXT: sa.types.TypeEngine[str] = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
INTEGER: sa.types.TypeEngine[int] = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

WHEN = ["reference_start", "reference_end", "round"]
ROW = ["value", "value_status", "sample_size", "denominator", "reported_value", "note", "source_row"]
COLUMNS = [
    *("id", "load_id", "natural_key", "supersedes", "series_id", "place_id", "origin_id", "period_id"),
    *ROW,
]
REPORTED = [f"reported_admin{level}_name" for level in range(4)]
KEYS = {
    "series": "indicator unit population_group category cause sex operation assessment_type source "
    "source_title",
    "place": " ".join([*REPORTED, "reported_place_name"]),
    "origin": "reported_origin_name",
}
SERIES = (
    "indicator unit population_group category cause sex figure_kind operation assessment_type numbering "
    "source source_org source_title source_url licence credit source_file source_sheet source_column"
)
PLACE = (
    "reported_admin0_name reported_admin0_code reported_admin1_name reported_admin1_code "
    "reported_admin2_name reported_admin2_code reported_admin3_name reported_admin3_code "
    "reported_place_name level pcode place_name edition match_method match_score match_rivals"
)
ORIGIN = "reported_origin_name reported_origin_code origin_level origin_pcode origin_name"
STATUSES = "'value', 'zero', 'no_data', 'not_assessed', 'carried_forward', 'suppressed'"


def upgrade() -> None:
    """Set the figures aside, make the two tables, and write the figures back."""
    connection = op.get_bind()
    connection.exec_driver_sql("DROP VIEW figure")
    connection.exec_driver_sql("CREATE TEMPORARY TABLE before AS SELECT * FROM observation")
    connection.exec_driver_sql("DROP TABLE observation")
    _period()
    _observation()
    if connection.exec_driver_sql("SELECT id FROM before LIMIT 1").first() is not None:
        bulk.insert(connection, "observation", COLUMNS, _figures(connection, _periods(connection)))
    connection.exec_driver_sql("DROP TABLE before")
    _view()


def _text(name: str, *, required: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=not required)


def _period() -> None:
    op.create_table(
        "period",
        sa.Column("id", INTEGER, nullable=False, autoincrement=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        _text("reference_start"),
        _text("reference_end", required=True),
        _text("round"),
        sa.PrimaryKeyConstraint("id", name="pk_period"),
        sa.UniqueConstraint("digest", name="uq_period_digest"),
        sa.CheckConstraint(
            "reference_start IS NULL OR reference_start LIKE '____-__-__'", name="ck_period_start"
        ),
        sa.CheckConstraint("reference_end LIKE '____-__-__'", name="ck_period_end"),
        sqlite_strict=True,
    )
    seal(op.get_bind(), "period", ("id",), ("digest",))


def _observation() -> None:
    points = {name: f"{name.removesuffix('_id')}.id" for name in COLUMNS if name.endswith("_id")}
    op.create_table(
        "observation",
        sa.Column("id", INTEGER, nullable=False, autoincrement=False),
        sa.Column("load_id", INTEGER, sa.ForeignKey(points.pop("load_id")), nullable=False),
        sa.Column("natural_key", sa.LargeBinary, nullable=False),
        sa.Column("supersedes", INTEGER, sa.ForeignKey("observation.id")),
        *(sa.Column(name, INTEGER, sa.ForeignKey(target), nullable=False) for name, target in points.items()),
        sa.Column("value", NUMBER),
        _text("value_status", required=True),
        sa.Column("sample_size", INTEGER),
        sa.Column("denominator", NUMBER),
        _text("reported_value"),
        _text("note"),
        sa.Column("source_row", INTEGER),
        sa.PrimaryKeyConstraint("id", name="pk_observation"),
        sa.CheckConstraint(f"value_status IN ({STATUSES})", name="ck_observation_value_status"),
        sqlite_strict=True,
    )
    seal(op.get_bind(), "observation", ("id",), ("supersedes",))
    for column in ("natural_key", "series_id"):
        op.create_index(f"ix_observation_{column}", "observation", [column])
    newer = sa.text("supersedes IS NOT NULL")
    op.create_index(
        "uq_observation_supersedes",
        "observation",
        ["supersedes"],
        unique=True,
        sqlite_where=newer,
        postgresql_where=newer,
    )


def _periods(connection: sa.Connection) -> dict[tuple[Any, ...], int]:
    """Write the distinct periods of the figures, and return the id of each."""
    found = connection.exec_driver_sql(f"SELECT DISTINCT {', '.join(WHEN)} FROM before")  # noqa: S608
    ids = {tuple(row): number for number, row in enumerate(sorted(found, key=str), 1)}
    rows = ((number, sha256(_joined(when)).digest(), *when) for when, number in ids.items())
    bulk.insert(connection, "period", ["id", "digest", *WHEN], rows)
    return ids


def _figures(connection: sa.Connection, periods: dict[tuple[Any, ...], int]) -> Iterator[tuple[Any, ...]]:
    parts = {name: _identities(connection, name) for name in KEYS}
    whens = {when: _identity("period", when) for when in periods}
    names = ["id", "load_id", *(f"{name}_id" for name in KEYS), *WHEN, *ROW]
    newest: dict[bytes, int] = {}
    result = connection.execution_options(yield_per=10_000).exec_driver_sql(
        f"SELECT {', '.join(names)} FROM before ORDER BY id"  # noqa: S608
    )
    for identifier, load, series, place, origin, start, end, turn, *row in result:
        when = (start, end, turn)
        number = parts["series"][series] ^ parts["place"][place] ^ parts["origin"][origin] ^ whens[when]
        key = number.to_bytes(16, "big")
        yield (
            *(identifier, load, key, newest.get(key), series, place, origin, periods[when]),
            *row,
        )
        newest[key] = identifier


def _identities(connection: sa.Connection, name: str) -> dict[int, int]:
    columns = KEYS[name].split()
    level = ["level"] if name == "place" else ["NULL"]
    rows = connection.exec_driver_sql(f"SELECT {', '.join(['id', *level, *columns])} FROM {name}")  # noqa: S608
    return {
        identifier: _identity(
            name,
            tuple(
                None if at is not None and column in REPORTED[at + 1 :] else cell
                for column, cell in zip(columns, cells, strict=True)
            ),
        )
        for identifier, at, *cells in rows
    }


def _identity(name: str, cells: tuple[Any, ...]) -> int:
    return int.from_bytes(sha256(_joined((name, *cells))).digest()[:16], "big")


def _joined(cells: tuple[Any, ...]) -> bytes:
    return "\x1f".join("" if cell is None else str(cell) for cell in cells).encode()


def _view() -> None:
    names = {"f": ROW, "s": SERIES.split(), "p": PLACE.split(), "o": ORIGIN.split(), "w": WHEN}
    columns = ", ".join(f"{alias}.{name}" for alias, group in names.items() for name in group)
    op.execute(
        f"CREATE VIEW figure AS SELECT f.id, f.supersedes, {columns}, l.snapshot_sha256, l.recorded_at, "  # noqa: S608
        "l.run_id FROM observation f JOIN series s ON s.id = f.series_id JOIN place p ON p.id = f.place_id "
        "JOIN origin o ON o.id = f.origin_id JOIN period w ON w.id = f.period_id "
        "JOIN load l ON l.id = f.load_id"
    )
