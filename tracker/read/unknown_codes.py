"""Codes the declared numbering does not have: the name may fit, but which of the two is wrong is unknown."""

from __future__ import annotations

from dataclasses import replace

from tracker.reading import Reading

_UNKNOWN = ("pcode_unknown", "pcode_malformed")


def without_unknown_codes(reading: Reading) -> Reading:
    """Return the reading without the rows whose code is none of the numbering its source declares.

    Sources that say ``by-name`` offer their codes as evidence only; their rows stay.
    """
    if reading.source.numbering == "by-name":
        return reading
    rows = {
        problem.row for problem in reading.problems if problem.code in _UNKNOWN and problem.row is not None
    }
    if not rows:
        return reading
    problems = [
        replace(problem, severity="quarantined")
        if problem.row in rows and problem.code in _UNKNOWN
        else problem
        for problem in reading.problems
    ]
    kept = reading.observations[~reading.observations["source_row"].isin(rows)].reset_index(drop=True)
    return replace(
        reading,
        observations=kept,
        problems=problems,
        rows_kept=reading.rows_kept - len(rows),
        rows_quarantined=reading.rows_quarantined + len(rows),
    )
