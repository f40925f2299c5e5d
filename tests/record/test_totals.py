"""Sums over units: of what adds over space only, and by the groupings users declare too."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geodata.groupings import groupings
from maps.page import build
from tests.record.rows import record
from tracker.embedded.load import ensure_embedded
from tracker.export.filters import Filters
from tracker.export.writing import write
from tracker.indicators import indicator
from tracker.listing import Query, listed
from tracker.public import public_view
from tracker.slices import fill, per_unit_and_slice
from tracker.store import open_store
from tracker.totals import totals

OWN = """
[groupings.liptako]
label_fr = "Liptako et ailleurs"
label_en = "Liptako and elsewhere"
definition_fr = "Liptako : Gao et Ménaka ; ailleurs : Mopti et Ségou."
definition_en = "Liptako: Gao and Ménaka; elsewhere: Mopti and Ségou."
source = "test"
groups = [
  { id = "liptako", label_fr = "Liptako", label_en = "Liptako", members = ["Gao", "Ménaka"] },
  { id = "elsewhere", label_fr = "Ailleurs", label_en = "Elsewhere", members = ["Mopti", "Ségou"] },
]
"""


@pytest.fixture(scope="module")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory of the embedded figures whose user has declared a grouping."""
    home = tmp_path_factory.mktemp("own")
    (home / "tracker.toml").write_text(OWN, encoding="utf-8")
    with open_store(home) as store:
        ensure_embedded(store, home)
    return home


def test_a_grouping_of_the_user_reaches_totals_pages_layers_and_listings(
    own_home: Path, tmp_path: Path
) -> None:
    with open_store(own_home) as store:
        view = public_view(store, own_home)
    mine = view.totals[(view.totals["grouping"] == "liptako") & (view.totals["slice"] == "2014-06-30")]
    assert dict(zip(mine["group"], mine["units"], strict=True)) == {"liptako": 1, "elsewhere": 2}
    page = build("displacement", view)
    assert '"id":"liptako"' in page
    assert "Liptako\u00a0: Gao et Ménaka" in page

    files = write(view, tmp_path, formats=["csv"], filters=Filters(group="liptako:elsewhere"), home=own_home)
    text = next(path for path in files if path.name == "idp_stock_adm1.csv").read_text(encoding="utf-8")
    assert "Mopti" in text
    assert "Gao" not in text

    sums = listed(
        Query(indicator="idp_stock", group="liptako", start="2014-06-01", end="2014-06-30"), own_home
    )
    assert {"Liptako", "Ailleurs"} <= set(sums["place_name"].dropna())
    assert set(groupings(own_home)) >= {"north-south", "liptako"}


def test_what_does_not_add_over_space_has_no_total() -> None:
    rows = [
        {"pcode": pcode, "value": 3, "indicator": name, "unit": unit}
        for pcode in ("ML01", "ML09")
        for name, unit in (
            ("assistance_organisations", "organisations"),
            ("assistance_activities", "activities"),
        )
    ]
    for entry in rows:
        entry |= {"reference_start": "2014-04-30", "reference_end": "2014-04-30"}
    reported = record(*rows).assign(crosswalk="exact")
    shown = [
        fill(per_unit_and_slice(part), ["ML01", "ML09"], indicator(str(name)))
        for name, part in reported.groupby("indicator")
    ]
    table = totals(pd.concat(shown, ignore_index=True), reported, ["ML01", "ML09"], "cod-ab-2021")
    assert set(table["indicator"]) == {"assistance_activities"}
    assert table.loc[table["grouping"] == "country", "value"].tolist() == [6]
