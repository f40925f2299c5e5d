"""Bytes to text cells.  Types come later; what is not a sound table is refused with the true reason."""
