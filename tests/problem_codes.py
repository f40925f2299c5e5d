"""Every code a `Problem` of the program may bear, collected from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GIVEN_AT = {
    "Problem": 0,
    "Count": 2,
    "Match": 8,
    "_Rule": 0,
    "_contradiction": 1,
    "_none": 0,
    "_problem": 0,
    "finding": 1,
    "quarantine": 1,
    "remark": 0,
}
"""Which argument is the code, where it is not named."""
OF_MODULE = {("place", "_Fault"): 2, ("tables", "_Fault"): 0, ("admissible", "_outside"): 1}
NAMED = {"code", "fault", "problem"}
ELSEWHERE = {"boundaries", "build", "export", "cli"}
"""Packages whose codes are of boundary files and layers, never of a `Problem`."""


def problem_codes() -> set[str]:
    """Return the codes that stand in the modules of `tracker` and `geodata`."""
    return {code for path in _modules() for code in _codes(path) if code and not code.endswith("_")}


def _modules() -> Iterator[Path]:
    for package in ("tracker", "geodata"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if not ELSEWHERE & set(path.relative_to(ROOT).parts):
                yield path


def _codes(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield from _of_call(path.stem, node)
        elif isinstance(node, ast.Assign) and "code" in {ast.unparse(each) for each in node.targets}:
            yield from _texts(node.value)
        elif isinstance(node, ast.FunctionDef) and (path.stem, node.name) == ("number", "_fault"):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and isinstance(inner.value, ast.Tuple):
                    yield from _texts(inner.value.elts[0])


def _of_call(module: str, call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
    at = OF_MODULE.get((module, name), GIVEN_AT.get(name))
    if at is not None and len(call.args) > at:
        for text in _texts(call.args[at]):
            yield f"unknown_{text}" if name == "_outside" else text
    if at is not None or name in ("Period", "Meaning", "_replaced"):
        for keyword in call.keywords:
            if keyword.arg in NAMED:
                yield from _texts(keyword.value)


def _texts(value: ast.expr) -> Iterator[str]:
    """Give the text, or both texts of a choice; what is computed is given where it is made."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from _texts(value.body)
        yield from _texts(value.orelse)
