"""The root of the error tree.

A faulty *row* is data (a `Problem`); a faulty *run* is one of these.  The command line prints the
message as one line and leaves with status 1, so a message says what happened, what was expected,
what was got, what we did and what to do.
"""


class TrackerError(Exception):
    """Something the user can read and act on; never a traceback."""


class PlaceError(TrackerError):
    """A place, a P-code, an edition or a boundary file that cannot be used."""


class BoundaryError(PlaceError):
    """A boundary file that cannot be read, trusted or stored."""
