"""Runs a command, and says what it cost."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field

from settings import BINARIES, ROOT


@dataclass
class Sample:
    """What one side of a round cost, and what it found."""

    seconds: float = 0.0
    processor: float = 0.0
    peak: int = 0
    bytes: int | None = None
    meldingen: int | None = None
    faults: int | None = None
    count: int | None = None
    written: int | None = None
    # Where the time went, by step.
    steps: dict = field(default_factory=dict)
    # What it prints, or what else is to be looked at.
    output: str = ""
    failed: bool = False


def run(command, output=None, may_fail=False, **options):
    """Runs a program to its end, and measures all of it; what it prints goes into a file, or into the sample."""
    start = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output or subprocess.PIPE,
        stderr=subprocess.PIPE, **options)
    printed = process.stdout.read() if output is None else b""
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    sample = Sample(
        seconds=time.monotonic() - start, processor=usage.ru_utime + usage.ru_stime, peak=usage.ru_maxrss * 1024,
        output=printed.decode("utf-8", "replace"), failed=process.returncode != 0)
    if sample.failed and not may_fail:
        sys.exit(f"{' '.join(str(part) for part in command)} ended with {process.returncode}:\n"
                 + sample.output + errors.decode("utf-8", "replace"))
    return sample


def tool(*arguments):
    """Has our own bench measure one stage: without its start, and without reading Specs/."""
    return Sample(**json.loads(run([BINARIES / "bench", *arguments]).output))
