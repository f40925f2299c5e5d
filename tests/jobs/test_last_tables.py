"""What changed is told against what readers see, also after somebody went back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from geodata.storage import layer_path
from jobs.drawing import _fingerprints, _shown
from jobs.last_tables import keep_tables, last_tables, mark_last, tables_of
from jobs.publish import Rules, publish
from jobs.rollback import rollback
from tests.jobs.sites import origin, site
from tests.maps.synthetic import synthetic_view
from tracker.cli.published import published_before
from tracker.view import View


@pytest.fixture
def view() -> View:
    return synthetic_view(units=9, slices=3, pairs=4)


def published(home: Path, out: Path, version: int, view: View) -> None:
    """Publish one version whose figures are all its number."""
    figures = view.figures.assign(value=float(version), value_status="value")
    keep_tables(home, origin(version).fingerprint, [replace(view, figures=figures)])
    publish(site(version), out, origin=origin(version), rules=Rules(keep=2))
    mark_last(home, origin(version).fingerprint, _fingerprints(out))


def shown(home: Path, out: Path) -> set[float]:
    tables = _shown(home, out, 1)
    assert tables is not None
    return set(tables.figures["value"])


def test_after_a_rollback_the_next_one_is_compared_with_what_is_shown(tmp_path: Path, view: View) -> None:
    home, out = tmp_path / "home", tmp_path / "site"
    assert _shown(home, out, 1) is None
    assert last_tables(home, 1) is None
    published(home, out, 1, view)
    published(home, out, 2, view)
    assert shown(home, out) == {2.0}
    rollback(out)
    assert shown(home, out) == {1.0}
    last = last_tables(home, 1)
    assert last is not None
    assert set(last.figures["value"]) == {2.0}  # what was hidden in it stays hidden
    assert last.flows is not None
    assert len(last.flows) == len(view.flows)


def test_tables_go_with_their_publication_and_a_new_place_is_a_first_one(tmp_path: Path, view: View) -> None:
    home, out = tmp_path / "home", tmp_path / "site"
    for version in range(1, 7):
        published(home, out, version, view)
    kept = {path.name for path in (home / "published").iterdir() if path.is_dir()}
    assert kept == {name[:16] for name in _fingerprints(out)}
    assert tables_of(home, origin(1).fingerprint, 1) is not None  # the first of its month
    assert tables_of(home, origin(2).fingerprint, 1) is None
    assert _shown(home, tmp_path / "elsewhere", 1) is None


def test_who_names_the_published_edition_is_remembered_as_who_names_none(tmp_path: Path, view: View) -> None:
    keep_tables(tmp_path, "ab" * 32, [view, replace(view, level=2)])
    mark_last(tmp_path, "ab" * 32, [])
    cercles = layer_path(tmp_path, "cod-ab-2021", 2, "web")
    cercles.parent.mkdir(parents=True)
    cercles.touch()
    asked = [(None, None), (1, "ne-2013"), (1, "cod-2012"), (2, None), (2, "cod-ab-2021"), (2, "cod-2012")]
    found = [published_before(tmp_path, level, edition) is not None for level, edition in asked]
    assert found == [True, True, False, True, True, False]
