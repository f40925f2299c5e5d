"""Templates on solutions: programmes, assistance, survey results, measures of sites."""

from __future__ import annotations

from tracker.cells.sheet import Book
from tracker.observation import observation_table
from tracker.read.cellcheck import check_names
from tracker.read.draft import Draft
from tracker.read.headers import fold
from tracker.read.rows import sort_rows
from tracker.read.table import Layout, Table, find_table, recognises
from tracker.reading import Reading
from tracker.solutions.tables import parse
from tracker.solutions.templates import Template, templates


def _layout(name: str, template: Template) -> Layout:
    headers = {column.role: tuple(fold(header) for header in column.header) for column in template.column}
    return Layout(f"solutions-{name}", headers, tuple((role,) for role in template.required()))


LAYOUTS = {name: _layout(name, template) for name, template in templates().items()}


def recognise(book: Book) -> bool:
    return any(recognises(book, layout) for layout in LAYOUTS.values())


def find(book: Book, source: object = None) -> Table:
    return find_table(book, next(layout for layout in LAYOUTS.values() if recognises(book, layout)))


def read(draft: Draft) -> Reading:
    """Return the figures of the table; a row that cannot be one is quarantined with its reason."""
    roles = set(draft.table.columns)
    kind = next(name for name, template in templates().items() if set(template.required()) <= roles)
    sort_rows(draft, [])
    check_names(draft, ("admin1", "admin2"))
    parsed = parse(kind, draft.kept(), draft.source.notation)
    for problem in parsed.problems:
        rows = [] if problem.row is None else [problem.row]
        draft.quarantine(rows, problem.code, problem.message, role=problem.column, expected=problem.expected)
    figures = parsed.figures.assign(
        source=draft.source.id,
        numbering=draft.source.numbering,
        licence=draft.source.licence,
        credit=draft.source.credit,
        source_title=draft.source.title,
        source_file=draft.path.name,
        source_sheet=draft.table.sheet.name or None,
        source_row=parsed.figures.index,
    )
    return draft.finish(observation_table(figures.reset_index(drop=True)))
