"""Doing it on time, publishing it whole, and remembering that it was done."""
