"""Counts the faults in deliveries with DuckDB: CHECKS DELIVERY... , the checks as the bench wrote them."""

import sys

import duckdb

MACROS = """
CREATE MACRO cijfers(x, n) AS length(x) = n AND regexp_full_match(x, '[0-9]*');
CREATE MACRO getal(x) AS try_cast(x AS BIGINT);
CREATE MACRO quotient(x, y) AS x // y;
CREATE MACRO deel(x, van, tot) AS substr(x, van + 1, tot - van);
CREATE MACRO datum(x) AS cijfers(x, 8) AND x >= '00010101' AND try_strptime(x, '%Y%m%d') IS NOT NULL;
CREATE MACRO onvolledigeDatum(x) AS datum(x) OR cijfers(x, 8) AND x >= '0001' AND substr(x, 5, 2) <= '12'
  AND substr(x, 7) = '00';
CREATE MACRO cijfer(x, n) AS ascii(substr(x, n, 1)) - 48;
CREATE MACRO som(x) AS 9 * cijfer(x, 1) + 8 * cijfer(x, 2) + 7 * cijfer(x, 3) + 6 * cijfer(x, 4) + 5 * cijfer(x, 5)
  + 4 * cijfer(x, 6) + 3 * cijfer(x, 7) + 2 * cijfer(x, 8) - cijfer(x, 9);
CREATE MACRO elfproefBSN(x) AS cijfers(x, 9) AND x <> '000000000' AND som(x) % 11 = 0;
CREATE MACRO elfproefOnderwijsnummer(x) AS cijfers(x, 9) AND x[1] = '1' AND som(x) % 11 = 5;
"""

# Lines are not split by any separator, and nothing is quoted in them.
LINES = """
CREATE TABLE regels AS SELECT filename AS bestand, regel FROM read_csv(
  $deliveries, columns = {'regel': 'VARCHAR'}, header = false, auto_detect = false, delim = '\x01', quote = '',
  escape = '', encoding = 'latin-1', filename = true)
"""

checks, *deliveries = sys.argv[1:]
database = duckdb.connect()
database.execute(MACROS)
database.execute(LINES, {"deliveries": deliveries})
with open(checks, encoding="utf-8") as file:
    print(*database.execute(file.read()).fetchone())
