"""Movements of the record on the units of a map."""

from __future__ import annotations

from geodata.editions import EMBEDDED, geometry
from tests.record.rows import record
from tracker.flows import flow_table

END = {"indicator": "flow_return", "figure_kind": "printed", "origin_pcode": "ML09", "origin_name": "Bamako"}


def test_an_end_below_the_level_shown_has_the_name_of_its_unit():
    """Two cercles of one region are one end: one way on the map, with the people of both."""
    rows = record(
        END | {"pcode": "ML0401", "level": 2, "place_name": "Baroueli", "value": 30},
        END | {"pcode": "ML0403", "level": 2, "place_name": "Macina", "value": 12},
        END | {"pcode": None, "level": None, "reported_place_name": "Salakoira", "value": 7},
    )
    units = geometry(EMBEDDED, 1).rename(columns={"name": "place_name"})
    table = flow_table(rows, units, EMBEDDED, 1)
    ends = table[["origin_name", "destination_name", "value"]].itertuples(index=False, name=None)
    assert set(ends) == {("Bamako", "Ségou", 42), ("Bamako", "Salakoira", 7)}
