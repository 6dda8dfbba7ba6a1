"""Reads tables with DuckDB, and writes a line of JSON for each: its columns and its rows, as text and as DuckDB takes them."""

import json
import sys

import duckdb


def rows_of(query, path):
    table = duckdb.execute(query, [path])
    return [column[0] for column in table.description], table.fetchall()


for path in sys.argv[1:]:
    if path.endswith(".ndjson"):
        rows = rows_of("SELECT json FROM read_ndjson_objects($1)", path)[1]
        counted = rows_of("SELECT count(*) FROM read_json($1, maximum_object_size = 100000000)", path)[1]
        told = {"rows": [json.loads(row[0]) for row in rows], "counted": counted[0][0]}
    else:
        columns, rows = rows_of("SELECT * FROM read_csv($1, header = true, all_varchar = true)", path)
        typed = rows_of("SELECT COLUMNS(*)::VARCHAR FROM read_csv($1, header = true)", path)[1]
        told = {"columns": columns, "rows": rows, "typed": typed}
    print(json.dumps(told))
