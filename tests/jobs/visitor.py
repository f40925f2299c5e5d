"""A reader of the site who never rests: one visit resolves the link once and reads every file."""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from jobs.manifest import check_hashes, read_manifest

PAUSE_SECONDS = 0.4


class Visitor:
    """Visits in a thread of its own while the block runs, and keeps what was wrong."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.faults: list[str] = []
        self.releases: set[str] = set()
        self.visits = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._visit)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _visit(self) -> None:
        while not self._stop.wait(PAUSE_SECONDS):
            try:
                folder = self.out.resolve(strict=True)
                manifest = read_manifest(folder)
                assert manifest is not None, "no manifest"
                assert manifest.release == folder.name, f"{folder.name} carries {manifest.release}"
                check_hashes(folder, manifest)
                self.releases.add(manifest.release)
            except Exception as error:  # noqa: BLE001 - whatever a reader meets is a fault of the publication
                self.faults.append(f"{type(error).__name__}: {error}")
            self.visits += 1
