"""Inputs 1 to 55 and 86 to 88 of the corpus: delimited text."""

from __future__ import annotations

import gzip
import unicodedata

from tests.read.corpus import (
    ADMIN1,
    ADMIN2,
    CODE2,
    CODES,
    DATE,
    HEADER,
    IDPS,
    LAT,
    LON,
    TRUTH,
    case,
    csv_of,
    declared,
    notation,
    rows,
)

EVERY = tuple(range(6))


def column(place: int, change: object) -> list[list[str]]:
    """Return the table with one column changed in every row."""
    table = rows()
    for row in table[1:]:
        row[place] = change(row[place])  # type: ignore[operator]
    return table


def counts(**texts: str) -> list[list[str]]:
    return rows(**{f"{row}c{IDPS}": text for row, text in texts.items()})


case(1, "UTF-8 byte order mark", "a.csv", "A")(lambda: csv_of(rows(), encoding="utf-8-sig"))
case(2, "cp1252 accents", "a.csv", "A")(lambda: csv_of(rows(), encoding="cp1252"))
case(3, "UTF-16 Unicode text", "a.csv", "A")(lambda: csv_of(rows(), delimiter="\t", encoding="utf-16"))
case(4, "mojibake", "a.csv", "F", code="accents were damaged")(
    lambda: csv_of(rows()).decode().encode().decode("cp1252").encode()
)


@case(5, "semicolon and decimal comma", "a.csv", "A")
def _semicolon() -> bytes:
    table = column(LAT, lambda text: text.replace(".", ","))
    for row in table[1:]:
        row[LON] = row[LON].replace(".", ",")
    return csv_of(table, delimiter=";")


case(6, "tab in .csv", "a.csv", "A")(lambda: csv_of(rows(), delimiter="\t"))
case(7, "sep=; line", "a.csv", "A")(lambda: b"sep=;\r\n" + csv_of(rows(), delimiter=";", end="\r\n"))
case(8, "thousands by space", "a.csv", "A")(
    lambda: csv_of(column(IDPS, lambda n: f"{int(n):,}".replace(",", " ")))
)
case(9, "thousands by no-break space", "a.csv", "A")(
    lambda: csv_of(column(IDPS, lambda n: f"{int(n):,}".replace(",", "\u00a0")))
)
case(10, "thousands by narrow no-break space", "a.csv", "A")(
    lambda: csv_of(column(IDPS, lambda n: f"{int(n):,}".replace(",", "\u202f")))
)
case(11, "quoted 1,234", "a.csv", "A")(lambda: csv_of(column(IDPS, lambda n: f"{int(n):,}")))
# 987 has no separator and is right as it stands.
case(12, "1.234 thousands", "a.csv", "Q", (0, 1, 3, 4, 5), "ambiguous_number")(
    lambda: csv_of(column(IDPS, lambda n: f"{int(n):,}".replace(",", ".")))
)


@case(13, "HXL tag row", "a.csv", "A")
def _tags() -> bytes:
    tags = ["#date+reported", "#adm1+name", "#adm1+code", "#adm2+name", "#adm2+code", "#geo+lat", "#geo+lon"]
    table = rows()
    return csv_of([table[0], [*tags, "#affected+idps+ind", "#affected+idps+hh"], *table[1:]])


@case(14, "title rows above the header", "a.csv", "A")
def _titles() -> bytes:
    blank = [""] * 9
    return csv_of([["Situation des PDI au Mali", *blank[1:]], ["mars 2024", *blank[1:]], blank, *rows()])


def _total(label: str, people: int, households: int = 2346) -> list[str]:
    return ["2024-03-31", label, "", "", "", "", "", str(people), str(households)]


case(15, "total row", "a.csv", "A")(lambda: csv_of([*rows(), _total("TOTAL", 11735)]))


@case(16, "sub-total rows", "a.csv", "A")
def _subtotals() -> bytes:
    table = rows()
    return csv_of([*table[:4], _total("Sous-total", 4566, 913), *table[4:], _total("Total général", 11735)])


case(17, "duplicate rows", "a.csv", "Q", code="duplicate_row")(lambda: csv_of([*rows(), TRUTH[2]]))
case(18, "negative", "a.csv", "Q", (1,), "negative_number")(lambda: csv_of(counts(r1="-1234")))


@case(19, "latitude and longitude exchanged", "a.csv", "Q", (0, 1, 2, 3, 4, 5))
def _swapped() -> bytes:
    table = rows()
    for row in table[1:]:
        row[LAT], row[LON] = row[LON], row[LAT]
    return csv_of(table)


case(20, "degrees, minutes, seconds", "a.csv", "Q", EVERY, "malformed_position")(
    lambda: csv_of(column(LAT, lambda _: "14°29'24\"N"))
)
case(21, "west longitude unsigned", "a.csv", "Q", EVERY, "unsigned_longitude")(
    lambda: csv_of(column(LON, lambda text: text.lstrip("-")))
)
case(22, "unknown P-code", "a.csv", "Q", (3,))(lambda: csv_of(rows(r3c4="ML9999")))
case(23, "P-code without prefix", "a.csv", "Q", EVERY, "malformed_code")(
    lambda: csv_of(column(CODE2, lambda text: text.removeprefix("ML")))
)
case(24, "1E040101 code", "a.csv", "Q", (2,), "malformed_code")(lambda: csv_of(rows(r2c4="1E040101")))


@case(25, "decomposed accents, double space, zero-width space", "a.csv", "A")
def _unicode() -> bytes:
    table = column(ADMIN1, lambda text: unicodedata.normalize("NFD", text) + "\u200b")
    for row in table[1:]:
        row[ADMIN2] = " " + unicodedata.normalize("NFD", row[ADMIN2]) + "  "
    return csv_of(table)


case(26, "Timbuktu, SEGOU", "a.csv", "A")(lambda: csv_of(rows(r2c1="Timbuktu", r3c1="SEGOU", r3c3="SEGOU")))
case(27, "dd/mm/yyyy", "a.csv", "Q", EVERY, "date_format")(
    lambda: csv_of(column(DATE, lambda _: "31/03/2024"))
)
case(27, "dd/mm/yyyy, declared", "b.csv", "A", source=notation(dates=("%d/%m/%Y",)))(
    lambda: csv_of(column(DATE, lambda _: "31/03/2024"))
)
case(28, "mixed date orders", "a.csv", "Q", (0, 1), "date_format")(
    lambda: csv_of(rows(r0c0="03/31/2024", r1c0="31/03/2024"))
)
case(29, "spreadsheet serial date", "a.csv", "Q", EVERY, "date_format")(
    lambda: csv_of(column(DATE, lambda _: "45382"))
)
case(30, "31 mars 2024", "a.csv", "A", source=notation(dates=("month-name",)))(
    lambda: csv_of(column(DATE, lambda _: "31 mars 2024"))
)
case(31, "ND, -, N/A", "a.csv", "N", (0, 1, 2))(lambda: csv_of(counts(r0="ND", r1="-", r2="N/A")))
case(32, "NA and null as names", "a.csv", "Q", (0, 1))(lambda: csv_of(rows(r0c3="NA", r1c3="null")))
case(33, "<5, ~, *", "a.csv", "Q", (0, 1, 2))(lambda: csv_of(counts(r0="<5", r1="~", r2="*")))
case(33, "* declared as suppressed", "b.csv", "N", (2,), source=notation(suppressed=("*",)))(
    lambda: csv_of(counts(r2="*"))
)
case(34, "formula as text", "a.csv", "Q", (0, 1), "formula_text")(
    lambda: csv_of(rows(r0c3='=HYPERLINK("http://x","Mopti")', r1c7="@SUM(A1:A9)"))
)
case(35, "line end in a field", "a.csv", "A")(lambda: csv_of(rows(r0c3="Mopti\n")))
case(36, "quotation mark never closed", "a.csv", "F", code="never closed")(
    lambda: csv_of(rows()).replace(b"Mopti,ML05,", b'"Mopti,ML05,')
)
case(37, "row with a field too many", "a.csv", "Q", (1,), "ragged_row")(
    lambda: csv_of([row if at != 2 else [*row, "9"] for at, row in enumerate(rows())])
)
case(38, "row with a field too few", "a.csv", "Q", (1,), "ragged_row")(
    lambda: csv_of([row if at != 2 else row[:-1] for at, row in enumerate(rows())])
)
case(39, "last row cut", "a.csv", "F", code="cut")(lambda: csv_of(rows())[:-12])
case(40, "empty file", "a.csv", "F", code="empty")(lambda: b"")
case(41, "header only", "a.csv", "F", code="no rows of data")(lambda: csv_of(rows()[:1]))
case(42, "NUL bytes", "a.csv", "F", code="NUL")(lambda: csv_of(rows()).replace(b"Gao", b"G\x00o"))
case(43, "HTML error page", "a.csv", "F", code="HTML")(
    lambda: b"<!DOCTYPE html><html><body>502</body></html>"
)
case(44, "gzip named .csv", "a.csv", "F", code="gzip")(lambda: gzip.compress(csv_of(rows()), mtime=0))
case(45, "JSON answer 401", "a.csv", "F", code="401")(
    lambda: b'{"statusCode": 401, "message": "Access denied due to missing subscription key"}'
)
case(46, "Git LFS pointer", "a.csv", "F", code="Git LFS")(
    lambda: b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 2\n"
)
case(47, "column twice", "a.csv", "F", code="same thing")(
    lambda: csv_of([[*row, "IDPs" if at == 0 else "1"] for at, row in enumerate(rows())])
)
case(48, "column missing", "a.csv", "F", code="expected columns")(lambda: csv_of([row[:7] for row in rows()]))
case(49, "columns in another order", "a.csv", "A")(lambda: csv_of([row[::-1] for row in rows()]))
case(50, "CR line ends", "a.csv", "A")(lambda: csv_of(rows(), end="\r", encoding="mac_roman"))
case(51, "100,000 blank rows", "a.csv", "A")(lambda: csv_of(rows()) + b",,,,,,,,\n" * 100_000)
case(52, "mixed line ends", "a.csv", "A")(
    lambda: csv_of(rows()).replace(b"361\n", b"361\r\n").replace(b"469\n", b"469\r\n")
)
case(53, "1234.5", "a.csv", "Q", (1,), "not_whole")(lambda: csv_of(counts(r1="1234.5")))
case(54, "99,999,999,999", "a.csv", "Q", (1,))(lambda: csv_of(counts(r1="99999999999")))
case(55, "Arabic-Indic digits", "a.csv", "Q", (1,), "foreign_digits")(lambda: csv_of(counts(r1="١٢٣٤")))
case(56, "full-width digits", "a.csv", "Q", (1,), "foreign_digits")(lambda: csv_of(counts(r1="１２３４")))
case(57, "scientific notation", "a.csv", "Q", (1,), "scientific_number")(lambda: csv_of(counts(r1="1.234E3")))
case(58, "footnote mark glued", "a.csv", "Q", (1, 3), "glued_mark")(
    lambda: csv_of(counts(r1="1 2341", r3="4,3211"))
)
case(59, "plus de 1 200", "a.csv", "N", (1,))(lambda: csv_of(counts(r1="plus de 1 200")))
case(60, "conflicting figures", "a.csv", "Q", (2,), "conflicting_rows")(
    lambda: csv_of([*rows(), [*TRUTH[2][:7], "988", "197"]])
)


@case(86, "two tables side by side", "a.csv", "F", code="same thing")
def _side_by_side() -> bytes:
    return csv_of([[*row, "", *row] for row in rows()])


@case(87, "footer note", "a.csv", "Q", code="not_a_row")
def _footer() -> bytes:
    return csv_of([*rows(), ["Source : DTM, mars 2024. Les chiffres sont provisoires.", *[""] * 8]])


case(88, "code and name of two places", "a.csv", "Q", (0,))(lambda: csv_of(rows(r0c4=CODES[3])))
case(91, "share instead of a count", "a.csv", "Q", (1,), "percent")(lambda: csv_of(counts(r1="0.91 %")))
assert len(HEADER) == 9
_ = declared
