"""The legacy chain: GnuCOBOL reads and checks, PostgreSQL stages and merges, gzip packs the answer."""

import time

from inputs import files
from process import Sample, run
from settings import BENCHMARKS, WORK


class LegacyChain:
    """Takes delivery after delivery through all its steps, as a night of jobs does."""

    # What it is asked for at the end: how `bronbatch register status` calls it, and the table.
    KEPT = {
        "personen": "persoon", "inschrijving": "inschrijving", "periode": "periode", "bpv": "bpv",
        "diploma": "diploma",
    }

    def __init__(self, cluster, program, deliveries, answers):
        self.cluster = cluster
        self.program = program
        self.deliveries = deliveries
        # Those of ours: it packs as much as we do.
        self.answers = answers

    def measure(self):
        self.cluster.renew(BENCHMARKS / "Postgres" / "tables.sql")
        sample = Sample(meldingen=0, faults=0, written=0)
        steps = {"COBOL": 0.0, "PostgreSQL": 0.0, "gzip": 0.0}
        start = time.monotonic()
        for delivery, answer in zip(self.deliveries, files(self.answers), strict=True):
            steps["COBOL"] += self._read(delivery, sample)
            steps["PostgreSQL"] += self._load(delivery)
            steps["gzip"] += self._pack(answer, sample)
        sample.seconds = time.monotonic() - start
        sample.steps = steps
        sample.output = "\n".join(
            f"{name} {self.cluster.psql('--command', f'SELECT count(*) FROM {table}').output}"
            for name, table in self.KEPT.items())
        return sample

    @property
    def _rows(self):
        return self.cluster.folder / "rows" / "rows.csv"

    def _read(self, delivery, sample):
        step = run([self.program, delivery, self._rows])
        meldingen, _, faults = (int(number) for number in step.output.split())
        sample.meldingen += meldingen
        sample.faults += faults
        sample.processor += step.processor
        return step.seconds

    def _load(self, delivery):
        # 99ZZ001A.B01: the institution, the batch, and the aanleverpunt of BO.
        names = {
            "rows": self._rows, "delivery": delivery.name, "brin": delivery.name[:4],
            "aanleverpunt": delivery.name[-2:], "sectordeel": "BO"}
        options = [part for name, value in names.items() for part in ("--set", f"{name}={value}")]
        return self.cluster.psql(*options, "--file", BENCHMARKS / "Postgres" / "merge.sql").seconds

    def _pack(self, answer, sample):
        packed = WORK / "legacy.gz"
        with open(packed, "wb") as output:
            step = run(["gzip", "-6", "--no-name", "--stdout", answer], output=output)
        sample.written += packed.stat().st_size
        sample.processor += step.processor
        packed.unlink()
        return step.seconds
