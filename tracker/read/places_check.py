"""A file about another country is refused whole, also where it does not say which."""

from __future__ import annotations

from tracker.errors import NotRecognised
from tracker.reading import Reading


def refuse_elsewhere(reading: Reading) -> None:
    """Raise ``NotRecognised`` when no row, or no place of any row, is in the source's country.

    Raises
    ------
    NotRecognised
        Naming how many rows there were and some of their places.
    """
    name = reading.path.name
    if reading.rows_in and not reading.rows_kept and not reading.rows_quarantined and not len(reading.sites):
        raise NotRecognised(
            f"{name}: not recognised, because none of its {reading.rows_in:,} rows is a figure about "
            f"{_country(reading)}; nothing of it was stored"
        )
    below = reading.observations[reading.observations["level"].fillna(9) > 0]
    if below.empty or below["pcode"].notna().any() or len(below) < len(reading.observations):
        return
    places = below["reported_admin1_name"].fillna(below["reported_place_name"]).dropna().unique()
    some = ", ".join(str(place) for place in places[:4])
    raise NotRecognised(
        f"{name}: not recognised, because none of its places ({some}, …) is in {_country(reading)}; "
        "nothing of it was stored"
    )


def _country(reading: Reading) -> str:
    return "Mali" if reading.source.country == "MLI" else reading.source.country
