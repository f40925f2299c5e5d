"""Places: what a P-code is, what a place is called, where its border ran on a date."""

DEFAULT_EDITION = "cod-ab-2021"
"""Where a name is looked for when its source is about no edition."""
