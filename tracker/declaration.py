"""Declarations written in TOML and checked by a model: sources, codebooks."""

from __future__ import annotations

import tomllib
from typing import TypeVar

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
