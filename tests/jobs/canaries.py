"""Secrets made up for the tests, and a search for them in any form a program may have left them in."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote, quote_plus

KEY = "kanarie/key+7731=geheim"
SMTP = "kanarie@smtp:9917/geheim"
DATABASE = "kanarie%base/5512 geheim"
HOOK = "kanarie-hook-3380-geheim"
PING = "kanarie-ping-2046-geheim"
ALL = (KEY, SMTP, DATABASE, HOOK, PING)


def environment(receiver: str) -> dict[str, str]:
    """Return every secret a process is given: key, mail password, web hook, database, watchdog."""
    mail = f"mailto://keeper:{quote(SMTP, safe='')}@example.org:9?to=keeper@example.org&smtp=127.0.0.1"
    return {
        "TEST_SOURCE_KEY": KEY,
        "TRACKER_NOTIFY_URLS": f"json://keeper:{HOOK}@{receiver}/hook {mail}",
        "TRACKER_PING_URL": f"http://{receiver}/check/{PING}",
    }


def database_url() -> str:
    """Return the address of a database nobody answers at."""
    return f"postgresql://tracker:{quote(DATABASE, safe='')}@127.0.0.1:9/record"


def forms(secret: str) -> set[bytes]:
    """Return a secret as written, as in addresses, in base64 at any offset, and in hexadecimal."""
    plain = secret.encode()
    found = {plain, quote(secret).encode(), quote(secret, safe="").encode(), quote_plus(secret).encode()}
    for offset in range(3):
        for code in (base64.b64encode, base64.urlsafe_b64encode):
            # the first and last letters also depend on what stands beside the secret
            found.add(code(b"\0" * offset + plain)[4:-4])
    return found | {plain.hex().encode(), repr(secret)[1:-1].encode()}


def leaks(folders: Iterable[Path], said: Mapping[str, str]) -> list[str]:
    """Return where any secret stands, in any form: files below the folders, and what was said."""
    sought = {form for secret in ALL for form in forms(secret)}
    found = [name for name, text in said.items() if any(form in text.encode() for form in sought)]
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                content = path.read_bytes()
                found += [str(path) for form in sought if form in content or form.decode() in str(path)]
    return found
