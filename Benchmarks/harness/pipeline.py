"""The whole pipeline of ours: `bronbatch run` on a fresh register."""

import gzip
import re
import shutil

from inputs import files, fresh
from process import run
from settings import BINARIES, DATE, WORK


class Pipeline:
    """Runs over some deliveries; keeps what came of the last run, for the peer to be held against."""

    def __init__(self, deliveries, reference, workers):
        self.deliveries = deliveries
        self.reference = reference
        self.workers = workers
        self.folder = WORK / "run"

    @property
    def register(self):
        return f"sqlite:{self.folder}/register.sqlite"

    def prepare(self):
        """The inbox, and no register; the index of the persons is made before anything is measured."""
        fresh(self.folder)
        inbox = self.folder / "Inbox"
        inbox.mkdir()
        for file in self.deliveries:
            shutil.copyfile(file, inbox / file.name)

    def run(self):
        self.prepare()
        return run([
            BINARIES / "bronbatch", "run", "--inbox", self.folder / "Inbox", "--outbox", self.folder / "Outbox",
            "--reference", self.reference, "--register", self.register, "--date", DATE, "--workers", self.workers])

    def measure(self):
        sample = self.run()
        counts = re.findall(r"([\d.]+) meldingen(?:.*?([\d.]+) afgekeurd)?", sample.output)
        sample.meldingen, sample.faults = (
            sum(int(count.replace(".", "") or 0) for count in column) for column in zip(*counts))
        sample.output = run([BINARIES / "bronbatch", "register", "status", "--register", self.register]).output
        sample.written = sum(file.stat().st_size for file in self.answers())
        shutil.rmtree(self.folder)
        return sample

    def answers(self):
        return [file for file in files(self.folder / "Outbox") if ".ontvangst." not in file.name]

    def unpacked_answers(self):
        """Runs once, and leaves the unpacked feedback in a folder, a file for each delivery."""
        folder = fresh(WORK / "unpacked")
        self.run()
        for file in self.answers():
            with gzip.open(file) as packed, open(folder / file.name.removesuffix(".gz"), "wb") as output:
                shutil.copyfileobj(packed, output, 1 << 20)
        shutil.rmtree(self.folder)
        return folder


def registered(status):
    """What a register holds, by the name that `register status` gives it."""
    pairs = (line.rsplit(None, 1) for line in status.splitlines() if line.strip())
    return {name.strip(): int(number) for name, number in pairs}
