"""The spaces of French that no line may break at, put in where texts are loaded.

People who edit a text type plain spaces; readers see the ones of the *Lexique des règles
typographiques en usage à l'Imprimerie nationale*: a no-break space before a colon and inside
guillemets, a thin one before ``; ! ?`` and a percent sign, and between groups of three digits, as
Babel writes numbers in French.
"""

from __future__ import annotations

import re

WIDE, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
_WIDE = re.compile(r" (?=[:»])|(?<=«) ")
_THIN = re.compile(r" (?=[;!?%])|(?<=[0-9]) (?=[0-9]{3}(?![0-9]))")
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}$")


def french(text: str) -> str:
    """Return a French text with no-break spaces where its typography asks for them; idempotent.

    A year before a number of three digits is no group of thousands.

    >>> french("Source : 1 000 PDI ; 5 %").replace(WIDE, "_").replace(THIN, ".")
    'Source_: 1.000 PDI.; 5.%'
    """
    wide = _WIDE.sub(WIDE, text)
    return _THIN.sub(lambda found: " " if _YEAR.search(wide[: found.start()]) else THIN, wide)
