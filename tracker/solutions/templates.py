"""The tables people fill in on solutions, declared once: for the workbook written and for its reader."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict


class Column(BaseModel):
    """One column: its role, its header in French and English, whether a table must have it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: str
    header: tuple[str, str]
    required: bool = False


class Template(BaseModel):
    """One table; `fr` and `en` are the rules printed beside it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: tuple[str, str]
    sheet: tuple[str, str]
    fr: tuple[str, ...]
    en: tuple[str, ...]
    column: tuple[Column, ...]

    def headers(self, lang: str) -> list[str]:
        """Return the headers in their order."""
        return [column.header[lang == "en"] for column in self.column]

    def required(self) -> list[str]:
        """Return the roles a table of this kind must have."""
        return [column.role for column in self.column if column.required]


@cache
def templates() -> dict[str, Template]:
    """Return every declared table by its id."""
    text = (files("tracker") / "solutions" / "templates.toml").read_text(encoding="utf-8")
    return {name: Template(**entry) for name, entry in tomllib.loads(text).items()}
