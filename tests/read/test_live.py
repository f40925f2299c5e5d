"""Live sources against a server that misbehaves: nothing bad is kept, the key goes nowhere."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path
from typing import Any

import pytest

from tests.read.misbehaving_server import Served, answers, cut_mid_body, pages, serving, slow
from tracker.errors import DeclarationError, FetchFailed
from tracker.fetch import Fetcher
from tracker.ingest import read_file
from tracker.live import hapi
from tracker.live.pulling import Pulled, answer_path, pull_source
from tracker.source import Source, source

pytestmark = pytest.mark.usefixtures("loopback")
KEY = "canary-0123456789"
ROW = {
    "id": 1, "operation": "Mali Conflict", "admin0Name": "Mali", "admin0Pcode": "MLI", "admin1Name": "Gao",
    "admin1Pcode": "ML07", "admin2Name": "Gao", "admin2Pcode": "ML0703", "numPresentIdpInd": 1200,
    "reportingDate": "2025-01-31T00:00:00", "yearReportingDate": 2025, "monthReportingDate": 1,
    "roundNumber": 80, "displacementReason": "Conflict", "numberMales": 500, "numberFemales": 700,
    "idpOriginAdmin1Name": "Not available", "idpOriginAdmin1Pcode": "Not available", "assessmentType": "BA",
}  # fmt: skip


def document(*rows: dict[str, Any], **more: object) -> bytes:
    whole = {"result": list(rows), "statusCode": 200, "isSuccess": True, "errorMessages": []}
    return json.dumps({**whole, "totalRecordsCount": len(rows), **more}).encode()


GOOD = document(ROW, {**ROW, "id": 2, "displacementReason": "Natural disaster", "numPresentIdpInd": 300})


def pull(served: Served, home: Path, attempts: int = 3, timeout: float = 5.0) -> Pulled:
    declared = source("dtm-api")
    assert declared.live is not None
    live = declared.live.model_copy(update={"url": served.url, "hosts": ("127.0.0.1",)})
    return pull_source(
        declared.model_copy(update={"live": live}),
        home,
        environment={"DTMAPI_SUBSCRIPTION_KEY": KEY},
        fetcher=Fetcher(
            ("127.0.0.1",), timeout=timeout, attempts=attempts, first_wait=0.01, plain_loopback=True
        ),
    )


def test_a_good_answer_is_kept_and_read(tmp_path: Path) -> None:
    with serving(answers(GOOD)) as served:
        pulled = pull(served, tmp_path)
    assert pulled.state == "fetched"
    query, headers = served.asked[0]
    assert query == {"Admin0Pcode": "MLI"}
    assert headers["ocp-apim-subscription-key"] == KEY
    assert pulled.path is not None
    reading = read_file(pulled.path, source("dtm-api"))
    figures = reading.observations
    assert figures.loc[figures["sex"].isna(), "value"].tolist() == [1500.0]
    assert figures.loc[figures["sex"].notna(), "value"].tolist() == [1000.0, 1400.0]
    assert figures["pcode"].unique().tolist() == ["ML0703"]


def test_the_same_answer_again_is_unchanged(tmp_path: Path) -> None:
    with serving(answers(GOOD)) as served:
        pull(served, tmp_path)
        assert pull(served, tmp_path).state == "unchanged"


def test_too_many_requests_waits_as_long_as_asked(tmp_path: Path) -> None:
    start = time.perf_counter()
    with serving(answers(b"", 429, Retry_After="1"), answers(GOOD)) as served:
        assert pull(served, tmp_path).state == "fetched"
    assert time.perf_counter() - start >= 1.0
    assert len(served.asked) == 2


def test_server_errors_are_tried_again_and_then_given_up(tmp_path: Path) -> None:
    with serving(answers(b"", 500), answers(GOOD)) as served:
        assert pull(served, tmp_path).state == "fetched"
    with serving(answers(b"", 500)) as served:
        assert pull(served, tmp_path / "other").state == "failed"
    assert len(served.asked) == 3


def test_other_refusals_are_not_tried_again(tmp_path: Path) -> None:
    with serving(answers(b"", 401), answers(GOOD)) as served:
        pulled = pull(served, tmp_path)
    assert pulled.state == "failed"
    assert "key" in pulled.message
    assert len(served.asked) == 1


def test_a_slow_answer_is_given_up(tmp_path: Path) -> None:
    with serving(slow(1.0)) as served:
        pulled = pull(served, tmp_path, attempts=2, timeout=0.2)
    assert pulled.state == "failed"
    assert "0.2 s" in pulled.message


@pytest.mark.parametrize(
    ("behaviour", "state"),
    [
        (cut_mid_body(GOOD), "failed"),
        (answers(document(isSuccess=False, errorMessages=["quota"])), "failed"),
        (answers(document(ROW, totalRecordsCount=2)), "failed"),
        (answers(b"<html>maintenance</html>"), "failed"),
        (answers(document()), "empty"),
        (answers(document(ROW, note=KEY)), "failed"),
    ],
    ids=["cut", "isSuccess false", "fewer rows than announced", "HTML", "empty with 200", "key repeated"],
)
def test_a_bad_answer_never_replaces_a_good_one(behaviour: Any, state: str, tmp_path: Path) -> None:
    with serving(answers(GOOD), behaviour) as served:
        pull(served, tmp_path)
        pulled = pull(served, tmp_path)
    assert pulled.state == state
    assert answer_path(tmp_path, source("dtm-api")).read_bytes() == GOOD


def test_redirects_are_not_followed_and_the_key_stays(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(answers(GOOD)) as other, serving(answers(b"", 302, Location=other.url)) as served:
        pulled = pull(served, tmp_path)
    assert pulled.state == "failed"
    assert "redirect" in pulled.message
    assert not other.asked
    assert KEY not in caplog.text + pulled.message


def test_no_byte_on_disk_holds_the_key(tmp_path: Path) -> None:
    with serving(answers(GOOD)) as served:
        pull(served, tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(KEY.encode() in path.read_bytes() for path in files)


def test_without_a_key_nothing_is_asked(tmp_path: Path) -> None:
    assert pull_source(source("dtm-api"), tmp_path, environment={}).state == "skipped"


def test_a_source_without_connector_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="tracker ingest"):
        pull_source(source("dtm-mali-baseline"), tmp_path)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://dtmapi.iom.int/v3", "https only"),
        ("https://example.org/v3", "not among the hosts"),
        ("file:///etc/passwd", "https only"),
    ],
)
def test_only_declared_hosts_over_https(url: str, words: str) -> None:
    with pytest.raises(FetchFailed, match=words):
        Fetcher(("dtmapi.iom.int",)).get(url)


def test_private_addresses_are_refused() -> None:
    with pytest.raises(FetchFailed, match="private address"):
        Fetcher(("localhost",)).get("https://localhost/")


def test_a_body_beyond_the_cap_is_cut_off() -> None:
    fetcher = Fetcher(("127.0.0.1",), max_bytes=1_000, plain_loopback=True)
    with serving(answers(b"x" * 10_000)) as served, pytest.raises(FetchFailed, match="more than"):
        fetcher.get(served.url)


def test_pages_are_fetched_until_one_is_not_full() -> None:
    declared: Source = source("hapi-idps")
    assert declared.live is not None
    rows = [{"location_code": "MLI", "population": number} for number in range(25)]
    with serving(pages(rows)) as served:
        live = declared.live.model_copy(update={"url": served.url, "hosts": ("127.0.0.1",)})
        body = hapi.pull(live, Fetcher(("127.0.0.1",), plain_loopback=True), {}, page=10)
    assert body is not None
    assert json.loads(body)["data"] == rows
    assert len(served.asked) == 3


def hapi_page(start: int, size: int = 2) -> bytes:
    rows = [{"location_code": "MLI", "population": number} for number in range(start, start + size)]
    return json.dumps({"data": rows}).encode()


@pytest.mark.parametrize(
    ("behaviours", "rows"),
    [
        ((answers(hapi_page(0)), answers(b"", 429, Retry_After="0"), answers(hapi_page(2, 1))), 3),
        ((answers(hapi_page(0)), answers(b"", 503), answers(hapi_page(2, 1))), 3),
        ((answers(hapi_page(0)), cut_mid_body(hapi_page(2))), None),
        ((answers(hapi_page(0)), answers(b"", 500)), None),
        ((answers(hapi_page(0)), answers(b"", 403)), None),
        ((answers(hapi_page(0)), slow(1.0)), None),
        ((answers(hapi_page(0)), answers(b'{"error": "bad app_identifier"}')), None),
        ((answers(hapi_page(0)), answers(b"<html>maintenance</html>")), None),
        ((answers(hapi_page(0)),), None),
    ],
    ids=["429", "503 once", "cut", "500", "403", "slow", "no data", "HTML", "no end"],
)
def test_a_page_that_does_not_come_leaves_nothing_of_the_others(
    behaviours: tuple[Any, ...], rows: int | None, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(hapi, "MOST_PAGES", 5)
    declared = source("hapi-idps")
    assert declared.live is not None
    with serving(*behaviours) as served:
        live = declared.live.model_copy(update={"url": served.url, "hosts": ("127.0.0.1",)})
        fetcher = Fetcher(("127.0.0.1",), timeout=0.3, attempts=2, first_wait=0.01, plain_loopback=True)
        asking = {live.key_header: KEY}
        if rows is None:
            with pytest.raises(FetchFailed) as failed:
                hapi.pull(live, fetcher, asking, page=2)
            assert KEY not in str(failed.value)
        else:
            body = hapi.pull(live, fetcher, asking, page=2)
            assert body is not None
            assert len(json.loads(body)["data"]) == rows
    assert all(headers[live.key_header.lower()] == KEY for _, headers in served.asked)
    assert KEY not in caplog.text
