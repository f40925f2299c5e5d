"""What was published last, for a command that draws the same places again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.sums import Tables


def published_before(home: Path, level: int | None, edition: str | None) -> Tables | None:
    """Return the tables last published of this level and edition: what was hidden in them stays hidden.

    Without `edition`, of the one that would be published; None for any other, which has other places.
    """
    from jobs.last_tables import last_tables
    from tracker.aggregate import usual_edition

    level = level or 1
    before = last_tables(home, level)
    if before is None or edition is None or edition == usual_edition(level, home):
        return before
    return None
