"""Returned too early: people displaced again after they went back."""

from __future__ import annotations


def secondary_displacement_rate(displaced_again: float, returned: float) -> float:
    """Return people displaced again per hundred returned, in percent.

    Source: IDMC figure categories (failed return, returnee displacement) for what is counted;
    the ratio is this tracker's.

    Raises
    ------
    ValueError
        When nobody returned, or more were displaced again than returned.
    """
    if not returned > 0:
        raise ValueError(f"nobody returned ({returned:g}): there is no rate")
    if not 0 <= displaced_again <= returned:
        raise ValueError(
            f"{displaced_again:g} displaced again of {returned:g} returned: expected 0 to {returned:g}"
        )
    return displaced_again / returned * 100
