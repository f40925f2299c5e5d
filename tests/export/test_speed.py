"""The long layer of 700 units and 750 slices: faster than GDAL, in bounded memory."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pyogrio
import pytest

from tests.maps.synthetic import synthetic_view
from tracker.export.build import unit_layers
from tracker.export.geojson import write_geojson

MEMORY = """
import resource, sys, threading, time
from pathlib import Path
from tests.maps.synthetic import synthetic_view
from tracker.export.build import unit_layers
from tracker.export.geojson import write_geojson

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6

view = synthetic_view(700, 750, 0, ("idp_stock",))
before, peak, running = resident(), [0.0], [True]

def watch():
    while running[0]:
        peak[0] = max(peak[0], resident())
        time.sleep(0.02)

thread = threading.Thread(target=watch)
thread.start()
layer = unit_layers(view)[0]
write_geojson(layer, Path(sys.argv[1]))
running[0] = False
thread.join()
print(len(layer.table), peak[0] - before)
"""


def _seconds_of_processor(work: object) -> float:
    started = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - started


@pytest.mark.slow
def test_writing_is_no_slower_than_gdal_with_the_same_frame(tmp_path: Path) -> None:
    layer = unit_layers(synthetic_view(700, 20, 0, ("idp_stock",)))[0]
    frame = layer.frame()
    options = {"RFC7946": "YES", "COORDINATE_PRECISION": "6", "WRITE_BBOX": "YES"}
    ours = _seconds_of_processor(lambda: write_geojson(layer, tmp_path / "ours.geojson"))
    theirs = _seconds_of_processor(
        lambda: pyogrio.write_dataframe(
            frame, tmp_path / "theirs.geojson", driver="GeoJSON", layer_options=options
        )
    )
    assert pyogrio.read_info(tmp_path / "ours.geojson")["features"] == len(frame)
    assert ours <= 1.5 * theirs


@pytest.mark.slow
def test_memory_stays_below_500_mb_beyond_the_view_itself(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", MEMORY, str(tmp_path / "long.geojson")]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    features, megabytes = answer.stdout.split()
    (tmp_path / "long.geojson").unlink()
    assert int(features) == 700 * 750
    assert float(megabytes) < 500
