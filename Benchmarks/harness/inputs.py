"""The deliveries that are measured: made once, and kept under .build until what makes them changes."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from process import run
from settings import BINARIES, DELIVERY, MELDINGEN, PERSONS, ROOT, WORK


def made(path, make):
    """A file or folder that `make` makes under another name first, so that half of one is never taken for it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(path.name + ".new")
        if new.is_dir():
            shutil.rmtree(new)
        new.unlink(missing_ok=True)
        print(f"making {path.relative_to(WORK)}", flush=True)
        make(new)
        new.rename(path)
    return path


def files(folder):
    return sorted(path for path in folder.iterdir())


def bench(*arguments):
    run([BINARIES / "bench", *arguments])


class Inputs:
    """Everything that the rows read."""

    # What decides the bytes of the input.
    MAKERS = ("Sources/Generator", "Sources/XMLBatch", "Specs", "Benchmarks/Bench")

    def __init__(self):
        trees = subprocess.run(["git", "rev-parse", *(f"HEAD:{path}" for path in self.MAKERS)], cwd=ROOT, check=True,
                               capture_output=True).stdout
        self.folder = WORK / f"{MELDINGEN}-{hashlib.sha256(trees).hexdigest()[:8]}"
        for older in WORK.glob(f"{MELDINGEN}-*"):
            if older != self.folder:
                shutil.rmtree(older)

    def deliveries(self, times=1):
        """The deliveries of the trial: 5, or so many times 5, of which the first 5 are the same."""
        return made(self.folder / f"deliveries-{5 * times}", lambda path: bench(
            "deliveries", "--meldingen", MELDINGEN * times, "--each", DELIVERY, "--folder", path))

    def spoiled(self):
        """The same, with a byte changed in one of twenty records."""
        def make(path):
            path.mkdir()
            for file in files(self.deliveries()):
                bench("spoil", file, path / file.name)
        return made(self.folder / "spoiled", make)

    def xml(self):
        """The same, in XML."""
        def make(path):
            path.mkdir()
            for file in files(self.deliveries()):
                run([BINARIES / "bronbatch", "convert", file, path / f"{file.name}.xml"])
        return made(self.folder / "xml", make)

    def one(self, faults):
        """One delivery, of which every melding has a fault, or none."""
        return made(self.folder / f"one-{faults}", lambda path: bench(
            "deliveries", "--meldingen", DELIVERY, "--faults", faults, "--folder", path))

    def reference(self, times=1):
        """The reference folder with the persons and the codes of all deliveries."""
        return self._persons(f"reference-{5 * times}", MELDINGEN * times, files(self.deliveries(times)))

    def many_persons(self):
        """A reference folder with millions of persons."""
        return self._persons(f"persons-{PERSONS}", PERSONS)

    def _persons(self, name, meldingen, deliveries=()):
        def make(path):
            path.mkdir()
            bench("deliveries", "--meldingen", meldingen, "--persons", path / "personen.csv")
            if deliveries:
                bench("tables", "--folder", path, *deliveries)
        return made(self.folder / name, make)


def size(paths):
    return sum(Path(path).stat().st_size for path in paths)


def fresh(folder):
    """An empty folder."""
    if folder.exists():
        shutil.rmtree(folder)
    os.makedirs(folder)
    return folder
