"""A name accepted later gives stored figures their place; what was known before stays."""

from __future__ import annotations

from pathlib import Path

from geodata.review import accept_suggestion
from geodata.review import review as review_names
from tests.benchmarks.dtm_api_rows import HEADER, TAGS
from tests.store.readings import MONDAY, TUESDAY, WEDNESDAY
from tracker.ingest import ingest
from tracker.place_again import place_again
from tracker.store import open_store
from tracker.unplaced import unplaced_names

ROWS = (
    "1,Mali Conflict,Mali,MLI,Gao,,Anssongo,,2,100,2024-01-31T00:00:00,2024,1,7,Conflict,,,"
    "Not available,Not available,BA,Active",
    "2,Mali Conflict,Mali,MLI,Gao,,Bourem,,2,50,2024-01-31T00:00:00,2024,1,7,Conflict,,,"
    "Not available,Not available,BA,Active",
)


def test_an_accepted_name_places_what_is_stored(tmp_path: Path):
    path = tmp_path / "global-iom-dtm-from-api-admin-0-to-2.csv"
    path.write_text("\n".join((HEADER, TAGS, *ROWS)) + "\n", encoding="utf-8")
    home = tmp_path / "home"
    with open_store(home) as store:
        ingest([path], store, recorded_at=MONDAY, home=home)
        path.unlink()
        assert place_again(store, recorded_at=TUESDAY, home=home) == []
        names = unplaced_names(store.observations())
        accept_suggestion("Anssongo", home, review_names(names, home))
        (account,) = place_again(store, recorded_at=WEDNESDAY, home=home)
        assert (account.new, account.superseded, account.unchanged) == (0, 1, 1)
        now, before = store.observations(), store.observations(as_of="2024-03-05")
        assert place_again(store, recorded_at=WEDNESDAY, home=home) == []
    places = now.set_index("reported_admin2_name")["place_name"]
    assert places.to_dict() == {"Anssongo": "Ansongo", "Bourem": "Bourem"}
    assert before["pcode"].isna().sum() == 1
    assert now["value"].sum() == before["value"].sum() == 150
