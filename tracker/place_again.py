"""Places decided later: files whose names were not known when they were read are read again.

The bytes of every file are kept, so nothing has to be fetched or handed in twice.  A figure that
has a place now supersedes the one without; the old row stays, as known until then.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.home import home as default_home
from tracker.ingest import Ingested, ingest
from tracker.observation import NAMES
from tracker.snapshot import location
from tracker.source import source

if TYPE_CHECKING:
    import pandas as pd

    from tracker.store import Store


def place_again(
    store: Store, *, recorded_at: datetime, home: Path | None = None, run_id: str | None = None
) -> list[Ingested]:
    """Read again the kept files some of whose unplaced figures have a place now; one account for each.

    Only the newest edition of a file is read: an older one would bring back what it corrected.
    Embedded figures are left; their names are mended in the tables themselves.
    """
    where = home or default_home()
    decided = _decided(store.observations(), home)
    loads = store.loads()
    newest = loads[loads["kind"] == "file"].drop_duplicates(["source", "file"], keep="last")
    accounts: list[Ingested] = []
    for load in newest[newest["snapshot_sha256"].isin(decided)].astype("str").to_dict("records"):
        kept = location(where, load["snapshot_sha256"])
        if not kept.is_file():
            continue
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / load["file"]
            shutil.copyfile(kept, path)
            declared = source(load["source"], home)
            accounts += ingest(
                [path], store, recorded_at=recorded_at, source=declared, home=home, run_id=run_id
            )
    return accounts


def _decided(record: pd.DataFrame, home: Path | None) -> set[str]:
    """Return the snapshots with figures that had no place, or no origin, and would have one now."""
    from tracker.place import place

    nowhere = record["pcode"].isna()
    unknown = record["reported_origin_name"].notna() & record["origin_pcode"].isna()
    waiting = record[nowhere | unknown]
    found: set[str] = set()
    for edition, part in waiting.groupby("edition"):
        placed, _ = place(part[NAMES].reset_index(drop=True), str(edition), home)
        before = part[["pcode", "origin_pcode"]].isna().to_numpy()
        changed = (before & placed[["pcode", "origin_pcode"]].notna().to_numpy()).any(axis=1)
        found |= set(part.loc[changed, "snapshot_sha256"])
    return found
