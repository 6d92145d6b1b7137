"""What is measured, and where it lies; the environment changes it."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".build" / "bench-work"
BINARIES = ROOT / ".build" / "release"
BENCHMARKS = ROOT / "Benchmarks"
SPECS = ROOT / "Specs"
RESULTS = BENCHMARKS / "results"

FULL = 1_000_000
LARGEST_DELIVERY = 200_000
DATE = "2010-02-01"


def _number(name, default):
    return int(os.environ.get(name) or default)


MELDINGEN = _number("BENCH_MELDINGEN", FULL)
ROUNDS = _number("BENCH_ROUNDS", 5)
PERSONS = _number("BENCH_PERSONS", 3 * MELDINGEN)
# What takes minutes a round: 25 deliveries against 5.
LONG = bool(_number("BENCH_LONG", 0))
# 10 GB through the bare readers.
HUGE = bool(_number("BENCH_HUGE", 0))
# A regular expression: only the rows of which it finds it in the key are measured.
ONLY = os.environ.get("BENCH_ONLY") or ""
# Writes the result to be committed.
SAVE = bool(_number("BENCH_SAVE", 0))

# Five deliveries, however small the trial is.
DELIVERY = min(LARGEST_DELIVERY, -(-MELDINGEN // 5))
