"""Faulty runs of the jobs: each message says what happened and what to do."""

from __future__ import annotations

from tracker.errors import PublicationRefused, TrackerError


class PublicationFailed(TrackerError):
    """A publication that could not be written; the old one stays whole."""


class LedgerError(TrackerError):
    """The ledger of runs cannot be read or written."""


class LeaseLost(LedgerError):
    """Another worker took the slot over; nothing of this attempt counts."""


class ProgramFault(TrackerError):
    """Something nobody foresaw; the old publication stays."""


class ConfigError(TrackerError):
    """The configuration says something the scheduler cannot follow."""


__all__ = [
    "ConfigError",
    "LeaseLost",
    "LedgerError",
    "ProgramFault",
    "PublicationFailed",
    "PublicationRefused",
]
