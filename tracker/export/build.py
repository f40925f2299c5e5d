"""From a public view to its layers."""

from __future__ import annotations

from tracker.export.countries import country_layers
from tracker.export.flows import flow_layers
from tracker.export.groups import group_layers
from tracker.export.layer import Layer
from tracker.export.sites import site_layers
from tracker.export.surveys import survey_layers
from tracker.export.units import unit_layers
from tracker.view import View

__all__ = ["all_layers", "unit_layers"]


def all_layers(view: View, *, sums: bool = True, curved: bool = False) -> list[Layer]:
    """Return every layer of the view; without `sums`, none of groups (of a narrowed view)."""
    return [
        *unit_layers(view),
        *(group_layers(view) if sums else []),
        *country_layers(view),
        *flow_layers(view, curved=curved),
        *site_layers(view),
        *survey_layers(view),
    ]
