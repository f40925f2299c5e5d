"""Moments of recording as text of one fixed shape, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from tracker.errors import StoreError

_SHAPE = "%Y-%m-%dT%H:%M:%S.%fZ"


def moment(when: datetime) -> str:
    """Return a moment as ``YYYY-MM-DDTHH:MM:SS.ffffffZ`` in UTC.

    Raises
    ------
    StoreError
        When `when` carries no time zone: nobody could say later what it meant.
    """
    if when.tzinfo is None:
        raise StoreError(f"the moment {when.isoformat()} has no time zone; pass one in UTC")
    return when.astimezone(UTC).strftime(_SHAPE)


def known_until(as_of: str | date | datetime) -> str:
    """Return the first moment that is *not* covered by ``as_of``.

    A day covers all of itself (in UTC, which is Mali's own time); a moment covers itself.

    Raises
    ------
    StoreError
        When the text is no ISO 8601 date or moment.
    """
    if isinstance(as_of, str):
        try:
            as_of = date.fromisoformat(as_of) if len(as_of) == 10 else datetime.fromisoformat(as_of)
        except ValueError:
            raise StoreError(
                f"as-of {as_of!r} is no date; expected YYYY-MM-DD or an ISO 8601 moment"
            ) from None
    if isinstance(as_of, datetime):
        whole = as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC)
        return moment(whole + timedelta(microseconds=1))
    return moment(datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC) + timedelta(days=1))
