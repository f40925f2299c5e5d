"""What the columns of the layers are: name, type, label and meaning, from ``fields.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import pandas as pd
import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from tracker.export.legend import Lang
from tracker.typography import french

Kind = Literal[
    "units", "groups", "countries", "flows", "sites", "measures", "surveys", "programmes", "totals"
]

_TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
}


class Field(BaseModel):
    """One column of a layer, as declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    type: Literal["string", "integer", "number", "date"]
    kinds: tuple[Kind, ...]
    label_fr: str
    label_en: str
    description: str
    hxl: str = ""

    def label(self, lang: Lang) -> str:
        return french(self.label_fr) if lang == "fr" else self.label_en

    @property
    def arrow(self) -> pa.DataType:
        return _TYPES[self.type]


@cache
def declared() -> tuple[Field, ...]:
    text = (files("tracker.export") / "fields.toml").read_text(encoding="utf-8")
    return tuple(Field(**entry) for entry in tomllib.loads(text)["field"])


def fields_of(kind: Kind) -> list[Field]:
    """Return the fields of one kind of layer, in the order they are written."""
    return [field for field in declared() if kind in field.kinds]


def conformed(table: pd.DataFrame | Mapping[str, pd.Series[Any]], kind: Kind) -> pd.DataFrame:
    """Return the columns with exactly the fields of their kind, in order; missing ones are empty.

    Text stays text (P-codes keep their zeros), people are numbers, dates ISO 8601 text.  Texts
    other than the id are categories: each is held once, however many slices there are.
    """
    index = next(iter(table.values())).index if isinstance(table, Mapping) else table.index
    columns: dict[str, Any] = {}
    for field in fields_of(kind):
        column = table[field.name] if field.name in table else pd.Series(pd.NA, index=index, dtype="object")
        if field.type == "number":
            columns[field.name] = pd.to_numeric(column).astype("Float64").array
        elif field.type == "integer":
            columns[field.name] = pd.to_numeric(column).astype("Int64").array
        elif field.name == "id":
            columns[field.name] = column.astype("str").array
        else:
            codes, values = pd.factorize(column, sort=False)
            columns[field.name] = pd.Categorical.from_codes(
                codes, pd.Index([str(v) for v in values], dtype="str")
            )
    return pd.DataFrame(columns)
