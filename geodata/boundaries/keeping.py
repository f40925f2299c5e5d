"""Keep the prepared layers of an edition in `TRACKER_HOME`, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd

Layers = dict[int, gpd.GeoDataFrame]


def keep(
    full: Layers, web: Layers, report: dict[str, Any], originals: Iterable[Path], fresh: Path, target: Path
) -> None:
    """Write layers, report and the files as they came into `fresh`, then put it in the place of `target`.

    `fresh` must be on the same file system as `target`; nothing of `target` is touched before
    everything is written.  The sha256 of every original goes into the report.
    """
    original = fresh / "original"
    original.mkdir(parents=True)
    hashes = {}
    for source in dict.fromkeys(originals):
        shutil.copyfile(source, original / source.name)
        hashes[source.name] = hashlib.sha256(source.read_bytes()).hexdigest()
    for kind, frames in (("full", full), ("web", web)):
        for level, frame in frames.items():
            frame.to_parquet(fresh / f"adm{level}.{kind}.parquet", compression="zstd")
    report["files"] = hashes
    text = json.dumps(report, ensure_ascii=False, indent=2, allow_nan=False)
    (fresh / "report.json").write_text(text + "\n", encoding="utf-8")
    old = target.with_name(f".old-{target.name}-{os.getpid()}")
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
