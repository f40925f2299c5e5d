"""What the page decodes is what was encoded."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.resources import files

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps import encode, encode_flows, encode_geometry, encode_values
from tests.maps.synthetic import _units


@given(st.lists(st.integers(0, 2**40)))
def test_varints_come_back(numbers: list[int]) -> None:
    text = encode.text(numbers)
    assert encode.numbers(text) == numbers
    assert not set(text) & set('"\\<` \n')


def test_negative_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="zigzag"):
        encode.text([3, -1])


@pytest.fixture
def node() -> str:
    found = shutil.which("node")
    if not found:
        pytest.skip("no Node.js: the decoder is tested in the browser only")
    return found


def _decoded(node: str, call: str, *arguments: object) -> object:
    source = "".join(
        (files("maps") / "static" / name).read_text("utf-8") for name in ("decode.js", "geometry.js")
    )
    program = f"{source}\nconsole.log(JSON.stringify({call}));"
    given_as = "".join(f"const a{place} = {json.dumps(value)};\n" for place, value in enumerate(arguments))
    answer = subprocess.run([node, "-e", given_as + program], capture_output=True, text=True, check=True)
    return json.loads(answer.stdout)


def test_values_and_statuses_come_back(node: str) -> None:
    rng = np.random.default_rng(1)
    statuses = rng.choice(
        ["value", "zero", "no_data", "not_assessed", "carried_forward", "suppressed"],
        size=(40, 60),
        p=[0.5, 0.1, 0.1, 0.1, 0.15, 0.05],
    ).astype(object)
    values = rng.integers(1, 90_000, (40, 60)).astype(float)
    values[statuses == "zero"] = 0
    values[np.isin(statuses, ["no_data", "not_assessed", "suppressed"])] = np.nan
    text = encode_values.encode(values, statuses)
    found = _decoded(
        node,
        "(d => ({v: Array.from(d.value), s: Array.from(d.status, i => STATUSES[i])}))"
        "(decodeValues(a0, 40, 60))",
        text,
    )
    assert found["s"] == statuses.ravel().tolist()  # type: ignore[index]
    assert found["v"] == np.nan_to_num(values).ravel().tolist()  # type: ignore[index]


def test_a_value_without_number_is_refused() -> None:
    with pytest.raises(ValueError, match="no number"):
        encode_values.encode(np.array([[np.nan]]), np.array([["value"]], dtype=object))


@pytest.mark.parametrize("units", [9, 50])
def test_the_decoded_coverage_has_no_gap_and_loses_no_unit(node: str, units: int) -> None:
    shapes = encode_geometry.simplified(_units(units).geometry.to_numpy(), 0.0027)
    arcs = encode_geometry.encode(shapes, 0.00275)
    found = _decoded(node, f"decodeUnits(a0, {units}).units", arcs.record())
    rebuilt = []
    for rings in found:  # type: ignore[attr-defined]
        polygons = [shapely.Polygon([(lon, lat) for lat, lon in ring]) for ring in rings]
        shape = polygons[0]
        for polygon in polygons[1:]:
            shape = shapely.symmetric_difference(shape, polygon)
        rebuilt.append(shape)
    areas = shapely.area(np.array(rebuilt))
    assert (areas > 0).all()
    np.testing.assert_allclose(areas, shapely.area(shapes), rtol=0.02)
    whole = shapely.area(shapely.union_all(rebuilt))
    assert abs(areas.sum() - whole) / whole < 1e-5
    assert len(shapely.get_parts(shapely.union_all(rebuilt))) == 1


def test_a_flow_given_twice_is_refused() -> None:
    one = np.array([1, 1])
    with pytest.raises(ValueError, match="twice"):
        encode_flows.encode(one, one, one, [5, 6])


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=60))
def test_sparse_residuals_come_back(row: list[int]) -> None:
    stream = encode.numbers(encode.sparse(row))
    found = [0] * len(row)
    at = -1
    for gap, value in zip(stream[::2], stream[1::2], strict=True):
        at += gap + 1
        found[at] = -(value + 1) // 2 if value % 2 else value // 2
    assert found == row


def test_flows_come_back(node: str) -> None:
    rng = np.random.default_rng(3)
    chosen = rng.choice(12 * 12 * 40, size=900, replace=False)
    pair, time = np.divmod(chosen, 40)
    origin, destination = np.divmod(pair, 12)
    number = rng.integers(-1, 5_000, 900)
    code = encode_flows.encode(origin, destination, time, number)
    source = (files("maps") / "static" / "moves.js").read_text("utf-8")
    call = f"(() => {{ {source} const l = []; eachMove(a0, (...m) => l.push(m)); return l; }})()"
    found = _decoded(node, call, code)
    wanted = sorted(zip(time.tolist(), origin.tolist(), destination.tolist(), number.tolist(), strict=True))
    assert sorted(map(tuple, found)) == wanted  # type: ignore[call-overload]
