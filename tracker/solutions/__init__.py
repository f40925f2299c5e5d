"""Can people stay?  Returns, settlement options, debt, services and what reaches whom."""

from tracker.solutions.complete import complete
from tracker.solutions.measures import measures
from tracker.solutions.sites import sites
from tracker.solutions.surveys import surveys

__all__ = ["complete", "measures", "sites", "surveys"]
