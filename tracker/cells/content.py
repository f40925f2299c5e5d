"""What a file is, by its content; never by its name."""

from __future__ import annotations

import io
import zipfile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta")


def kind_of(head: bytes) -> str:
    """Return csv, json, zip, ole, or what the content is instead of data.

    `head` is the beginning of the file; 4 kB suffice.
    """
    if not head:
        return "empty"
    for magic, kind in (
        (OLE, "ole"),
        (b"PK\x03\x04", "zip"),
        (b"PK\x05\x06", "zip"),
        (b"\x1f\x8b", "gzip"),
        (b"BZh", "bzip2"),
        (b"\xfd7zXZ", "xz"),
        (b"%PDF", "pdf"),
        (b"SQLite format 3", "sqlite"),
        (b"RDX", "rda"),
        (b"\x89PNG", "image"),
        (b"version https://git-lfs", "git-lfs"),
    ):
        if head.startswith(magic):
            return kind
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        return "blank"
    if start.startswith(_HTML):
        return "html"
    if start.startswith((b"<?xml", b"<")):
        return "html" if b"<html" in start else "xml"
    if start[:1] in (b"{", b"["):
        return "json"
    return "csv"


REFUSALS = {
    "empty": "the file is empty",
    "blank": "the file holds nothing but blanks",
    "gzip": "it is a gzip archive; unpack it first",
    "bzip2": "it is a bzip2 archive; unpack it first",
    "xz": "it is an xz archive or a compressed R data file; unpack it, or export the table as CSV",
    "rda": "it is an R data file; export its table as CSV",
    "pdf": "it is a PDF; type its table into the template of `tracker template pdi`",
    "sqlite": "it is an SQLite database",
    "image": "it is an image",
    "git-lfs": "it is a Git LFS pointer, not the file itself; fetch the file with `git lfs pull`",
    "html": "it is a web page (HTML), whatever its name; an error or log-in page was probably saved",
    "xml": "it is an XML document, not a table",
}

# Sound files of a type that holds no table we read; the others are not what they should be.
OTHER_TYPES = ("rda", "pdf", "sqlite", "image", "gzip", "bzip2", "xz", "xml")


def zip_kind(data: bytes) -> str:
    """Return xlsx, ods or other for a zip archive.

    Raises
    ------
    zipfile.BadZipFile
        When the archive is truncated or damaged.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            return "xlsx"
        small = "mimetype" in names and archive.getinfo("mimetype").file_size < 200
        if small and archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return "ods"
        if any(name.startswith("word/") for name in names):
            return "docx"
        return "xlsb" if "xl/workbook.bin" in names else "other"
