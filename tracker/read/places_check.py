"""A file about another country is refused whole, also where it does not say which."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata.how_many import how_many
from geodata.nations import MALI
from tracker.errors import NotRecognised
from tracker.reading import Reading

_LOOKED_AT = 60


def refuse_elsewhere(reading: Reading, edition: str, home: Path | None = None) -> None:
    """Raise ``NotRecognised`` when no row, or no place of any row, is in the source's country.

    Raises
    ------
    NotRecognised
        Naming how many rows there were and some of their places.
    """
    name = reading.path.name
    if reading.rows_in and not reading.rows_kept and not reading.rows_quarantined and not len(reading.sites):
        raise NotRecognised(
            f"{name}: not recognised, because of {how_many(reading.rows_in, 'row')} none is a figure about "
            f"{_country(reading)}; nothing of it was stored"
        )
    places = _places(reading.observations)
    if not places or _any_here(places, edition, home):
        return
    some = ", ".join(places[:4])
    raise NotRecognised(
        f"{name}: not recognised, because none of its places ({some}, …) is in {_country(reading)}; "
        "nothing of it was stored"
    )


def _places(observations: pd.DataFrame) -> list[str]:
    """Return the regions as written, where every figure names one and none is of a town or site."""
    named = observations["reported_admin1_name"]
    if observations.empty or named.isna().any() or observations["reported_place_name"].notna().any():
        return []
    return [str(place) for place in named.unique()]


def _any_here(places: list[str], edition: str, home: Path | None) -> bool:
    from geodata.match import PlaceIndex

    index = PlaceIndex(edition, home=home)
    found = (index.match(place, level=level) for place in places[:_LOOKED_AT] for level in (1, 2))
    return any(match.pcode or match.method == "ambiguous" for match in found)


def _country(reading: Reading) -> str:
    return "Mali" if reading.source.country == MALI else reading.source.country
