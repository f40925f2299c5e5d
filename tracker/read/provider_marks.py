"""Rows on which the provider itself has written a warning or an error."""

from __future__ import annotations

import pandas as pd

from geodata.nations import country_code
from tracker.read.draft import Draft


def set_aside_marked(draft: Draft) -> None:
    """Quarantine rows with an error of the provider; note its warnings.  Other countries are let be."""
    body = draft.table.body
    here = pd.Series(True, index=body.index)
    for role in ("country_code", "origin_code"):
        if role in body:
            here = (
                body[role].map({text: country_code(text) for text in body[role].unique()})
                == draft.source.country
            )
            break
    for role, severity in (("error", "quarantined"), ("warning", "note")):
        if role not in body:
            continue
        marked = body.index[here & (body[role].str.strip() != "")]
        for row in marked:
            words = f"the provider's {role}: {body.at[row, role]!s}"
            if severity == "quarantined":
                draft.quarantine([int(row)], "provider_error", words, role=role)
            else:
                draft.remark("provider_warning", words, row=int(row), role=role)
