"""Bytes to text: UTF-8 strictly, else what the letters of the region allow, and it is said."""

from __future__ import annotations

import codecs
import re

from tracker.errors import UnreadableFile

# Letters beyond ASCII that French, the national languages of Mali in Latin script and office
# typography use.  A legacy decoding that yields any other letter is a wrong guess.
_EXPECTED = set(
    "àâäáãæçéèêëíìîïñóòôöõœúùûüÿÀÂÄÁÃÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕŒÚÙÛÜŸ‘’‚“”„«»–—…•·°ºª²³€£§©®±×½¼¾µ\u00a0\u00ad\u202f¨´"
)
# UTF-8 read as cp1252 and saved again: é has become Ã©.
_MOJIBAKE = re.compile(r"Ã[\u0080-\u00bf©¨ªàâ§«®¯´»¼±‰€Šˆ‹œ]|Â[\u00a0°»«·]|â€[™œ“”¦\u009d]|Ã¯Â»Â¿")


def decode(data: bytes) -> tuple[str, str, list[str]]:
    """Return the text, the encoding found and notes for the reader of the report.

    Raises
    ------
    UnreadableFile
        For NUL bytes, damaged accents and encodings that cannot be told.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return _sound(data.decode(name)), name, []
            except UnicodeDecodeError as error:
                raise UnreadableFile(
                    f"it begins as {name} but byte {error.start + 1} is not; it is damaged"
                ) from None
    if b"\x00" in data:
        raise UnreadableFile(
            f"it holds NUL bytes (the first at byte {data.index(0) + 1}); it is damaged or no text"
        )
    try:
        return _sound(data.decode("utf-8")), "utf-8", []
    except UnicodeDecodeError:
        return _legacy(data)


def _legacy(data: bytes) -> tuple[str, str, list[str]]:
    old_mac = b"\r" in data and b"\n" not in data
    for name in ("mac_roman", "cp1252") if old_mac else ("cp1252", "mac_roman"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if all(letter in _EXPECTED for letter in set(text) if ord(letter) > 127):
            return _sound(text), name, [f"not UTF-8; read as {name}, every accent is a letter used in French"]
    raise UnreadableFile(
        "it is neither UTF-8 nor an encoding in which its accents are French letters; save it as UTF-8"
    )


def _sound(text: str) -> str:
    if "\x00" in text:
        raise UnreadableFile("it holds NUL characters; it is damaged or no text")
    suspect = not text.isascii() and any(sign in text for sign in ("Ã", "Â", "â€"))
    if suspect and (damage := _MOJIBAKE.search(text)):
        start = max(0, damage.start() - 12)
        piece = " ".join(text[start : damage.end() + 12].split())
        raise UnreadableFile(f"its accents were damaged before it was saved (…{piece}…); get the original")
    return text
