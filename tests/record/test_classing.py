"""Which classes a user may ask for, and that pages and layers follow."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from maps.page import build
from maps.still_slice import slice_figures
from tests.maps.synthetic import synthetic_view
from tracker.classes import classes_of
from tracker.classing import declared_classing, usual
from tracker.embedded.load import ensure_embedded
from tracker.errors import DeclarationError
from tracker.export.units import unit_layers
from tracker.public import public_view
from tracker.store import open_store


def _declare(home: Path, text: str) -> Path:
    (home / "tracker.toml").write_text(f"[classes]\n{text}\n", encoding="utf-8")
    return home


def test_quantiles_unless_declared(tmp_path: Path) -> None:
    assert declared_classing() == declared_classing(tmp_path) == usual()
    assert (usual().rate.method, usual().people.method, usual().percent.method) == (
        "quantile",
        "quantile",
        "manual",
    )


def test_each_measure_has_its_own_way(tmp_path: Path) -> None:
    found = declared_classing(_declare(tmp_path, 'rate = "manual"\nrate_limits = [5, 20.5]\npeople = "log"'))
    assert (found.rate.method, found.rate.limits) == ("manual", (5.0, 20.5))
    assert found.people.method == "log"
    assert found.percent == usual().percent


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('rate = "jenks"', "quantile, pretty, log, manual"),
        ('rate = "manual"', "manual with limits"),
        ("rate_limits = [5]", "limits go with manual"),
        ('rate = "log"\nrate_limits = [5]', "limits go with manual"),
        ('rate = "manual"\nrate_limits = [20, 5]', "rising numbers above zero"),
        ('rate = "manual"\nrate_limits = [0, 5]', "rising numbers above zero"),
        ('rate = "manual"\nrate_limits = ["5"]', "rising numbers above zero"),
        ('rates = "log"', "expected rate, people, percent"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(DeclarationError, match=expected):
        declared_classing(_declare(tmp_path, text))


@pytest.mark.parametrize("text", ["classes = 3", 'classes = "log"', "[classes", "[[classes]]"])
def test_what_is_no_section_is_refused_with_its_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "tracker.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"tracker\.toml"):
        declared_classing(tmp_path)


@pytest.mark.parametrize("method", ["pretty", "log"])
def test_page_and_picture_have_the_declared_classes(tmp_path: Path, method: str) -> None:
    view = synthetic_view(9, 26)
    view = replace(
        view, classing=declared_classing(_declare(tmp_path, f'rate = "{method}"\npeople = "{method}"'))
    )
    indicator = view.indicators["idp_stock"]
    wanted = classes_of(view.figures, indicator, measure="rate", units=view.units, classing=view.classing)
    assert wanted.method == method
    assert wanted.limits != classes_of(view.figures, indicator, measure="rate", units=view.units).limits
    data = re.search(r'id="data">(.*?)</script>', build("displacement", view), re.DOTALL)
    assert data is not None
    drawn = next(one for one in json.loads(data[1])["indicators"] if one["id"] == "idp_stock")
    assert drawn["breaks"]["rate"] == list(wanted.limits)
    last = str(view.slices["slice"].iloc[-1])
    assert slice_figures(view, "idp_stock", last).classes.limits == wanted.limits


def test_the_public_view_takes_them_from_the_data_directory(tmp_path: Path) -> None:
    _declare(tmp_path, 'people = "pretty"')
    with open_store(tmp_path) as store:
        ensure_embedded(store, tmp_path)
        view = public_view(store, tmp_path)
    assert view.classing.people.method == "pretty"
    layers = {layer.name: layer for layer in unit_layers(view)}
    assert layers["idp_stock_adm1"].classes is not None
    assert layers["idp_stock_adm1"].classes.method == "pretty"
