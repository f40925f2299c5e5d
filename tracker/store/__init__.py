"""The record on disk: append-only, bitemporal, one load one transaction."""

from tracker.store.reading import Loadable
from tracker.store.report import LoadReport, People
from tracker.store.store import Store, open_store

__all__ = ["LoadReport", "Loadable", "People", "Store", "open_store"]
