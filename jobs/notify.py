"""Telling people, through apprise: e-mail, Teams, Slack, Telegram and the rest.

The addresses hold secrets and come from the environment only; nothing here prints them.
"""

from __future__ import annotations

import logging
import os
import warnings
from dataclasses import dataclass

from jobs.config import Event, Notifications
from jobs.hidden import scrub

log = logging.getLogger("tracker.notify")


@dataclass(frozen=True)
class Message:
    """What happened and what to do."""

    event: Event
    title: str
    body: str


def notify(message: Message, settings: Notifications) -> bool:
    """Send a message to every configured address; False when nobody could be told.

    A dry run, or an environment without addresses, writes the message to the log instead.  A
    receiver that does not answer is logged and does not fail the run.
    """
    if message.event not in settings.on:
        return False
    title, body = scrub(message.title), scrub(message.body)
    addresses = os.environ.get(settings.urls_env, "").split()
    if settings.dry_run or not addresses:
        why = "dry run" if settings.dry_run else f"{settings.urls_env} is not set"
        log.warning("not sent (%s): [%s] %s: %s", why, message.event, title, body)
        return False
    with warnings.catch_warnings():
        # apprise looks for a module that Python is about to drop
        warnings.simplefilter("ignore", DeprecationWarning)
        return _send(message.event, title, body, addresses, settings.urls_env)


def _send(event: Event, title: str, body: str, addresses: list[str], variable: str) -> bool:
    from apprise import Apprise, NotifyType

    kinds = {
        "failed": NotifyType.FAILURE,
        "refused": NotifyType.FAILURE,
        "stale": NotifyType.WARNING,
        "recovered": NotifyType.SUCCESS,
    }
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it logs addresses
    receivers = Apprise()
    for number, address in enumerate(addresses, start=1):
        if not receivers.add(address):
            log.error("address %s of %s is none that apprise understands", number, variable)
    sent = bool(receivers.notify(title=title, body=body or title, notify_type=kinds[event]))
    if not sent:
        log.error("[%s] %s: not every receiver could be told", event, title)
    return sent
