"""Every rule gives one slot per period, whatever the clocks of its zone do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from jobs.calendar import rule
from jobs.errors import ConfigError


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "weekdays"),
    [
        ("weekly on Monday 06:00", {0}),
        ("weekly on sunday at 06:00", {6}),
        ("0 6 * * 1", {0}),
        ("0 6 * * 0", {6}),
        ("0 6 * * 7", {6}),
        ("0 6 * * mon", {0}),
        ("0 6 * * 1-5", {0, 1, 2, 3, 4}),
        ("0 6 * * 5-7", {4, 5, 6}),
        ("0 6 * * */2", {6, 1, 3, 5}),
        ("0 6 * * mon-wed,6", {0, 1, 2, 5}),
        ("daily at 06:00", {0, 1, 2, 3, 4, 5, 6}),
    ],
)
def test_days_of_the_week_mean_what_crontab_says(words: str, weekdays: set[int]) -> None:
    slots = rule(words, "Africa/Bamako").slots(moment("2026-01-01"), moment("2026-01-29"))
    assert {slot.weekday() for slot in slots} == weekdays
    assert {(slot.hour, slot.minute) for slot in slots} == {(6, 0)}
    assert len(slots) == 4 * len(weekdays)


@pytest.mark.parametrize("wall", ["01:59", "02:00", "02:30", "03:00", "03:30"])
@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Santiago", "Africa/Casablanca"])
def test_a_daily_job_falls_due_once_a_day_through_every_change_of_the_clocks(wall: str, zone: str) -> None:
    daily = rule(f"daily at {wall}", zone)
    start = datetime(2026, 1, 1, 12, tzinfo=ZoneInfo(zone))
    slots = daily.slots(start, start + timedelta(days=730))
    dates = [slot.astimezone(ZoneInfo(zone)).date() for slot in slots]
    assert len(dates) == len(set(dates))
    assert 729 <= len(dates) <= 731
    walked: list[datetime] = []
    at = start
    while (following := daily.following(at)) and following <= slots[-1]:
        walked.append(following)
        at = following
    assert walked == slots


def test_a_weekly_slot_in_the_spring_gap_falls_due_after_it() -> None:
    sundays = rule("weekly on Sunday 02:30", "Europe/Paris")
    assert sundays.slots(moment("2026-03-28"), moment("2026-03-30")) == [moment("2026-03-29T01:30")]
    assert sundays.slots(moment("2026-10-24"), moment("2026-10-26")) == [moment("2026-10-25T00:30")]


@pytest.mark.parametrize(
    ("words", "zone", "message"),
    [
        ("weekly on Mondy 06:00", "Africa/Bamako", "mondy is no day"),
        ("monthly on 31 06:00", "Africa/Bamako", "from 1 to 28"),
        ("weekly on Monday 26:00", "Africa/Bamako", "not understood"),
        ("every now and then", "Africa/Bamako", "not understood"),
        ("0 6 1 * 1", "Africa/Bamako", "not both"),
        ("0 6 * * 8", "Africa/Bamako", "not understood"),
        ("0 6 * * 1", "Africa/Bamaco", "no time zone"),
    ],
)
def test_what_is_not_understood_is_said(words: str, zone: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        rule(words, zone)
