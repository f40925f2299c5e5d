"""What runs when, published where, kept how long: `tracker.toml`, as documented in its example.

Every setting has a default, so that no file is needed.  Secrets are not settings: the file names
the environment variable that holds them, or their place in the system's keyring.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from jobs.calendar import Rule, rule
from jobs.errors import ConfigError
from jobs.floors import Floors
from jobs.publish import Rules
from jobs.settled import place_of

NAME = "tracker.toml"
REFRESH = "refresh"
REQUIRED = (
    "index.html",
    "displacement.html",
    "flows.html",
    "returns.html",
    "reintegration.html",
    "status.json",
    "changes.json",
)
OTHERS = ("groupings", "disclosure", "classes")
"""Sections that other parts of the program read."""
Share = Annotated[float, Field(ge=0, le=1)]
EnvironmentName = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
KeyringPlace = Annotated[str, Field(pattern=r"^[^/]+/[^/]+$")]
Event = Literal["failed", "refused", "stale", "recovered"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Job(_Section):
    """One thing done on time: a `tracker` command with its schedule."""

    id: str = Field(default="refresh", pattern=r"^[a-z][a-z0-9_-]*$")
    schedule: str = "weekly on Monday 06:00"
    timezone: str = "Africa/Bamako"
    command: tuple[str, ...] = Field(default=("refresh",), min_length=1)
    sources: tuple[str, ...] = ()
    """Ids of the sources to fetch; none means every declared source that is due."""
    misfire_grace_days: float = Field(default=7, gt=0, le=400)
    attempts: int = Field(default=3, ge=1, le=50)
    retry_after_minutes: float = Field(default=30, ge=0)
    time_limit_minutes: float = Field(default=120, gt=0)
    lease_seconds: float = Field(default=90, ge=1)

    @model_validator(mode="after")
    def _understood(self) -> Job:
        self.rule  # noqa: B018
        return self

    @property
    def action(self) -> str:
        """What its runs and troubles go by: ``refresh`` for whatever refreshes, else the id."""
        return REFRESH if self.command[0] == REFRESH else self.id

    @property
    def rule(self) -> Rule:
        try:
            return rule(self.schedule, self.timezone)
        except ConfigError as error:
            raise ValueError(str(error)) from error


class FloorShares(_Section):
    """The smallest share of last time's places, people and layers that is still published."""

    places: Share = 0.7
    people: Share = 0.5
    layers: Share = 1.0


class ChangeThresholds(_Section):
    """When a change is flagged as large, and a source as stale."""

    large_share: float = Field(default=0.5, gt=0)
    large_people: int = Field(default=1000, ge=0)
    stale_days: int = Field(default=45, ge=1)


class Notifications(_Section):
    """Who is told what; the addresses are in an environment variable, one or more, by spaces."""

    urls_env: EnvironmentName = "TRACKER_NOTIFY_URLS"
    on: tuple[Event, ...] = ("failed", "refused", "stale", "recovered")
    dry_run: bool = False


class Process(_Section):
    """How the scheduler process behaves."""

    check_seconds: int = Field(default=60, ge=60)
    grace_seconds: float = Field(default=60, ge=0)
    lock_patience_seconds: float = Field(default=4, gt=0)
    heartbeat: str = "heartbeat.json"
    ping_env: EnvironmentName = "TRACKER_PING_URL"


class Config(_Section):
    """The whole configuration."""

    out: Path = Path("site")
    inbox: Path = Path("inbox")
    keep: int = Field(default=12, ge=2)
    job: tuple[Job, ...] = (Job(),)
    floors: FloorShares = FloorShares()
    changes: ChangeThresholds = ChangeThresholds()
    notify: Notifications = Notifications()
    process: Process = Process()
    keyring: dict[EnvironmentName, KeyringPlace] = Field(default_factory=dict)
    """Which environment variable is kept where in the system's keyring."""

    @field_validator("job")
    @classmethod
    def _once_each(cls, jobs: tuple[Job, ...]) -> tuple[Job, ...]:
        if not jobs:
            raise ValueError(
                "it is empty, expected at least one [[job]]; without the setting the weekly refresh runs"
            )
        names = [job.id for job in jobs]
        if double := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"declared twice: {', '.join(sorted(double))}")
        return jobs

    @property
    def rules(self) -> Rules:
        """What a publication must satisfy."""
        shares = self.floors
        floors = Floors(shares.places, shares.people, shares.layers)
        return Rules(keep=self.keep, floors=floors, required=REQUIRED)


def load_config(home: Path) -> Config:
    """Read `tracker.toml` of the data directory, or give the defaults when there is none.

    A relative `out` is taken from the folder of the file; without a file it is ``site`` in the
    working directory.  A relative `inbox` is taken from the data directory.

    Raises
    ------
    ConfigError
        When the file is not TOML or a setting is not understood; the message names each.
    """
    path = home / NAME
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path} cannot be read: {error}; nothing was started: mend the file") from error
    settings = {name: value for name, value in given.items() if name not in OTHERS}
    try:
        config = Config(**settings)
    except ValidationError as error:
        faults = "; ".join(_fault(fault) for fault in error.errors())
        raise ConfigError(f"{path}: {faults}; nothing was started: mend the file") from error
    settled = {
        "out": place_of(home, config.out if "out" in given else None),
        "inbox": home / config.inbox.expanduser(),
    }
    return config.model_copy(update=settled)


def _fault(fault: Any) -> str:
    where = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"{where} is not a setting"
    return f"{where}: {fault['msg'].removeprefix('Value error, ')}"
