"""A row of the table: two sides, or one, and what we aim at."""

from dataclasses import dataclass
from typing import Callable

from process import Sample
from side import Side


def processor(sample):
    """For what one thread does: what others do on the machine counts less than on the clock."""
    return sample.processor


def clock(sample):
    return sample.seconds


def peak(sample):
    return sample.peak / 1e6


def rate(sample):
    return sample.count / sample.seconds


@dataclass
class Row:
    """Ours against theirs, by `value`.

    `kind` says what is aimed at: "times" is theirs by ours, "over" ours by theirs (less is better), "most" ours
    itself (less is better), and "bare" ours itself, with nothing to aim at.
    """

    key: str
    label: str
    ours: Side
    theirs: Side | None = None
    kind: str = "times"
    value: Callable[[Sample], float] = processor
    unit: str = "s"
    floor: float | None = None
    target: float | None = None
    note: str = ""

    @property
    def absent(self):
        """Why it was not measured, if it was not."""
        return self.ours.absent or (self.theirs and self.theirs.absent)

    @property
    def figures(self):
        return tuple(side.median(self.value) if side else None for side in (self.ours, self.theirs))

    @property
    def ratio(self):
        """What is held against floor and target."""
        ours, theirs = self.figures
        if self.kind == "times":
            return theirs / ours
        return ours / theirs if self.kind == "over" else ours

    @property
    def verdict(self):
        """Which of the two it reaches."""
        if self.target is None:
            return ""
        sign = 1 if self.kind == "times" else -1
        if sign * self.ratio >= sign * self.target:
            return "target"
        return "floor" if sign * self.ratio >= sign * self.floor else "BELOW"
