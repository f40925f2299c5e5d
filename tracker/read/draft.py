"""The account kept while a file is read: every row is kept, quarantined or ignored, and it is said why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from geodata.how_many import how_many
from tracker.problem import Problem, Severity
from tracker.read.table import Table
from tracker.reading import Reading, empty_sites
from tracker.source import Source

MOST_PROBLEMS_OF_A_KIND = 1_000
LARGE_ROWS = 50_000


@dataclass
class Draft:
    """A reading in the making."""

    source: Source
    path: Path
    sha256: str
    table: Table
    problems: list[Problem] = field(default_factory=list)
    quarantined: set[int] = field(default_factory=set)
    ignored: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _kinds: Counter[str] = field(default_factory=Counter)
    _rows: int = 0

    def __post_init__(self) -> None:
        sheet, book = self.table.sheet, self.table.book
        self.notes += book.notes
        if sheet.hidden_rows:
            self.notes.append(f"{how_many(sheet.hidden_rows, 'hidden row')} read like the others")
        if sheet.filtered:
            self.notes.append("the sheet is filtered; all its rows were read")
        for warning in book.warnings:
            self.remark("file_may_be_cut", warning, row=int(sheet.cells.index[-1]), severity="warning")
        if self.table.personal:
            names = ", ".join(self.table.personal)
            self.remark("personal_data_dropped", f"columns that name people were not read: {names}")
        if self.table.unread:
            self.notes.append("columns not read: " + ", ".join(self.table.unread[:40]))

    def remark(
        self,
        code: str,
        message: str,
        *,
        severity: Severity = "note",
        row: int | None = None,
        role: str | None = None,
        **more: object,
    ) -> None:
        """Add one problem at this file; beyond a thousand of a kind, one line says how many more."""
        self._kinds[code] += 1
        if self._kinds[code] > MOST_PROBLEMS_OF_A_KIND:
            return
        value = None
        if row is not None and role in self.table.body and row in self.table.body.index:
            value = str(self.table.body.at[row, role])
        self.problems.append(
            Problem(
                code,
                message,
                severity,
                file=self.path.name,
                sheet=self.table.sheet.name or None,
                row=row,
                column=self.table.column_name(role) if role else None,
                source=self.source.id,
                **{"value": value, **more},  # type: ignore[arg-type]
            )
        )

    def quarantine(
        self, rows: Iterable[int], code: str, message: str, *, role: str | None = None, **more: object
    ) -> None:
        """Keep rows out of the figures, each with a problem that names it."""
        for row in rows:
            if row in self.ignored:
                continue
            self.quarantined.add(int(row))
            self.remark(code, message, severity="quarantined", row=int(row), role=role, **more)

    def ignore(self, rows: Iterable[int], reason: str) -> None:
        """Leave out rows that are no figures of ours: blank, tag, total, another country."""
        for row in rows:
            if row not in self.quarantined:
                self.ignored[int(row)] = reason

    def compact(self) -> None:
        """Let go of ignored rows and of the raw cells of a large table: memory is the limit there."""
        body = self.table.body
        if len(body) < LARGE_ROWS:
            return
        self._rows = len(body)
        self.table.body = body[~body.index.isin([*self.ignored])] if self.ignored else body
        self.table.sheet.cells = self.table.sheet.cells.iloc[:0].copy()

    def kept(self) -> pd.DataFrame:
        """Return the text cells of the rows neither quarantined nor ignored."""
        if not self.quarantined and not self.ignored:
            return self.table.body
        out = self.table.body.index.isin([*self.quarantined, *self.ignored])
        return self.table.body[~out] if out.any() else self.table.body

    def finish(self, observations: pd.DataFrame, sites: pd.DataFrame | None = None) -> Reading:
        """Return the reading, with the account of rows and the notes."""
        blank = max(self.table.sheet.blank_rows, 0)
        rows_in = (self._rows or len(self.table.body)) + blank
        ignored = len(self.ignored) + blank
        for reason, count in Counter(self.ignored.values()).items():
            self.notes.append(f"{how_many(count, 'row')} ignored: {reason}")
        if blank:
            self.notes.append(f"{how_many(blank, 'blank row')} ignored")
        for code, count in self._kinds.items():
            if count > MOST_PROBLEMS_OF_A_KIND:
                further = how_many(count - MOST_PROBLEMS_OF_A_KIND, "further problem")
                self.notes.append(f"{further} not listed: {code}")
        return Reading(
            source=self.source,
            path=self.path,
            sha256=self.sha256,
            observations=observations,
            sites=empty_sites() if sites is None else sites,
            problems=self.problems,
            rows_in=rows_in,
            rows_kept=rows_in - ignored - len(self.quarantined),
            rows_quarantined=len(self.quarantined),
            rows_ignored=ignored,
            notes=self.notes,
        )
