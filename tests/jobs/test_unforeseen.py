"""A fault nobody foresaw is one line, told to people, and keeps its trace for who mends it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geodata.errors import BoundaryError
from jobs import refresh as module
from jobs.errors import ProgramFault
from jobs.history import runs
from jobs.ledger import open_ledger
from jobs.unforeseen import in_one_line

CANARY = "canary-2718-geheim"


def test_the_trace_is_kept_without_secrets_and_what_was_foreseen_passes(
    tracker_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_KEY", CANARY)
    told = pytest.raises(ProgramFault, match=r"drawing the cercles failed: KeyError: .*old publication stays")
    with told, in_one_line(tracker_home, "drawing the cercles"):
        raise KeyError(f"ML0102\n{CANARY}")
    trace = (tracker_home / "logs" / "fault.txt").read_text(encoding="utf-8")
    assert "Traceback" in trace
    assert CANARY not in trace
    with pytest.raises(BoundaryError, match="no cercles here"), in_one_line(tracker_home, "it"):
        raise BoundaryError("no cercles here")


def test_a_refresh_that_breaks_is_in_the_ledger_with_its_line(
    tracker_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("a share of nothing")

    monkeypatch.setattr(module, "gather", break_down)
    with pytest.raises(ProgramFault, match="the refresh failed: ZeroDivisionError: a share of nothing"):
        module.refresh(tracker_home, tmp_path / "site")
    (run,) = runs(open_ledger(tracker_home))
    assert run["outcome"] == "failed"
    assert run["error"].startswith("the refresh failed: ZeroDivisionError")
    assert not (tmp_path / "site").exists()
