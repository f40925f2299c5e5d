"""The configuration works without a file, says what it does not understand, and holds no secret."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typer
from typer.testing import CliRunner

from jobs import journal
from jobs.config import REQUIRED, Config, load_config
from jobs.errors import ConfigError, PublicationFailed
from jobs.portal import PAGES
from tests.jobs.test_publish import put
from tracker.classing import declared_classing, usual
from tracker.cli import config, runs, schedule, status
from tracker.disclose import THRESHOLD, declared_threshold

EXAMPLE = files("jobs") / "examples" / "tracker.toml"


@pytest.fixture
def cli() -> typer.Typer:
    app = typer.Typer()
    for group in (config, runs, schedule, status):
        group.register(app)
    return app


def test_the_defaults_hold_without_a_file(tracker_home: Path) -> None:
    found = load_config(tracker_home)
    assert found.out == Path.cwd() / "site"
    assert [job.schedule for job in found.job] == ["weekly on Monday 06:00"]
    assert found.rules.keep == 12


def test_the_documented_example_is_the_defaults(tracker_home: Path) -> None:
    (tracker_home / "tracker.toml").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    found = load_config(tracker_home)
    assert found.model_dump(exclude={"out", "inbox"}) == Config().model_dump(exclude={"out", "inbox"})
    assert found.out == tracker_home / "site"
    given = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    for section, model in (
        ("process", Config().process),
        ("notify", Config().notify),
        ("changes", Config().changes),
    ):
        assert set(given[section]) == set(type(model).model_fields)
    assert set(given["job"][0]) == set(type(Config().job[0]).model_fields)
    assert given["disclosure"]["threshold"] == declared_threshold(tracker_home) == THRESHOLD
    assert set(given["classes"]) >= set(vars(usual()))
    assert declared_classing(tracker_home) == usual()


def test_a_publication_has_every_page() -> None:
    assert {f"{kind}.html" for kind in PAGES} <= set(REQUIRED)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kept = 3", "kept is not a setting"),
        ("keep = 1", "keep: Input should be greater than or equal to 2"),
        ("[[job]]\nschedule = 'weekly on Mondy 06:00'", "job.0: schedule .*mondy is no day"),
        ("[[job]]\ntimezone = 'Africa/Bamaco'", "no time zone"),
        ("[[job]]\n[[job]]", "declared twice: refresh"),
        ("job = []", r"tracker\.toml: job: it is empty, expected at least one \[\[job\]\]; without .* mend"),
        ("[[job]]\ncommand = []", r"job\.0\.command: .* at least 1 item"),
        ("[sources]", "sources is not a setting"),
        ("[boundaries]", "boundaries is not a setting"),
        ("[process]\ncheck_seconds = 5", "greater than or equal to 60"),
        ("[notify]\nurls_env = 'mailto://user:password@example.org'", "notify.urls_env"),
        ("[floors]\nplaces = 1.5", "floors.places"),
        ("out = ", "cannot be read"),
    ],
)
def test_what_is_wrong_is_named(tracker_home: Path, text: str, message: str) -> None:
    (tracker_home / "tracker.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        load_config(tracker_home)


def test_config_check_and_example(cli: typer.Typer, tracker_home: Path) -> None:
    said = CliRunner().invoke(cli, ["config", "check"])
    assert said.exit_code == 0
    assert "the defaults hold" in said.output
    (tracker_home / "tracker.toml").write_text(CliRunner().invoke(cli, ["config", "example"]).stdout)
    document = json.loads(CliRunner().invoke(cli, ["config", "check", "--json"]).stdout)
    assert document["next_due"]["refresh"].endswith("06:00:00+00:00")


def test_status_runs_and_rollback_are_json_documents(
    cli: typer.Typer, tracker_home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    first = put(out, 1)
    put(out, 2)
    runner = CliRunner()
    done = json.loads(runner.invoke(cli, ["rollback", "--out", str(out), "--json"]).stdout)
    assert done["release"] == first.release
    (run,) = json.loads(runner.invoke(cli, ["runs", "--json"]).stdout)
    assert (run["job"], run["outcome"], run["publication"]["release"]) == (
        "rollback",
        "succeeded",
        first.release,
    )
    assert journal.entries(out)[-1].run == run["id"]
    state = json.loads(runner.invoke(cli, ["status", "--out", str(out), "--json"]).stdout)
    assert state["publication"]["release"] == first.release
    assert state["publication"]["by"] == "rolled_back"
    assert state["jobs"][0]["late"] is False
    for command in (["runs"], ["status", "--out", str(out)]):
        said = runner.invoke(cli, command)
        assert said.exit_code == 0
        assert first.release in said.output


def test_a_rollback_that_cannot_be_is_told_to_who_asked_and_to_nobody_else(
    cli: typer.Typer, tracker_home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    put(out, 1)
    (tracker_home / "tracker.toml").write_text(f'out = "{out}"')
    failed = CliRunner().invoke(cli, ["rollback", "nope"])
    assert isinstance(failed.exception, PublicationFailed)
    assert not (tracker_home / "alerts.json").exists()
    runner = CliRunner()
    (run,) = json.loads(runner.invoke(cli, ["runs", "--json"]).stdout)
    assert (run["job"], run["outcome"]) == ("rollback", "failed")
    state = json.loads(runner.invoke(cli, ["status", "--json"]).stdout)
    assert (state["publication"]["out"], state["open"]) == (str(out), [])


def test_every_example_file_is_there_and_named_commands_exist() -> None:
    examples = {
        path.name: path.read_text(encoding="utf-8") for path in (files("jobs") / "examples").iterdir()
    }
    assert set(examples) >= {
        "tracker.toml",
        "tracker-schedule.service",
        "tracker-once.service",
        "tracker-once.timer",
        "windows-task.xml",
        "Containerfile",
    }
    assert "tracker schedule --once" in examples["tracker-once.service"]


UNITS = ("tracker-schedule.service", "tracker-once.service", "tracker-once.timer")


def test_the_units_are_what_systemd_understands(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze on this machine")
    for name in UNITS:
        text = (files("jobs") / "examples" / name).read_text(encoding="utf-8")
        assert "User=tracker" in text or name.endswith(".timer")
        text = text.replace("/opt/tracker/.venv/bin/tracker", sys.executable).replace(
            "User=tracker", "User=root"
        )
        (tmp_path / name).write_text(text)
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    mine = [line for line in done.stderr.splitlines() if "tracker" in line]
    assert (done.returncode, mine) == (0, [])


def test_the_windows_task_is_xml_of_its_schema_and_runs_what_exists() -> None:
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    task = ElementTree.fromstring((files("jobs") / "examples" / "windows-task.xml").read_bytes())
    assert [part.tag.removeprefix(space) for part in task] == [
        "RegistrationInfo",
        "Triggers",
        "Settings",
        "Actions",
    ]
    (action,) = task.iter(f"{space}Exec")
    assert action.findtext(f"{space}Arguments") == "schedule --once"


def test_the_container_builds_from_the_lock_and_stops_as_the_scheduler_expects() -> None:
    lines = (files("jobs") / "examples" / "Containerfile").read_text(encoding="utf-8").splitlines()
    words = [line.split(" ", 1)[0] for line in lines if line and not line.startswith(("#", " "))]
    known = {"FROM", "COPY", "RUN", "USER", "ENV", "WORKDIR", "VOLUME", "STOPSIGNAL", "HEALTHCHECK", "CMD"}
    assert words[0] == "FROM"
    assert set(words) <= known
    assert any("--require-hashes -r /opt/tracker/requirements.lock" in line for line in lines)
    assert json.loads(lines[-1].removeprefix("CMD ")) == ["tracker", "schedule", "--watch"]
