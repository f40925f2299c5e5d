"""Declarations written in TOML: those checked by a model, sections of the user's ``tracker.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tracker.errors import DeclarationError

Model = TypeVar("Model", bound=BaseModel)


def parse_declaration(model: type[Model], text: str, what: str) -> Model:
    """Return what one TOML text declares, as `model`; `what` names the file in messages.

    Raises
    ------
    DeclarationError
        Naming the file, the entry and what was expected of it.
    """
    try:
        return model(**tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise DeclarationError(f"{what} is not TOML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise DeclarationError(f"{what}: {place}: {first['msg']}") from None


def declared_section(home: Path | None, name: str) -> dict[str, Any]:
    """Return one section of ``tracker.toml`` in the user's data directory; empty where there is none.

    Raises
    ------
    DeclarationError
        When the file is not TOML, or has something else than a section of that name.
    """
    path = home / "tracker.toml" if home else None
    if path is None or not path.is_file():
        return {}
    try:
        section = tomllib.loads(path.read_text(encoding="utf-8")).get(name, {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeclarationError(f"{path} is not TOML: {error}") from None
    if not isinstance(section, dict):
        raise DeclarationError(f"{path}: {name} is {section!r}, expected a section that begins with [{name}]")
    return section
