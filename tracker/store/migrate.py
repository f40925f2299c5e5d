"""Bring the tables of a record to the newest revision: named, ordered, each in a transaction."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from tracker.errors import StoreError
from tracker.store.engine import where, writing

_FOLDER = Path(__file__).parent / "migrations"


def revisions() -> list[str]:
    """Return the ids of the shipped revisions, oldest first.

    A revision is one file ``versions/NNNN_name.py`` whose revision id is its file name without
    the ending, so the newest is known without importing Alembic.
    """
    return sorted(path.stem for path in (_FOLDER / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


def migrate(engine: sa.Engine) -> None:
    """Run the revisions the database lacks; do nothing when it is up to date.

    Raises
    ------
    StoreError
        When the database was written by a newer version of the tracker.
    """
    known = revisions()
    with engine.connect() as connection:
        present = _present(connection)
    if present == known[-1]:
        return
    if present is not None and present not in known:
        raise StoreError(
            f"{where(engine)}: its tables are at revision {present!r}, this version of the tracker knows "
            f"up to {known[-1]!r}; update the tracker, nothing was changed"
        )
    _upgrade(engine)


def _present(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(engine: sa.Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
