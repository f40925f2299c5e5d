"""Build our pages and the naive ones from the same data, open them, print one table.

``python -m tests.benchmarks.maps_bench [--case 50x160 …] [--full] [--no-browser] [--out DIR]``.
The browser runs without a network.  Every page is generated in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from tests.benchmarks.maps_bench import real
from tests.benchmarks.maps_bench.baselines import TOOLS
from tests.benchmarks.maps_bench.browse import Cost, measure
from tests.benchmarks.maps_bench.report import Row, print_rows, verdicts
from tests.browser import find_chromium
from tests.maps.synthetic import synthetic_view
from tracker.view import View

FEW_PAIRS = 20
CASES: dict[str, tuple[str, ...]] = {
    "9x160": ("ours", "ours lite", "timeslider", "choropleths", "plotly"),
    "50x160": ("ours", "ours lite", "timeslider"),
    "700x160": ("ours", "ours lite", "timeslider"),
    "700x750": ("ours", "ours lite", "timeslider"),
    "700x160+5000": ("ours flows", "timestamped"),
    "700x160+20": ("ours flows",),
    "real": ("ours", "ours lite", "timeslider", "choropleths"),
}
SLOW: dict[str, tuple[str, ...]] = {"50x160": ("choropleths", "plotly")}
"""Hundreds of megabytes each: only with --full."""


def view_of(case: str) -> View | None:
    """Return the data of one case; None when the real files are not here."""
    if case == "real":
        return real.view()
    size, _, pairs = case.partition("+")
    units, slices = (int(part) for part in size.split("x"))
    return synthetic_view(units, slices, int(pairs or 0))


def generate(tool: str, view_path: Path, out: Path) -> dict[str, object]:
    command = [sys.executable, "-m", "tests.benchmarks.maps_bench.generate", tool, str(view_path), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    if done.returncode:
        return {"skipped": (done.stderr.strip().splitlines() or ["it failed"])[-1]}
    answer: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def run(case: str, tools: tuple[str, ...], folder: Path, chromium: str | None, console: Console) -> list[Row]:
    view = view_of(case)
    if view is None:
        console.print(f"{case}: left out, the real files of ../shared are not here")
        return []
    view_path = folder / f"{case}.pickle"
    view_path.write_bytes(pickle.dumps(view))
    rows = []
    for tool in tools:
        console.print(f"{case} · {tool} …", style="dim")
        out = folder / f"{case}-{tool.replace(' ', '-')}.html"
        cost = generate(tool, view_path, out)
        if "skipped" in cost:
            rows.append(Row(case, tool, skipped=str(cost["skipped"])))
            continue
        told = ", ".join(f"{name} {value}" for name, value in cost.items())
        console.print(f"    {out.stat().st_size / 1e3:,.0f} kB, {told}", style="dim")
        seen = measure(chromium, out, tool) if chromium else Cost()
        rows.append(
            Row(
                case,
                tool,
                size=out.stat().st_size,
                seconds=float(str(cost["seconds"])),
                peak_mb=float(str(cost["peak_mb"])),
                loaded_mb=float(str(cost["loaded_mb"])),
                cost=seen,
            )
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="maps_bench", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--case", action="append", choices=[*CASES], help="only this one; may be repeated")
    parser.add_argument("--tool", action="append", choices=[*TOOLS], help="only this one; may be repeated")
    parser.add_argument("--full", action="store_true", help="also the ones of hundreds of megabytes")
    parser.add_argument("--no-browser", action="store_true", help="bytes, time and memory only")
    parser.add_argument("--out", type=Path, help="keep the pages here")
    given = parser.parse_args()
    console = Console(stderr=True)
    chromium = None if given.no_browser else find_chromium()
    if chromium is None and not given.no_browser:
        console.print("no Chromium found: bytes, time and memory only")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.out or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for case in given.case or CASES:
            tools = CASES[case] + (SLOW.get(case, ()) if given.full else ())
            tools = tuple(tool for tool in tools if not given.tool or tool in given.tool)
            rows += run(case, tools, folder, chromium, console)
    printed = Console(width=150)
    print_rows(rows, printed)
    sys.exit(0 if verdicts(rows, printed) else 1)


if __name__ == "__main__":
    main()
