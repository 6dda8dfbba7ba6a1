"""Asks DuckDB about the catalogue's files: a query a line of standard input, its rows as a line of JSON."""
import json
import sys

import duckdb

# What of Athena's SQL DuckDB has under another name, or in another way.
DIFFERENCES = [
    "SET TimeZone = 'UTC'",
    "SET lambda_syntax = 'ENABLE_SINGLE_ARROW'",
    "CREATE MACRO cardinality(list) AS len(list)",
    "CREATE MACRO element_at(list, place) AS list_extract(list, place)",
    "CREATE MACRO sequence(first, last, step := 1) AS generate_series(first, last, step)",
]

database = duckdb.connect()
for statement in DIFFERENCES:
    database.execute(statement)
folder, queries = sys.argv[1:]
for table in ("tickets", "messages", "attachments"):
    files = f"read_parquet('{folder}/{table}/*/*.parquet', hive_partitioning = true)"
    database.execute(f"CREATE VIEW {table} AS SELECT * FROM {files}")
with open(queries, encoding="utf-8") as lines:
    for line in lines:
        rows = database.execute(json.loads(line).replace("transform(", "list_transform(")).fetchall()
        print(json.dumps(rows, default=str))
