"""Places: what a P-code is, what a place is called, where its border ran on a date."""
