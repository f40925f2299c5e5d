"""The plainest possible load of a CSV: pandas.read_csv(dtype=str) and a bulk insert into SQLite.

Run as ``python -m tests.benchmarks.plain_load WAY FILE DATABASE``; WAY is one of `WAYS`.
"""

from __future__ import annotations

import sqlite3
import sys

import pandas as pd

WAYS = ("to_sql", "executemany")


def main() -> None:
    way, path, database = sys.argv[1:4]
    table = pd.read_csv(path, dtype=str)
    connection = sqlite3.connect(database)
    if way == "to_sql":
        table.to_sql("figures", connection, index=False)
    else:
        connection.execute(f"CREATE TABLE figures ({', '.join(table.columns)})")
        marks = ", ".join("?" * table.shape[1])
        rows = zip(*(table[name].tolist() for name in table.columns), strict=True)
        connection.executemany(f"INSERT INTO figures VALUES ({marks})", rows)
    connection.commit()
    connection.close()


if __name__ == "__main__":
    main()
