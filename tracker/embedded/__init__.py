"""The published figures that ship with the product, read like any other source.

Every table of this folder has the columns of the record (or of the site list) and a declared source
``embedded-<name of the table>``; its bytes are kept and hashed like those of a file a user brings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

import pandas as pd

from tracker.observation import observation_table
from tracker.problem import Problem
from tracker.reading import Reading
from tracker.source import Source, source


def tables() -> list[str]:
    """Return the names of the embedded tables, sorted."""
    return sorted(
        path.name.removesuffix(".csv") for path in files(__name__).iterdir() if path.name.endswith(".csv")
    )


def fingerprint() -> str:
    """Return one sha256 over all embedded tables: what the embedded data are, in one word."""
    digest = hashlib.sha256()
    for name in tables():
        digest.update(name.encode() + (files(__name__) / f"{name}.csv").read_bytes())
    return digest.hexdigest()


def read_embedded() -> Iterator[Reading]:
    """Yield one reading per embedded table, in alphabetical order."""
    for name in tables():
        with as_file(files(__name__) / f"{name}.csv") as path:
            yield read_record_table(path, source(f"embedded-{name}"))


def read_record_table(path: Path, declared: Source) -> Reading:
    """Read a CSV whose columns are those of the record, or of the list of sites.

    A row without a value, or whose value is no number, is quarantined.
    """
    text = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if "site_id" in text.columns:
        return _sites(path, declared, text, digest)
    number = pd.to_numeric(text["value"], errors="coerce")
    stated = text["value_status"].notna() if "value_status" in text else pd.Series(False, index=text.index)
    faulty = number.isna() & ~stated
    observations = _observations(text[~faulty], number[~faulty], declared, path.name)
    problems = [
        _no_number(path.name, declared, int(row) + 2, text.at[row, "value"]) for row in text.index[faulty]
    ]
    return Reading(
        source=declared, path=path, sha256=digest, observations=observations, problems=problems,
        rows_in=len(text), rows_kept=len(observations), rows_quarantined=len(problems),
    )  # fmt: skip


def _observations(text: pd.DataFrame, number: pd.Series, declared: Source, file_name: str) -> pd.DataFrame:
    table = text.copy()
    table["value"] = number
    reported = pd.Series(
        ["zero" if value == 0 else "value" for value in number], index=table.index, dtype="str"
    )
    table["value_status"] = table["value_status"].fillna(reported) if "value_status" in table else reported
    table["source"] = declared.id
    table["numbering"] = declared.numbering
    table["source_file"] = file_name
    table["source_row"] = table.index + 2
    table["source_column"] = "value"
    for name, value in (("licence", declared.licence), ("credit", declared.credit)):
        table[name] = table[name].fillna(value) if name in table else value
    return observation_table(table)


def _sites(path: Path, declared: Source, text: pd.DataFrame, digest: str) -> Reading:
    sites = text.assign(source=declared.id, source_file=path.name, source_row=text.index + 2)
    return Reading(
        source=declared, path=path, sha256=digest, sites=sites, rows_in=len(text), rows_kept=len(text)
    )


def _no_number(file_name: str, declared: Source, row: int, value: object) -> Problem:
    return Problem(
        code="not_a_number",
        message=f"{value!r} is no figure; the row is kept out",
        file=file_name,
        row=row,
        column="value",
        value=value if isinstance(value, str) else None,
        expected="a number, or a value_status",
        hint="mend the table",
        source=declared.id,
    )
