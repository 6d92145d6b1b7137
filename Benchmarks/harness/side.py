"""A side of a measurement, and the rounds in which all sides are measured in turn."""

import statistics
import sys


class Absent(Exception):
    """Why something is not measured."""


class Side:
    """Something that is measured round after round.

    `rounds` says in how many; what only shows a peak of memory, or takes minutes, is run in the first.
    """

    def __init__(self, name, measure, rounds=None):
        self.name = name
        self.measure = measure
        self.rounds = rounds
        self.samples = []
        self.absent = None

    def median(self, value):
        return statistics.median(value(sample) for sample in self.samples)

    @property
    def last(self):
        return self.samples[-1]


def measure(sides, rounds):
    """Runs every side once a round, one after the other, so that what else the machine does falls on all."""
    for number in range(rounds):
        for side in sides:
            if side.absent or (side.rounds is not None and number >= side.rounds):
                continue
            print(f"\r\033[Kround {number + 1} of {rounds}: {side.name}", end="", file=sys.stderr, flush=True)
            try:
                side.samples.append(side.measure())
            except Absent as reason:
                side.absent = str(reason)
    print("\r\033[K", end="", file=sys.stderr, flush=True)
