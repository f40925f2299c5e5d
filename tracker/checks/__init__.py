"""Plausibility of the figures: thresholds are data, findings annotate, nothing is altered."""

from tracker.checks.conservation import PeopleLost, same_people
from tracker.checks.record import check_record, findings

__all__ = ["PeopleLost", "check_record", "findings", "same_people"]
