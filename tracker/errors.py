"""Faulty runs.  Faulty rows are `tracker.problem.Problem`."""

from geodata.errors import TrackerError


class UnreadableFile(TrackerError):
    """An input that is not what its name or place promises; nothing of it is stored."""


class NotRecognised(UnreadableFile):
    """A sound file in a format no declared source describes."""


class FetchFailed(TrackerError):
    """A source that did not answer, or answered something else than data."""


class StoreError(TrackerError):
    """The record cannot be opened, written or migrated."""


class DeclarationError(TrackerError):
    """A source, indicator, correction or job is declared wrongly."""


class ExportError(TrackerError):
    """A layer that cannot be written."""


class PublicationRefused(TrackerError):
    """A publication that lost places, people or layers, or does not verify; the old one stays."""


__all__ = [
    "DeclarationError",
    "ExportError",
    "FetchFailed",
    "NotRecognised",
    "PublicationRefused",
    "StoreError",
    "TrackerError",
    "UnreadableFile",
]
