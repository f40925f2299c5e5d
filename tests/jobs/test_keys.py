"""Secrets may come from the system's keyring: into the environment, and nowhere else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from jobs.config import load_config
from jobs.errors import ConfigError
from jobs.hidden import scrub
from jobs.keys import declared_keys, fill_environment

CANARY = "canary-keyring-3141-geheim"
SETTINGS = '[keyring]\nTEST_NOTIFY_URLS = "tracker/notify"\nTEST_OTHER_KEY = "tracker/other"\n'
STUB = f"""
def get_password(service, name):
    return {{("tracker", "notify"): "{CANARY}"}}.get((service, name))
"""


@pytest.fixture
def home(tracker_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tracker_home / "tracker.toml").write_text(SETTINGS)
    for name in ("TEST_NOTIFY_URLS", "TEST_OTHER_KEY"):
        monkeypatch.setenv(name, "")
    return tracker_home


def test_the_keyring_fills_what_the_environment_lacks(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {("tracker", "notify"): CANARY}
    stub = SimpleNamespace(get_password=lambda service, name: kept.get((service, name)))
    monkeypatch.setitem(sys.modules, "keyring", stub)
    assert fill_environment(home) == ["TEST_OTHER_KEY"]
    assert scrub(f"sent to {CANARY}") == "sent to •••"
    assert load_config(home).keyring["TEST_NOTIFY_URLS"] == "tracker/notify"
    monkeypatch.setenv("TEST_OTHER_KEY", "from the environment")
    assert fill_environment(home) == []


def test_without_a_keyring_one_line_says_what_to_do(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ConfigError, match=r"install displacement-tracker\[keyring\]"):
        fill_environment(home)

    def locked(_service: str, _name: str) -> str:
        raise RuntimeError(CANARY)

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=locked))
    with pytest.raises(ConfigError, match="cannot be read for TEST_NOTIFY_URLS") as told:
        fill_environment(home)
    assert CANARY not in str(told.value)


def test_a_command_finds_its_secrets_and_does_not_show_them(home: Path, tmp_path: Path) -> None:
    (tmp_path / "stubs").mkdir()
    (tmp_path / "stubs" / "keyring.py").write_text(STUB)
    text = SETTINGS + '[notify]\nurls_env = "TEST_NOTIFY_URLS"\n'
    (home / "tracker.toml").write_text(text)
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from tracker.cli import main; main()"
    command = [sys.executable, "-c", code, str(tmp_path / "stubs"), "config", "check"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "TEST_NOTIFY_URLS: set (keyring: tracker/notify)" in done.stdout
    assert "the keyring holds nothing for TEST_OTHER_KEY" in done.stderr
    assert CANARY not in done.stdout + done.stderr


def test_no_keyring_is_asked_without_the_section_and_a_wrong_place_is_told(tracker_home: Path) -> None:
    assert declared_keys(tracker_home) == {}
    assert fill_environment(tracker_home) == []
    (tracker_home / "tracker.toml").write_text('[keyring]\nTEST_KEY = "no place"\n')
    with pytest.raises(ConfigError, match=r"keyring\.TEST_KEY"):
        load_config(tracker_home)
