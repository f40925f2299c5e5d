"""The table of the benchmark, and whether the targets are met."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from tests.benchmarks.maps_bench.assets import by_address
from tests.benchmarks.maps_bench.browse import Cost

CDN_BYTES = 894_000
"""What TimeSliderChoropleth asks of CDNs, minified, measured with folium 0.20; the least we count."""


@dataclass
class Row:
    """One page of one tool: what it weighs and what it costs."""

    case: str
    tool: str
    size: int = 0
    seconds: float = 0.0
    peak_mb: float = 0.0
    loaded_mb: float = 0.0
    """What the process held before it drew anything: Python, its libraries, the view."""
    cost: Cost = field(default_factory=Cost)
    skipped: str = ""

    @property
    def loaded(self) -> int:
        """Bytes a reader needs: the page and what it asks for."""
        if self.tool.startswith("ours") or self.tool == "plotly":
            return self.size
        return self.size + min(self.cost.asset_bytes or CDN_BYTES, CDN_BYTES)


def _number(value: float | None, unit: str = "", digits: int = 0) -> str:
    return "–" if value is None else f"{value:,.{digits}f}{unit}"


def print_rows(rows: list[Row], console: Console) -> None:
    """Print one line per page; ratios are against our full page of the same case."""
    table = Table(title="Maps: ours against four naive ways, same data, network cut")
    for name in (
        "case",
        "tool",
        "page",
        "with assets",
        "ratio",
        "made in",
        "peak",
        "before",
        "requests",
        "load CPU",
        "heap",
        "drag CPU",
        "step CPU",
    ):
        table.add_column(name, justify="left" if name in ("case", "tool") else "right", no_wrap=True)
    ours = {row.case: row for row in rows if row.tool in ("ours", "ours flows") and not row.skipped}
    for row in rows:
        if row.skipped:
            table.add_row(row.case, row.tool, f"left out: {row.skipped[:60]}")
            continue
        mine = ours.get(row.case)
        ratio = f"{row.loaded / mine.loaded:,.1f}×" if mine else "–"
        cost = row.cost
        table.add_row(
            row.case,
            row.tool,
            f"{row.size / 1e3:,.0f} kB",
            f"{row.loaded / 1e3:,.0f} kB",
            ratio,
            _number(row.seconds, " s", 2),
            _number(row.peak_mb, " MB"),
            _number(row.loaded_mb, " MB"),
            str(cost.requests),
            "gave up" if cost.trouble else "blank" if cost.blank else _number(cost.load_ms, " ms"),
            _number(cost.heap_mb, " MB", 1),
            _number(cost.drag_ms, " ms", 1),
            _number(cost.step_ms, " ms", 1),
        )
    console.print(table)
    if not by_address():
        console.print("folium-offline is not installed: naive pages stay blank and are not timed.")


@dataclass
class _Check:
    text: str
    met: bool


def verdicts(rows: list[Row], console: Console) -> bool:
    """Print each target with what was measured; return whether all that could be measured are met."""
    found = {(row.case, row.tool): row for row in rows if not row.skipped}
    checks: list[_Check] = []
    sizes = [
        ("9x160", "ours", 200),
        ("9x160", "ours lite", 25),
        ("50x160", "ours", 260),
        ("50x160", "ours lite", 70),
        ("700x160", "ours", 500),
        ("700x750", "ours", 1100),
    ]
    for case, tool, limit in sizes:
        if row := found.get((case, tool)):
            checks.append(
                _Check(
                    f"{case} {tool}: {row.size / 1e3:,.0f} kB, target {limit} kB", row.size <= limit * 1000
                )
            )
    for case, least in (("50x160", 10), ("700x160", 25)):
        mine, naive = found.get((case, "ours")), found.get((case, "timeslider"))
        if mine and naive:
            ratio = naive.loaded / mine.loaded
            checks.append(
                _Check(f"{case}: {ratio:,.1f}× smaller than the time slider, target {least}×", ratio >= least)
            )
            checks += _cpu(case, mine, naive)
    if row := found.get(("700x160", "ours")):
        text = f"700x160 made in {row.seconds:.1f} s and {row.peak_mb:.0f} MB, target 3 s and 300 MB"
        checks.append(_Check(text, row.seconds <= 3 and row.peak_mb <= 300))
    many, few = found.get(("700x160+5000", "ours flows")), found.get(("700x160+20", "ours flows"))
    if many and few:
        added = many.size - few.size
        checks.append(
            _Check(f"5,000 pairs × 160 dates add {added / 1e3:,.0f} kB, target 450 kB", added <= 450_000)
        )
        if naive := found.get(("700x160+5000", "timestamped")):
            ratio = naive.loaded / max(added, 1)
            checks.append(
                _Check(f"flows: {ratio:,.0f}× smaller than TimestampedGeoJson, target 100×", ratio >= 100)
            )
    asked = [row for row in found.values() if row.tool.startswith("ours") and row.cost.requests]
    checks.append(_Check("our pages make no request", not asked))
    for check in checks:
        console.print(
            ("met     " if check.met else "MISSED  ") + check.text, style="" if check.met else "bold red"
        )
    return all(check.met for check in checks)


def _cpu(case: str, mine: Row, naive: Row) -> list[_Check]:
    """Return the comparison of CPU: better at 700 units; at fewer no worse, within a tenth of the clock."""
    pairs = [
        ("load", mine.cost.load_ms, naive.cost.load_ms),
        ("step", mine.cost.step_ms, naive.cost.step_ms),
        ("drag", mine.cost.drag_ms, naive.cost.drag_ms),
    ]
    return [
        _Check(
            f"{case} {name} CPU {ours:.1f} ms, the time slider {theirs:.1f} ms: {ours / theirs:.2f}×",
            ours < theirs if case.startswith("700") else ours <= 1.1 * theirs,
        )
        for name, ours, theirs in pairs
        if ours is not None and theirs is not None and not naive.cost.blank
    ]
