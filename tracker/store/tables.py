"""The tables of the record, derived from the declared columns of an observation.

A million figures repeat a few hundred descriptions and places, so every distinct description
(`series`), place (`place`), origin (`origin`) and period (`period`) is kept once, under the
sha256 of its own content, and a figure points at them.  The view `figure` joins them back for
readers with a plain SQL client.  Every table is append-only: triggers refuse to update, delete or
replace.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import sqlalchemy as sa

from tracker.observation import BY_NAME, NAMES, VALUE_STATUSES
from tracker.problem import Problem
from tracker.view import SITE_COLUMNS

SERIES = [
    "indicator",
    "unit",
    "population_group",
    "category",
    "cause",
    "sex",
    "figure_kind",
    "operation",
    "assessment_type",
    "numbering",
    "source",
    "source_org",
    "source_title",
    "source_url",
    "licence",
    "credit",
    "source_file",
    "source_sheet",
    "source_column",
]
PLACE = [
    *(f"reported_admin{level}_{part}" for level in range(4) for part in ("name", "code")),
    "reported_place_name",
    "level",
    "pcode",
    "place_name",
    "edition",
    "match_method",
    "match_score",
    "match_rivals",
]
ORIGIN = [
    "reported_origin_name",
    "reported_origin_code",
    "origin_level",
    "origin_pcode",
    "origin_name",
]
PERIOD = ["reference_start", "reference_end", "round"]
GROUPS = {"series": SERIES, "place": PLACE, "origin": ORIGIN, "period": PERIOD}
ROW = [name for name in NAMES if not any(name in group for group in GROUPS.values())]

TEXT: sa.types.TypeEngine[str] = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
INTEGER: sa.types.TypeEngine[int] = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "text": TEXT,
    "date": TEXT,
    "datetime": TEXT,
    "number": NUMBER,
    "integer": INTEGER,
}

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


def _key() -> sa.Column[int]:
    return sa.Column("id", INTEGER, primary_key=True, autoincrement=False)


def _declared(names: list[str]) -> list[sa.Column[Any]]:
    return [
        sa.Column(name, _TYPES[BY_NAME[name].kind], nullable=not BY_NAME[name].required) for name in names
    ]


def _group(name: str, *laws: sa.CheckConstraint) -> sa.Table:
    digest = sa.Column("digest", sa.LargeBinary, nullable=False, unique=True)
    return sa.Table(name, metadata, _key(), digest, *_declared(GROUPS[name]), *laws, sqlite_strict=True)


series = _group("series")
place = _group("place")
origin = _group("origin")
period = _group(
    "period",
    sa.CheckConstraint("reference_start IS NULL OR reference_start LIKE '____-__-__'", name="start"),
    sa.CheckConstraint("reference_end LIKE '____-__-__'", name="end"),
)

snapshot = sa.Table(
    "snapshot",
    metadata,
    sa.Column("sha256", TEXT, primary_key=True),
    sa.Column("name", TEXT),
    sa.Column("bytes", INTEGER),
    sa.Column("source", TEXT, nullable=False),
    sa.Column("url", TEXT),
    sa.Column("licence", TEXT),
    sa.Column("credit", TEXT),
    sa.Column("retrieved_at", TEXT),
    sa.CheckConstraint("length(sha256) = 64", name="sha256"),
    sqlite_strict=True,
)

load = sa.Table(
    "load",
    metadata,
    _key(),
    sa.Column("kind", TEXT, nullable=False),  # file: one reading; check: findings about the whole record
    sa.Column("run_id", TEXT),
    sa.Column("source", TEXT),
    sa.Column("file", TEXT),
    sa.Column("snapshot_sha256", TEXT, sa.ForeignKey("snapshot.sha256")),
    sa.Column("recorded_at", TEXT, nullable=False),
    sa.Column("problem_set", sa.LargeBinary),
    sa.Column("report", TEXT),  # the LoadReport as JSON
    sa.CheckConstraint("kind IN ('file', 'check')", name="kind"),
    sa.CheckConstraint("recorded_at LIKE '____-__-__T__:__:__.______Z'", name="recorded_at"),
    sqlite_strict=True,
)

_STATUSES = ", ".join(f"'{status}'" for status in VALUE_STATUSES)

observation = sa.Table(
    "observation",
    metadata,
    _key(),
    sa.Column("load_id", INTEGER, sa.ForeignKey("load.id"), nullable=False),
    sa.Column("natural_key", sa.LargeBinary, nullable=False),
    sa.Column("supersedes", INTEGER, sa.ForeignKey("observation.id")),
    sa.Column("series_id", INTEGER, sa.ForeignKey("series.id"), nullable=False),
    sa.Column("place_id", INTEGER, sa.ForeignKey("place.id"), nullable=False),
    sa.Column("origin_id", INTEGER, sa.ForeignKey("origin.id"), nullable=False),
    sa.Column("period_id", INTEGER, sa.ForeignKey("period.id"), nullable=False),
    *_declared(ROW),
    sa.CheckConstraint(f"value_status IN ({_STATUSES})", name="value_status"),
    sqlite_strict=True,
)
sa.Index(None, observation.c.natural_key)
sa.Index(None, observation.c.series_id)
_SUPERSEDED = observation.c.supersedes.is_not(None)
sa.Index(
    "uq_observation_supersedes",
    observation.c.supersedes,
    unique=True,
    sqlite_where=_SUPERSEDED,
    postgresql_where=_SUPERSEDED,
)

_SITE_NUMBERS = {"lon", "lat"}
site = sa.Table(
    "site",
    metadata,
    _key(),
    sa.Column("load_id", INTEGER, sa.ForeignKey("load.id"), nullable=False),
    sa.Column("supersedes", INTEGER, sa.ForeignKey("site.id")),
    *(
        sa.Column(name, NUMBER if name in _SITE_NUMBERS else TEXT, nullable=name not in ("site_id", "source"))
        for name in SITE_COLUMNS
    ),
    sa.Column("attributes", TEXT),  # columns of the source that the record has no name for, as JSON
    sa.Column("source_sheet", TEXT),
    sa.Column("source_row", INTEGER),
    sqlite_strict=True,
)
sa.Index(None, site.c.source, site.c.site_id)

_PROBLEM_TYPES: dict[str, sa.types.TypeEngine[Any]] = {"row": INTEGER, "people": NUMBER}
problem = sa.Table(
    "problem",
    metadata,
    sa.Column("problem_set", sa.LargeBinary, primary_key=True),  # sha256 of the whole list
    sa.Column("position", INTEGER, primary_key=True, autoincrement=False),
    *(
        sa.Column(
            field.name,
            _PROBLEM_TYPES.get(field.name, TEXT),
            nullable=field.name not in ("code", "message", "severity"),
        )
        for field in fields(Problem)
    ),
    sqlite_strict=True,
)

APPEND_ONLY = ["snapshot", "series", "place", "origin", "period", "load", "observation", "site", "problem"]
