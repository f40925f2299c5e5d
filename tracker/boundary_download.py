"""Boundaries from HDX: find the file, download it so that it can go on after a break, verify, add."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geodata.boundaries.adding import add
from geodata.editions import Edition, edition
from geodata.errors import BoundaryError
from tracker.fetch import Fetcher

CATALOGUE = "https://data.humdata.org/api/3/action/package_show"
HDX = Fetcher(
    hosts=("data.humdata.org",),
    max_bytes=200_000_000,
    redirect_hosts=(
        "s3.eu-central-1.amazonaws.com",
        "hdx-production-filestore.s3.amazonaws.com",
        "hdx-production-filestore.s3.eu-central-1.amazonaws.com",
    ),
)
BLOCK_BYTES = 4_000_000
_HASHES = {32: "md5", 40: "sha1", 64: "sha256"}


@dataclass(frozen=True)
class Resource:
    """One file of a catalogue entry; `size` and `digest` are empty where the catalogue has none."""

    name: str
    url: str
    revision: str
    size: int | None
    digest: str


def fetch_edition(
    edition_id: str, home: Path, *, fetcher: Fetcher = HDX, catalogue: str = CATALOGUE
) -> dict[str, Any]:
    """Download the file an edition declares, verify it, add it to `home`, and return the report.

    A download that broke off goes on where it stopped, unless the file has changed meanwhile.
    Raises ``BoundaryError`` when nothing is declared or found, or the bytes are not those
    announced, and ``FetchFailed`` when the server does not answer.
    """
    declared = edition(edition_id, home)
    resource = find(declared, fetcher, catalogue)
    folder = home / "boundaries" / ".downloads"
    folder.mkdir(parents=True, exist_ok=True)
    path = download(resource, folder, fetcher)
    report = add(path, edition_id, home)
    path.unlink()
    return {**report, "url": resource.url, "digest": resource.digest}


def find(declared: Edition, fetcher: Fetcher, catalogue: str) -> Resource:
    """Return the file of the declared dataset whose name fits the declaration."""
    if not declared.download:
        raise BoundaryError(
            f"edition {declared.id} declares no download; get it from {declared.url or 'its publisher'} and "
            f"run `tracker boundaries add PATH --edition {declared.id}`"
        )
    dataset, wanted = declared.download["hdx_dataset"], re.compile(declared.download["resource"])
    try:
        answer = json.loads(fetcher.get(catalogue, {"id": dataset}))
        resources = [_resource(entry) for entry in answer["result"]["resources"]]
    except (ValueError, KeyError, TypeError) as error:
        raise BoundaryError(f"the catalogue's answer about {dataset} is not understood: {error!r}") from error
    fitting = [resource for resource in resources if wanted.fullmatch(resource.name)]
    if not fitting:
        names = ", ".join(resource.name for resource in resources) or "nothing"
        raise BoundaryError(
            f"{dataset} holds no file like {wanted.pattern!r} for {declared.id}; it holds {names}"
        )
    return fitting[0]


def _resource(entry: dict[str, Any]) -> Resource:
    url = str(entry.get("download_url") or entry["url"])
    size = entry.get("size")
    revision = hashlib.sha256(f"{entry.get('id')} {entry.get('last_modified')} {size}".encode()).hexdigest()[
        :16
    ]
    name = Path(str(entry.get("name") or url)).name
    return Resource(name, url, revision, int(size) if size else None, str(entry.get("hash") or "").lower())


def download(resource: Resource, folder: Path, fetcher: Fetcher) -> Path:
    """Return the path of the downloaded and verified file, block by block, going on where it stopped."""
    part = folder / f"{resource.revision}.part"
    while True:
        start = part.stat().st_size if part.is_file() else 0
        if resource.size is not None and start >= resource.size:
            break
        block = fetcher.get(resource.url, None, {"Range": f"bytes={start}-{start + BLOCK_BYTES - 1}"})
        whole_came_anyway = len(block) > BLOCK_BYTES or (resource.size == len(block) and start > 0)
        with part.open("wb" if whole_came_anyway else "ab") as file:
            file.write(block)
        if whole_came_anyway or len(block) < BLOCK_BYTES:
            break
    _verify(part, resource)
    target = folder / resource.name
    part.replace(target)
    return target


def _verify(part: Path, resource: Resource) -> None:
    size = part.stat().st_size
    wrong = f"{size:,} bytes, expected {resource.size:,}" if resource.size not in (None, size) else None
    algorithm = _HASHES.get(len(resource.digest))
    if wrong is None and algorithm:
        found = hashlib.new(algorithm, part.read_bytes(), usedforsecurity=False).hexdigest()
        wrong = f"{algorithm} {found}, expected {resource.digest}" if found != resource.digest else None
    if wrong:
        part.unlink()
        raise BoundaryError(f"{resource.name} arrived with {wrong}; it was thrown away, nothing was stored")
