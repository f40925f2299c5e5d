"""One measured run in a process of its own: the ingest, or the plain way it is compared with.

``python -m tests.benchmarks.ingest_once ingest|plain FILE FOLDER`` prints seconds and peak memory
as JSON.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

HEADER = (
    "id,operation,admin0Name,admin0Pcode,admin1Name,admin1Pcode,admin2Name,admin2Pcode,adminLevel,numPresentIdpInd,"
    "reportingDate,yearReportingDate,monthReportingDate,roundNumber,displacementReason,numberMales,numberFemales,"
    "idpOriginAdmin1Name,idpOriginAdmin1Pcode,assessmentType,operationStatus"
)
TAGS = (
    "#id+code,#operation+name,#country+name,#country+code,#adm1+name,#adm1+code,#adm2+name,#adm2+code,#adm+level,"
    "#affected+idps,#date+reported,#date+year+reported,#date+month+reported,#round+code,#cause+type,#affected+idps+m,"
    "#affected+idps+f,#adm1+name+origin,#adm1+code+origin,#assessment+type,#operation+status"
)
REASONS = np.array(["Conflict", "Insecurity", "Natural disaster"])


def write_dtm_csv(path: Path, rows: int) -> None:
    """Write a DTM API export: every cercle, by origin, reason and weekly round, until `rows`."""
    from geodata.editions import units

    cercles, regions = units("cod-ab-2021", 2), units("cod-ab-2021", 1)
    names = regions.set_index("pcode")["name"]
    index = np.arange(rows)
    at, rest = index % len(cercles), index // len(cercles)
    origin, reason, week = rest % len(regions), rest // len(regions) % 3, rest // (3 * len(regions))
    day = pd.Series(pd.Timestamp("2000-01-31") + pd.to_timedelta(week * 7, unit="D"))
    people = np.random.default_rng(7).integers(5, 20_000, rows)
    men = (people * 0.48).astype(int)
    parents = cercles["parent_pcode"]
    columns = (
        index + 1, "Mali Conflict", "Mali", "MLI", parents.map(names).to_numpy()[at], parents.to_numpy()[at],
        cercles["name"].to_numpy()[at], cercles["pcode"].to_numpy()[at], 2, people,
        day.dt.strftime("%Y-%m-%dT00:00:00"), day.dt.year, day.dt.month, week + 1, REASONS[reason], men,
        people - men, names.to_numpy()[origin], names.index.to_numpy()[origin], "BA", "Active",
    )  # fmt: skip
    table = pd.DataFrame(dict(zip(HEADER.split(","), columns, strict=True)))
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"{HEADER}\n{TAGS}\n")
        table.to_csv(file, index=False, header=False)


def ingest(file: Path, folder: Path) -> int:
    """Read, place and store the file as `tracker ingest` does; return the figures stored."""
    from tracker.ingest import ingest as run
    from tracker.store import open_store

    with open_store(folder) as store:
        (result,) = run([file], store, recorded_at=datetime.now(UTC), home=folder)
    assert result.state == "loaded", result
    assert result.rows_in == result.rows_kept + result.rows_quarantined + result.rows_ignored
    return result.new


def plain(file: Path, folder: Path) -> int:
    """Read every column as text and insert the rows into one SQLite table in one transaction."""
    table = pd.read_csv(file, dtype=str)
    connection = sqlite3.connect(folder / "plain.sqlite")
    table.to_sql("plain", connection, index=False, chunksize=50_000)
    connection.commit()
    connection.close()
    return len(table)


def main(what: str, file: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    wall, processor = time.perf_counter(), time.process_time()
    rows = {"ingest": ingest, "plain": plain}[what](file, folder)
    measured = {
        "rows": rows,
        "seconds": time.perf_counter() - wall,
        "processor_seconds": time.process_time() - processor,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }
    sys.stdout.write(json.dumps(measured) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
