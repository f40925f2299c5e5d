"""What a picture refuses."""

from __future__ import annotations

from tracker.errors import TrackerError


class NothingToDraw(TrackerError):
    """The view holds no figure that a page of this kind shows."""
