"""From a public view to its layers."""

from __future__ import annotations

from dataclasses import replace

from tracker.export.countries import country_layers
from tracker.export.flows import flow_layers
from tracker.export.groups import group_layers
from tracker.export.layer import Layer
from tracker.export.sites import site_layers
from tracker.export.surveys import survey_layers
from tracker.export.units import unit_layers
from tracker.view import View

__all__ = ["all_layers", "narrowed_layers", "unit_layers"]

_LOOKS = ("classes", "rate_classes", "largest")


def narrowed_layers(view: View, part: View, *, sums: bool = True, curved: bool = False) -> list[Layer]:
    """Return every layer of a part of the view, with the classes and scales of the whole, as on pages."""
    whole = {layer.name: layer for layer in all_layers(view)}
    return [
        replace(layer, **{name: getattr(whole[layer.name], name) for name in _LOOKS})
        for layer in all_layers(part, sums=sums, curved=curved)
    ]


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
