"""Kinds of movement, as files name them in French and English, to indicators of flows."""

from __future__ import annotations

KINDS = {
    "deplacement": "flow_displacement",
    "displacement": "flow_displacement",
    "retour": "flow_return",
    "return": "flow_return",
    "rapatriement": "flow_repatriation",
    "repatriation": "flow_repatriation",
    "transfrontalier": "flow_cross_border",
    "cross border": "flow_cross_border",
    "deplacement secondaire": "flow_secondary_displacement",
    "secondary displacement": "flow_secondary_displacement",
    "pendulaire": "flow_pendular",
    "pendular": "flow_pendular",
    "suivi des flux": "flow_monitoring",
    "flow monitoring": "flow_monitoring",
}
