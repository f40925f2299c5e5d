"""How sure a share from a sample can be: the Wilson score interval."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist


def wilson(share_percent: float, asked: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return the lower and upper bound, in percent, of a share observed among `asked` people.

    Source: Wilson 1927, J. Am. Stat. Assoc. 22:209-212, without continuity correction.  The
    interval assumes a simple random sample; a telephone survey is none, so it is the least doubt.

    Raises
    ------
    ValueError
        For a share outside 0 to 100, a sample of nobody, or a confidence outside 0 to 1.

    Examples
    --------
    >>> [round(bound, 2) for bound in wilson(68, 456)]
    [63.58, 72.11]
    """
    if not 0 <= share_percent <= 100:
        raise ValueError(f"a share lies between 0 and 100 percent, got {share_percent}")
    if not asked > 0:
        raise ValueError(f"a share needs at least one person asked, got {asked}")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence lies between 0 and 1, got {confidence}")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = share_percent / 100
    spread = 1 + z * z / asked
    centre = (share + z * z / (2 * asked)) / spread
    half = z / spread * sqrt(share * (1 - share) / asked + z * z / (4 * asked * asked))
    low = 0.0 if share_percent == 0 else max(0.0, centre - half)
    high = 1.0 if share_percent == 100 else min(1.0, centre + half)
    return 100 * low, 100 * high
