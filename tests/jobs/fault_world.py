"""A data directory and a publication that went well, copied for every fault that is tried on them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from tests.jobs import canaries
from tests.jobs.command import Done, tracker
from tests.jobs.loopback import Receiver, Service


@dataclass
class World:
    """A data directory and a publication that went well, and everything the later runs left."""

    folder: Path
    service: Service
    receiver: Receiver
    places: list[Path] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.home, self.out = self.folder / "home", self.folder / "site"
        self.places.append(self.folder)

    def run(self, name: str, *words: str, home: Path, prefix: list[str] | None = None, **given: str) -> Done:
        environment = {**canaries.environment(self.receiver.address), **given}
        self.receiver.messages.clear()
        done = tracker(*words, home=home, prefix=prefix or [], environment=environment)
        told = "".join(body for _, body in self.receiver.messages)
        self.said[f"{name}: output"], self.said[f"{name}: notices"] = done.said + done.errors, told
        return done

    def copy(self, home: Path | None = None, out: Path | None = None) -> tuple[Path, Path]:
        """Return a home and a site like those that went well, where asked or in a folder of their own."""
        folder = self.folder / f"copy-{len(self.places)}"
        self.places.append(folder)
        home, out = home or folder / "home", out or folder / "site"
        shutil.copytree(self.home, home, dirs_exist_ok=True)
        shutil.copytree(f"{self.out}.releases", f"{out}.releases")
        out.symlink_to(Path(f"{out.name}.releases") / self.out.resolve().name)
        return home, out
