"""A reader sees the old publication or the new one; the old one survives whatever goes wrong."""

from __future__ import annotations

import errno
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobs import journal
from jobs.errors import PublicationFailed, PublicationRefused
from jobs.floors import Floors
from jobs.manifest import check_hashes, read_manifest
from jobs.past import past_releases
from jobs.publish import Publication, Rules, publish, up_to_date
from jobs.retention import released
from jobs.rollback import rollback
from jobs.switch import current_release, point, releases_of
from tests.jobs.sites import content, origin, page, site

MONDAY = datetime(2026, 1, 5, 6, tzinfo=UTC)


def put(out: Path, version: int, **given: object) -> Publication:
    return publish(site(version), out, origin=origin(version), **given)  # type: ignore[arg-type]


def test_a_publication_is_a_link_to_a_folder_whose_manifest_lists_every_file(tmp_path: Path) -> None:
    out = tmp_path / "site"
    made = put(out, 1)
    assert made.changed
    assert out.is_symlink()
    assert out.resolve().parent == releases_of(out)
    manifest = read_manifest(out)
    assert manifest is not None
    assert set(manifest.files) == {"index.html", "displacement.html", "flows.html", "layers/idps.geojson"}
    assert manifest.measures.layers == 1
    check_hashes(out, manifest)


def test_the_same_inputs_give_the_same_bytes_wherever_they_are_published(tmp_path: Path) -> None:
    for name in ("a", "b"):
        put(tmp_path / name, 7, now=MONDAY if name == "a" else MONDAY + timedelta(days=900))
    assert content(tmp_path / "a") == content(tmp_path / "b")
    assert (tmp_path / "a").resolve().name == (tmp_path / "b").resolve().name


def test_an_identical_publication_is_not_made_twice(tmp_path: Path) -> None:
    out = tmp_path / "site"
    first = put(out, 1)
    before = out.resolve().stat().st_ino
    second = put(out, 1)
    assert not second.changed
    assert second.release == first.release
    assert out.resolve().stat().st_ino == before
    assert len(journal.entries(out)) == 1
    assert up_to_date(out, origin(1).fingerprint) == first.manifest
    assert up_to_date(out, origin(2).fingerprint) is None


def test_a_published_file_cut_off_by_hand_is_drawn_anew(tmp_path: Path) -> None:
    out = tmp_path / "site"
    put(out, 1)
    (out / "flows.html").write_text("gone")
    assert up_to_date(out, origin(1).fingerprint) is None
    made = put(out, 1)
    assert made.changed
    assert (out / "flows.html").read_text() == page(1)
    check_hashes(out, made.manifest)


def test_the_last_n_stay_and_the_first_of_each_month(tmp_path: Path) -> None:
    out = tmp_path / "site"
    for week in range(14):
        put(out, week, now=MONDAY + timedelta(weeks=week), rules=Rules(keep=3), release_id=f"r{week:02d}")
    # 5 January is week 0, 2 February week 4, 2 March week 8, 6 April week 13
    assert released(out) == ["r00", "r04", "r08", "r11", "r12", "r13"]


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"places": 4}, "places of idps: 4 of last time's 9"),
        ({"people": 149_999}, "people of idps: 149999 of last time's 300000"),
    ],
)
def test_a_publication_that_lost_places_or_people_is_refused(
    tmp_path: Path, given: dict[str, int], word: str
) -> None:
    out = tmp_path / "site"
    put(out, 1)
    before = content(out)
    with pytest.raises(PublicationRefused, match=word):
        publish(site(2), out, origin=origin(2, **given))
    assert content(out) == before
    made = publish(site(2), out, origin=origin(2, **given), rules=Rules(accept_losses=True))
    assert made.changed
    assert word in journal.entries(out)[-1].accepted_losses[0]


def test_a_publication_without_one_of_its_layers_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "site"
    put(out, 1)

    def build(folder: Path) -> None:
        site(2)(folder)
        (folder / "layers" / "idps.geojson").unlink()

    with pytest.raises(PublicationRefused, match="layers: 0 of last time's 1"):
        publish(build, out, origin=origin(2))


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("flows.html", page(2)[:-30], "not a whole page"),
        ("flows.html", "", "flows.html is empty"),
        ("flows.html", page(2).replace("Version 2", ""), "has no title"),
        ("flows.html", page(2).replace('{"version"', '{"version'), "data block 1 does not parse"),
        ("flows.html", "<!doctype html><html><title>t</title><body>rien</body></html>", "carries no figure"),
        ("layers/idps.geojson", '{"features": []}', "holds no feature"),
        ("layers/idps.geojson", '{"features": [', "does not open"),
        ("layers/idps.gpkg", "SQLite format 3", "does not open"),
        ("layers/idps.parquet", "PAR1 cut off", "not a whole Parquet"),
        ("layers/idps.csv", "a,b\n1\n", "cells; expected one width"),
    ],
)
def test_a_publication_that_does_not_open_is_refused(tmp_path: Path, name: str, text: str, word: str) -> None:
    out = tmp_path / "site"
    put(out, 1)
    before = content(out)

    def build(folder: Path) -> None:
        site(2)(folder)
        (folder / name).write_text(text, encoding="utf-8")

    with pytest.raises(PublicationRefused, match=word):
        publish(build, out, origin=origin(2))
    assert content(out) == before
    assert not list(releases_of(out).glob("*.part"))


def test_a_page_must_carry_the_figures_it_is_said_to_carry(tmp_path: Path) -> None:
    rules = Rules(required=("index.html", "returns.html"))
    with pytest.raises(PublicationRefused, match=r"returns\.html was not built"):
        put(tmp_path / "a", 1, rules=rules)
    with pytest.raises(PublicationRefused, match=r"index\.html does not carry 353455"):
        put(tmp_path / "b", 1, rules=Rules(carries={"index.html": ["353455"]}))


def test_a_failing_build_leaves_the_old_publication_and_no_rubbish(tmp_path: Path) -> None:
    out = tmp_path / "site"
    put(out, 1)
    before = content(out)

    def build(folder: Path) -> None:
        site(2)(folder)
        raise OSError(errno.ENOSPC, "No space left on device", str(folder / "flows.html"))

    with pytest.raises(
        PublicationFailed, match=r"No space left on device.*flows\.html.*old publication stays"
    ):
        publish(build, out, origin=origin(2))
    assert content(out) == before
    assert [path.name for path in releases_of(out).iterdir() if path.is_dir()] == [out.resolve().name]


def test_somebody_elses_folder_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (out / "thesis.docx").write_text("three years of work")
    with pytest.raises(PublicationFailed, match="did not publish"):
        put(out, 1)
    assert content(out) == {"thesis.docx": b"three years of work"}
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PublicationFailed, match="remove the link"):
        put(tmp_path / "link", 1)
    (tmp_path / "file").write_text("x")
    with pytest.raises(PublicationFailed, match="is a file"):
        put(tmp_path / "file", 1)


def test_an_empty_folder_and_one_with_our_manifest_are_taken_over(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert put(tmp_path / "empty", 1).changed
    out = tmp_path / "copy"
    out.mkdir()
    for name, data in content(tmp_path / "empty").items():
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_bytes(data)
    assert put(out, 2).changed
    assert out.is_symlink()
    assert rollback(out).changed
    assert content(out) == content(tmp_path / "empty")


def test_rollback_restores_byte_for_byte_is_recorded_and_does_not_undo_itself(tmp_path: Path) -> None:
    out = tmp_path / "site"
    first = put(out, 1, now=MONDAY)
    before = content(out)
    second = put(out, 2, now=MONDAY + timedelta(weeks=1))
    back = rollback(out, now=MONDAY + timedelta(weeks=1, hours=1))
    assert content(out) == before
    assert (back.release, back.previous) == (first.release, second.release)
    last = journal.entries(out)[-1]
    assert (last.action, last.release, last.previous) == ("rolled_back", first.release, second.release)
    assert up_to_date(out, origin(2).fingerprint) == first.manifest
    again = put(out, 2, now=MONDAY + timedelta(weeks=2))
    assert (again.changed, again.held) == (False, second.release)
    assert content(out) == before
    assert put(out, 3, now=MONDAY + timedelta(weeks=3)).changed
    assert rollback(out, second.release).release == second.release
    assert up_to_date(out, origin(2).fingerprint) is not None


def test_rollback_refuses_what_is_not_there_or_no_longer_whole(tmp_path: Path) -> None:
    out = tmp_path / "site"
    with pytest.raises(PublicationFailed, match="no publication"):
        rollback(out)
    first = put(out, 1)
    with pytest.raises(PublicationFailed, match="before"):
        rollback(out)
    with pytest.raises(PublicationFailed, match="there are: 2014-06-30-"):
        rollback(out, "2019-01-01-abc")
    with pytest.raises(PublicationFailed, match="already shows"):
        rollback(out, first.release)
    put(out, 2)
    (releases_of(out) / first.release / "index.html").write_text("bent")
    before = content(out)
    with pytest.raises(PublicationRefused, match=r"index\.html has 4 bytes"):
        rollback(out)
    assert content(out) == before


def test_a_run_that_died_after_the_switch_is_entered_in_the_journal_later(tmp_path: Path) -> None:
    out = tmp_path / "site"
    put(out, 1, now=MONDAY)
    second = put(out, 2, now=MONDAY)
    path = releases_of(out) / journal.NAME
    entries = journal.entries(out)
    path.unlink()
    journal.record(out, entries[0])
    put(out, 3, now=MONDAY + timedelta(weeks=1))
    assert [entry.release for entry in journal.entries(out)][:2] == [entries[0].release, second.release]


def test_without_links_two_renames_put_the_release_in_place(tmp_path: Path) -> None:
    out = tmp_path / "site"
    put(out, 1)
    second = put(out, 2)
    previous = journal.entries(out)[0].release
    for release in (previous, second.release, previous):
        point(out, release, links=False)
        assert not out.is_symlink()
        current = current_release(out)
        assert current is not None
        assert current.release == release
        check_hashes(out, current)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "site.releases"]


def test_a_publication_follows_another_where_no_link_is_moved_onto_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def as_windows_does(path: Path, target: Path) -> Path:
        if target.is_dir():
            raise PermissionError(13, "Access is denied", str(path), None, str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", as_windows_does)
    out = tmp_path / "site"
    put(out, 1)
    second = put(out, 2)
    current = current_release(out)
    assert current is not None
    assert (current.release, out.is_symlink()) == (second.release, False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "site.releases"]


def test_floors_can_be_declared_otherwise(tmp_path: Path) -> None:
    out = tmp_path / "site"
    put(out, 1)
    rules = Rules(floors=Floors(places=0.4, people=0.1))
    assert publish(site(2), out, origin=origin(2, places=4, people=40_000), rules=rules).changed


def test_the_history_of_the_portal_leaves_out_the_publication_being_built(tmp_path: Path) -> None:
    out = tmp_path / "site"
    made = [put(out, version, now=MONDAY + timedelta(weeks=version)) for version in (1, 2, 3)]
    past = past_releases(out, origin(3).fingerprint)
    assert [release.release for release in past] == [made[1].release, made[0].release]
    assert [release.release for release in past_releases(out, "new")] == [
        one.release for one in reversed(made)
    ]
