"""The long layer of 700 units and 750 slices: no slower than GDAL, in bounded memory."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyogrio
import pytest

from tests.maps.synthetic import synthetic_view
from tracker.export import write
from tracker.export.build import unit_layers
from tracker.export.geojson import write_geojson

SLOWER_AT_MOST = 1.5
MEGABYTES = 500
ADDED_MEGABYTES = 120
MEMORY = """
import resource, sys, threading, time
from pathlib import Path
from tests.maps.synthetic import synthetic_view
from tracker.export import write

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6

view = synthetic_view(700, 750, 0, ("idp_stock",))
before, peak, running, told = resident(), [0.0], [True], []

def watch():
    while running[0]:
        peak[0] = max(peak[0], resident())
        time.sleep(0.02)

thread = threading.Thread(target=watch)
thread.start()
write(view, Path(sys.argv[1]), progress=lambda name, done, of: told.append((done, of)))
running[0] = False
thread.join()
assert told[-1][0] == told[-1][1] and len(told) > 100
whole = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
print(peak[0] - before, whole)
"""


def _seconds_of_processor(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


@pytest.mark.slow
def test_writing_is_no_slower_than_gdal_with_the_same_frame(tmp_path: Path) -> None:
    view = synthetic_view(700, 8, 0, ("idp_stock",))
    frame = unit_layers(view)[0].frame()
    options = {"RFC7946": "YES", "COORDINATE_PRECISION": "6", "WRITE_BBOX": "YES"}
    ours = _seconds_of_processor(lambda: write_geojson(unit_layers(view)[0], tmp_path / "ours.geojson"))
    theirs = _seconds_of_processor(
        lambda: pyogrio.write_dataframe(
            frame, tmp_path / "theirs.geojson", driver="GeoJSON", layer_options=options
        )
    )
    assert pyogrio.read_info(tmp_path / "ours.geojson")["features"] == len(frame)
    assert ours <= SLOWER_AT_MOST * theirs


@pytest.mark.slow
def test_the_whole_process_stays_below_500_mb(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", MEMORY, str(tmp_path / "layers")]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    added, whole = map(float, answer.stdout.split())
    written = tmp_path / "layers" / "idp_stock_adm2.geojson"
    with written.open("rb") as file:
        features = sum(line.startswith(b'{"type":"Feature",') for line in file)
    for path in (tmp_path / "layers").iterdir():
        path.unlink()
    assert features == 700 * 750
    assert added < ADDED_MEGABYTES
    assert whole < MEGABYTES


@pytest.mark.parametrize("formats", [["csv"], ["geoparquet"], ["gpkg"], ["fgb"]])
def test_every_format_is_written_part_by_part(tmp_path: Path, formats: list[str]) -> None:
    told: list[int] = []
    view = synthetic_view(9, 1500, 0, ("idp_stock",))
    write(view, tmp_path, formats=formats, progress=lambda name, done, of: told.append(done))
    steps = [after - before for before, after in zip([0, *told], told, strict=False)]
    assert max(steps) <= 5_000
    assert len([step for step in steps if step > 1_000]) >= 3
