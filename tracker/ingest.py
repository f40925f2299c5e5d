"""Files into the record: each read, placed and stored by itself, so that one bad file stops no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata import DEFAULT_EDITION
from tracker.errors import DeclarationError, NotRecognised, UnreadableFile

if TYPE_CHECKING:
    from tracker.checks.touched import Touched
    from tracker.problem import Problem
    from tracker.reading import Reading
    from tracker.source import Source
    from tracker.store import LoadReport, Store

Progress = Callable[[str], Any]
SKIPPED_NAMES = ("~$", ".")


@dataclass
class Ingested:
    """What became of one file: loaded, not recognised, or refused; and its account of rows and people."""

    file: str
    state: str
    reason: str = ""
    source: str = ""
    snapshot_sha256: str = ""
    rows_in: int = 0
    rows_kept: int = 0
    rows_quarantined: int = 0
    rows_ignored: int = 0
    figures: int = 0
    new: int = 0
    unchanged: int = 0
    superseded: int = 0
    withdrawn: int = 0
    sites: int = 0
    people_in: float = 0
    people_placed: float = 0
    people_unplaced: float = 0
    people_not_summable: float = 0
    problems: int = 0
    notes: list[str] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    """What the checks of the series it touched found; the figures stand as they were read."""

    def record(self) -> dict[str, Any]:
        return asdict(self)


def files_of(paths: Iterable[Path]) -> list[tuple[Path, bool]]:
    """Return every file named or found in a folder, and whether it was named itself.

    Raises
    ------
    UnreadableFile
        When a path does not exist.
    """
    found: dict[Path, bool] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file())
            found |= {
                file: False
                for file in inside
                if not file.name.startswith(SKIPPED_NAMES) and file not in found
            }
        elif path.is_file():
            found[path] = True
        else:
            raise UnreadableFile(f"{path}: there is no such file or folder")
    return list(found.items())


def ingest(
    paths: Sequence[Path],
    store: Store,
    *,
    recorded_at: datetime,
    source: Source | None = None,
    home: Path | None = None,
    run_id: str | None = None,
    progress: Progress | None = None,
    check: bool = False,
) -> list[Ingested]:
    """Load every file into the record and return one account per file.

    A file that cannot be read stores nothing and is told with its reason; the others still load.
    Published totals come last, since they are checked against the parts in the record.  With
    `check`, the series that changed are checked at the end (`tracker.checks.touched`); the weekly
    run checks the whole record anyway.
    """
    results = []
    changed: list[Touched] = []
    waiting: list[tuple[Path, Reading]] = []
    for path, named in files_of(paths):
        if progress:
            progress(path.name)
        try:
            reading = read_file(path, source, home)
        except NotRecognised as error:
            results.append(Ingested(str(path), "refused" if named else "not recognised", _told(path, error)))
        except UnreadableFile as error:
            results.append(Ingested(str(path), "refused", _told(path, error)))
        except DeclarationError as error:
            results.append(Ingested(str(path), "refused", f"{_told(path, error)}; nothing of it was stored"))
        except Exception as error:  # one file must never stop the others
            logging.getLogger(__name__).debug("reading %s", path.name, exc_info=True)
            results.append(Ingested(str(path), "refused", _unforeseen(path, error)))
        else:
            if reading.source.reader == "published-totals":
                waiting.append((path, reading))
            else:
                results.append(store_reading(path, reading, store, recorded_at, home, run_id))
                changed += _changed(reading, results[-1]) if check else []
    for path, reading in waiting:
        checked = against_parts(reading, store, home, run_id)
        results.append(store_reading(path, checked, store, recorded_at, home, run_id))
        changed += _changed(checked, results[-1]) if check else []
    if changed:
        _check(changed, results, store, recorded_at, run_id)
    return results


def _told(path: Path, error: Exception) -> str:
    """Return the reason with the name of the file, which not every reader says itself."""
    return str(error) if path.name in str(error) else f"{path.name}: {error}"


def _unforeseen(path: Path, error: Exception) -> str:
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return f"{path.name}: reading it failed in a way nobody foresaw ({what}); nothing of it was stored"


def _changed(reading: Reading, result: Ingested) -> list[Touched]:
    """Return what a file touched, where it changed the record at all."""
    from tracker.checks.touched import touched

    return [found for found in [touched(reading)] if found and result.new + result.superseded]


def _check(
    changed: list[Touched], results: list[Ingested], store: Store, recorded_at: datetime, run_id: str | None
) -> None:
    """Check what changed, and add the findings to the accounts of the files."""
    from tracker.checks.touched import check_touched

    found = check_touched(store, changed, run_id=run_id, recorded_at=recorded_at)
    by_name = {Path(result.file).name: result for result in results if result.state == "loaded"}
    for touched in changed:
        if found is None:
            by_name[touched.file].notes.append("too many figures to check now; the weekly run checks them")
    for problem in found or []:
        result = by_name.get(problem.file or "", by_name[changed[-1].file])
        result.findings.append(problem.record())
        result.problems += 1


def read_file(path: Path, source: Source | None = None, home: Path | None = None) -> Reading:
    """Return one file read and placed, ready for the record.

    Raises
    ------
    NotRecognised
        When no declared format fits, or nothing in the file is about this country.
    UnreadableFile
        When the file is not what it promises.
    DeclarationError
        When a declared correction no longer fits what the source says.
    """
    from tracker.corrections import corrected
    from tracker.home import home as default_home
    from tracker.place import place
    from tracker.read import read
    from tracker.read.places_check import refuse_elsewhere
    from tracker.read.site_places import place_sites
    from tracker.read.unknown_codes import without_unknown_codes

    reading = read(path, source, home)
    refuse_elsewhere(reading, reading.source.edition or DEFAULT_EDITION, home)
    observations = reading.observations
    problems: list[Problem] = []
    edition = reading.source.edition or DEFAULT_EDITION
    if len(observations):
        observations, problems = place(observations, edition, home)
    reading = replace(reading, observations=observations, problems=[*reading.problems, *problems])
    reading = without_unknown_codes(reading)
    reading = corrected(reading, home or default_home())
    return place_sites(reading, edition, home) if len(reading.sites) else reading


def store_reading(
    path: Path, reading: Reading, store: Store, recorded_at: datetime, home: Path | None, run_id: str | None
) -> Ingested:
    """Keep the bytes of the file, load its figures in one transaction, and return the account."""
    from tracker.home import home as default_home
    from tracker.snapshot import keep

    declared = reading.source
    keep(
        home or default_home(),
        path,
        source=declared.id,
        retrieved_at=recorded_at.isoformat(),
        name=path.name,
        url=declared.url or None,
        licence=declared.licence,
        credit=declared.credit,
    )
    report = store.load(reading, run_id=run_id, recorded_at=recorded_at)
    return _account(path, reading, report)


def _account(path: Path, reading: Reading, report: LoadReport) -> Ingested:
    return Ingested(
        file=str(path),
        state="loaded",
        source=reading.source.id,
        snapshot_sha256=reading.sha256,
        rows_in=report.rows_in,
        rows_kept=report.kept,
        rows_quarantined=report.quarantined,
        rows_ignored=report.ignored,
        figures=report.figures,
        new=report.new,
        unchanged=report.unchanged,
        superseded=report.superseded,
        withdrawn=report.withdrawn,
        sites=report.sites_new + report.sites_unchanged + report.sites_superseded,
        people_in=report.people_in,
        people_placed=report.people_placed,
        people_unplaced=report.people_unplaced,
        people_not_summable=report.people_not_summable,
        problems=report.problems,
        notes=list(reading.notes),
    )


def against_parts(reading: Reading, store: Store, home: Path | None, run_id: str | None) -> Reading:
    """Return published totals without those that are not the sum of the regions in the record."""
    from tracker.embedded.load import ensure_embedded
    from tracker.read.published_totals import leave_wrong_totals

    ensure_embedded(store, home, run_id)
    indicators = reading.observations["indicator"].unique().tolist()
    parts = store.observations(indicator=indicators, level=1)
    fullest = parts.groupby("source").size().sort_values(ascending=False)
    months = set(reading.observations["reference_end"].str[:7])
    for name in fullest.index:
        series = parts[parts["source"] == name]
        if months <= set(series["reference_end"].str[:7]):
            return leave_wrong_totals(reading, series)
    return replace(
        reading,
        notes=[*reading.notes, "no series of regions covers these months; the totals stand unchecked"],
    )
