"""One row is one reported number.  Every column of the record is declared here, once.

The dtypes, the database table, the JSON of the listings and the field descriptions of the GIS
layers all follow from `COLUMNS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["text", "integer", "number", "date", "datetime", "flag"]

VALUE_STATUSES = ("value", "zero", "no_data", "not_assessed", "carried_forward", "suppressed")
NUMERIC_STATUSES = ("value", "zero", "carried_forward")

FIGURE_KINDS = (
    "printed",  # a figure as the source prints it
    "sum_of_source_rows",  # rows of one file added up to the level that is true
    "printed_approximate",  # "plus de", "près de": shown, never summed
    "printed_other_method",  # counted another way than the series it resembles: never summed
    "printed_total",  # a total the source prints beside its parts: checked, never summed
)
SUMMABLE_KINDS = ("printed", "sum_of_source_rows")
COUNTED_UNITS = ("people", "households")

MATCH_METHODS = ("code_and_name", "code", "name", "alias", "point", "declared", "unmatched", "ambiguous")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its kind, whether it identifies the figure, and what it means."""

    name: str
    kind: Kind
    description: str
    key: bool = False
    required: bool = False


def _text(name: str, description: str, *, key: bool = False, required: bool = False) -> Column:
    return Column(name, "text", description, key=key, required=required)


def _reported(level: int, name: str) -> list[Column]:
    return [
        _text(f"reported_admin{level}_name", f"{name}, exactly as the source writes it", key=True),
        _text(f"reported_admin{level}_code", f"code of the {name.lower()}, exactly as the source writes it"),
    ]


COLUMNS: list[Column] = [
    # what was counted
    _text("indicator", "id in the indicator catalogue", key=True, required=True),
    Column("value", "number", "the figure, in `unit`; empty unless the status is value or zero"),
    _text(
        "value_status",
        "one of value, zero, no_data, not_assessed, carried_forward, suppressed",
        required=True,
    ),
    _text("unit", "people, households, percent, FCFA, …", key=True, required=True),
    _text("population_group", "whom the figure is about, when narrower than the indicator", key=True),
    _text(
        "category", "breakdown inside the indicator (country of asylum status, answer, lender, …)", key=True
    ),
    _text("cause", "why people moved, as the source says", key=True),
    _text("sex", "f, m, or empty for all", key=True),
    _text("figure_kind", "how the figure came about; see FIGURE_KINDS", required=True),
    Column("sample_size", "integer", "number asked, for survey shares"),
    Column("denominator", "number", "what a share is a share of, where the source says"),
    # when
    Column("reference_start", "date", "first day the figure is valid for", key=True),
    Column("reference_end", "date", "last day the figure is valid for", key=True, required=True),
    _text("round", "the source's repetition number", key=True),
    _text("operation", "the source's exercise, for DTM", key=True),
    _text("assessment_type", "the source's method: BA, ETT, SA, …", key=True),
    # where, as reported
    *_reported(0, "Country"),
    *_reported(1, "Region"),
    *_reported(2, "Cercle"),
    *_reported(3, "Commune"),
    _text("reported_place_name", "town, site or area, exactly as the source writes it", key=True),
    _text("numbering", "which code numbering the source declares, or by-name"),
    # where, as decided (for flows: where people arrived)
    Column("level", "integer", "admin level the figure is about: 0 country, 1 region, 2 cercle, 3 commune"),
    _text("pcode", "P-code decided, in `edition`; an ISO 3166 alpha-3 code for a country"),
    _text("place_name", "name of the decided place in `edition`"),
    _text("edition", "boundary edition the P-code belongs to"),
    _text("match_method", "how the place was decided; see MATCH_METHODS"),
    Column("match_score", "number", "likeness of the names, 0 to 100"),
    _text("match_rivals", "the other candidates, as JSON"),
    # for flows: where people came from
    _text("reported_origin_name", "origin, exactly as the source writes it", key=True),
    _text("reported_origin_code", "code of the origin, exactly as the source writes it"),
    Column("origin_level", "integer", "admin level of the decided origin"),
    _text("origin_pcode", "P-code or country code of the origin; empty when unknown"),
    _text("origin_name", "name of the decided origin"),
    # how we know
    _text("source", "id of the declared source", key=True, required=True),
    _text("source_org", "who counted or published"),
    _text("source_title", "title of the publication the figure is printed in", key=True),
    _text("source_url", "address of that publication"),
    _text("licence", "terms the figure comes under"),
    _text("credit", "credit line to print"),
    _text("reported_value", "the figure exactly as the source writes it"),
    _text("note", "remark of the source or of the reader"),
    _text("source_file", "name of the file read"),
    _text("source_sheet", "sheet of the workbook"),
    Column("source_row", "integer", "row in the file, counted from 1 as a spreadsheet does"),
    _text("source_column", "column header or letter the figure stands in"),
]

NAMES = [column.name for column in COLUMNS]
KEY = [column.name for column in COLUMNS if column.key]
BY_NAME = {column.name: column for column in COLUMNS}

DTYPES: dict[Kind, str] = {
    "text": "str",
    "integer": "Int64",
    "number": "Float64",
    "date": "str",  # ISO 8601, so that every store and every tool compares it the same way
    "datetime": "str",
    "flag": "boolean",
}


def observation_table(rows: pd.DataFrame | list[dict[str, object]]) -> pd.DataFrame:
    """Return the rows with exactly the columns of the record, in order, in their dtypes.

    A categorical column of texts, as large tables have them, stays one.  Missing columns are added
    empty.  Unknown columns raise ``KeyError``: a reader that invents a column has a typing error,
    not a new fact.
    """
    import pandas as pd  # a second to import; the declarations above are needed without it

    table = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows)
    unknown = [name for name in table.columns if name not in BY_NAME]
    if unknown:
        raise KeyError(f"unknown observation columns {unknown}; the record has {NAMES}")
    columns = {}
    for column in COLUMNS:
        dtype = DTYPES[column.kind]
        if column.name in table and column.kind == "text" and table[column.name].dtype == "category":
            columns[column.name] = table[column.name]
        elif column.name in table:
            columns[column.name] = table[column.name].astype(pd.api.types.pandas_dtype(dtype))
        else:
            columns[column.name] = pd.Series(pd.NA, index=table.index, dtype=dtype)
    return pd.DataFrame(columns, index=table.index, copy=False)
