"""The files of a publication."""

from __future__ import annotations

from pathlib import Path

from jobs.render import write_pages
from tests.maps.synthetic import synthetic_view


def test_a_level_has_the_pages_it_has_figures_for(tmp_path: Path) -> None:
    """A source may count the displaced by cercle and nothing else: that stops no refresh."""
    write_pages(tmp_path, synthetic_view(50, 3, indicators=("idp_stock",)))
    assert (tmp_path / "displacement.html").is_file()
    assert (tmp_path / "lite" / "displacement.html").is_file()
    assert not list(tmp_path.rglob("returns.html"))
