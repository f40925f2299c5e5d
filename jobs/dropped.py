"""A file of the inbox into the record, and what the person who dropped it reads afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from jobs.inbox import WHY, Account, Taken, take_in
from tracker.ingest import Ingested, ingest
from tracker.records import records
from tracker.store import Store

LISTED_PROBLEMS = 50


def take_in_inbox(
    store: Store, home: Path, inbox: Path, *, now: datetime, run_id: str | None = None
) -> list[Taken]:
    """Take every waiting file of the inbox into the record; one bad file stops no other."""

    def read(path: Path) -> Account:
        results = ingest([path], store, recorded_at=now, home=home, run_id=run_id)
        accepted = bool(results) and all(result.state == "loaded" for result in results)
        return Account(accepted, [line for result in results for line in _lines(result, store, run_id)])

    return take_in(inbox, read, now)


def _lines(result: Ingested, store: Store, run_id: str | None) -> list[str]:
    if result.state != "loaded":
        return [f"{WHY}{result.reason}", "Mend the file and drop it again."]
    lines = [
        f"Source: {result.source}",
        f"Snapshot: sha256 {result.snapshot_sha256}",
        f"Rows: {result.rows_in} in = {result.rows_kept} kept + {result.rows_quarantined} quarantined "
        f"+ {result.rows_ignored} ignored",
        f"People: {result.people_in:.0f} in = {result.people_placed:.0f} placed "
        f"+ {result.people_unplaced:.0f} unplaced + {result.people_not_summable:.0f} not summable",
        f"Figures: {result.new} new, {result.unchanged} unchanged, {result.superseded} older ones superseded",
        *result.notes,
    ]
    name = Path(result.file).name
    problems = records(store.problems(run_id=run_id, source=result.source))
    mine = [problem for problem in problems if Path(str(problem["file"] or "")).name in ("", name)]
    lines += [f"Problems: {result.problems}", *(_problem(problem) for problem in mine[:LISTED_PROBLEMS])]
    if len(mine) > LISTED_PROBLEMS:
        lines.append(f"… and {len(mine) - LISTED_PROBLEMS} more: tracker problems --source {result.source}")
    return lines


def _problem(problem: Mapping[str, Any]) -> str:
    where = [f"{word} {problem[word]}" for word in ("sheet", "row", "column") if problem[word] is not None]
    hint = f" – {problem['hint']}" if problem["hint"] else ""
    return f"- {problem['severity']}, {', '.join(where) or 'whole file'}: {problem['message']}{hint}"
