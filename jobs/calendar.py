"""When a job is due: rules in words or cron, and the slots they give in a time zone.

APScheduler's cron arithmetic walks over wall-clock time without a zone; the zone is applied
here.  A wall time the clock skips in spring falls due right after the gap; one it shows twice in
autumn falls due once, the first time.  (Its own zone arithmetic does not move on from a wall time
that occurs twice.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from geodata.how_many import how_many
from jobs.errors import ConfigError

if TYPE_CHECKING:
    from apscheduler.triggers.cron import CronTrigger

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# crontab counts from Sunday; 7 is Sunday too
CRON_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORDS = re.compile(
    r"(?:(?P<weekly>weekly) on (?P<day>[a-z]+)"
    r"|(?P<daily>daily)"
    r"|(?P<monthly>monthly) on (?:day )?(?P<date>\d{1,2}))"
    r"(?: at)? (?P<hour>\d{1,2}):(?P<minute>\d{2})"
)


@dataclass(frozen=True)
class Rule:
    """A schedule in a time zone."""

    words: str
    zone: ZoneInfo
    trigger: CronTrigger

    def slots(self, after: datetime, until: datetime) -> list[datetime]:
        """Return the moments due after the one and up to the other, in UTC, oldest first."""
        found: list[datetime] = []
        wall = _as_wall(after.astimezone(self.zone)) - timedelta(hours=3)
        end = until.astimezone(UTC)
        while True:
            fire = self.trigger.get_next_fire_time(None, wall)
            if fire is None:
                return found
            moment = _in_zone(fire, self.zone)
            if moment > end:
                return found
            if moment > after and (not found or moment > found[-1]):
                found.append(moment)
            wall = fire + timedelta(seconds=1)

    def following(self, after: datetime) -> datetime | None:
        """Return the next moment due, in UTC."""
        for days in (2, 9, 40, 400, 1500):
            if slots := self.slots(after, after + timedelta(days=days)):
                return slots[0]
        return None


def rule(words: str, zone: str) -> Rule:
    """Read a schedule: ``weekly on Monday 06:00``, ``daily at 06:00``, ``monthly on 1 06:00`` or cron.

    In cron's five fields the days of the week are crontab's (0 and 7 are Sunday).

    Raises
    ------
    ConfigError
        When the words or the zone are not understood.
    """
    from apscheduler.triggers.cron import CronTrigger

    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigError(f"no time zone {zone!r}; expected a name such as Africa/Bamako") from error
    try:
        return Rule(words, place, CronTrigger(**_fields(words), second=0, timezone=UTC))
    except (ValueError, KeyError) as error:
        raise ConfigError(
            f"schedule {words!r} is not understood ({error}); expected 'weekly on Monday 06:00', "
            "'daily at 06:00', 'monthly on 1 06:00' or the five fields of cron"
        ) from error


def _fields(words: str) -> dict[str, str]:
    spoken = WORDS.fullmatch(" ".join(words.lower().split()))
    if spoken:
        clock = {"hour": str(int(spoken["hour"])), "minute": str(int(spoken["minute"]))}
        if spoken["weekly"]:
            if spoken["day"] not in DAYS:
                raise ValueError(f"{spoken['day']} is no day of the week")
            return {**clock, "day_of_week": spoken["day"][:3]}
        if spoken["monthly"]:
            if not 1 <= int(spoken["date"]) <= 28:
                raise ValueError("a monthly job needs a day from 1 to 28, which every month has")
            return {**clock, "day": spoken["date"]}
        return clock
    parts = words.split()
    if len(parts) != 5:
        raise ValueError(how_many(len(parts), "word"))
    minute, hour, day, month, weekday = parts
    if day != "*" and weekday != "*":
        raise ValueError("name a day of the month or a day of the week, not both")
    return {"minute": minute, "hour": hour, "day": day, "month": month, "day_of_week": _weekdays(weekday)}


def _weekdays(field: str) -> str:
    """Translate crontab's weekday numbers into names, which mean the same everywhere."""
    if field == "*":
        return field
    named: list[str] = []
    for part in field.lower().split(","):
        span, _, step = part.partition("/")
        first, _, last = ("0-6" if span == "*" else span).partition("-")
        days = [first] if not last else [first, last]
        if not all(day.isdigit() for day in days):
            if step or any(day not in CRON_DAYS for day in days):
                raise ValueError(f"{part} is no day of the week")
            named.append(part)
            continue
        numbers = range(int(first), int(last or first) + 1, int(step or 1))
        if not numbers:
            raise ValueError(f"{part} names no day")
        named += [CRON_DAYS[number] for number in numbers if number < len(CRON_DAYS)]
        if max(numbers) >= len(CRON_DAYS):
            raise ValueError(f"{part}: days run from 0 to 7")
    return ",".join(dict.fromkeys(named))


def _as_wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC, fold=0)


def _in_zone(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment of a wall time; one in the spring gap is read with the offset before it."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
