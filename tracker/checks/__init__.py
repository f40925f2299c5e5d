"""Plausibility of the figures: thresholds are data, findings annotate, nothing is altered."""

from tracker.checks.record import check_record, findings

__all__ = ["check_record", "findings"]
