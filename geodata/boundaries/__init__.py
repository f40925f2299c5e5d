"""Boundary files of others: read, recognised, checked, repaired by listed rules, simplified, kept."""
