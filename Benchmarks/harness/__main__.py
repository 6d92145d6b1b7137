"""`make bench`: ours and theirs in turn, and one table."""

import fcntl
import signal
import sys

import peers
import results
from cluster import Cluster
from rows import Bench
from settings import ONLY, ROUNDS, SAVE, WORK
from side import measure
from table import table


def disagreements(bench):
    for what, sides, values in bench.checks:
        if all(side.samples for side in sides):
            found = values(*(side.last for side in sides))
            if any(value != found[0] for value in found[1:]):
                yield f"{what}: " + " and ".join(str(value) for value in found)


def main():
    # So that the cluster is stopped and removed then too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if SAVE and ONLY:
        sys.exit("a part of the rows is no result to be committed: leave out BENCH_ONLY")
    WORK.mkdir(parents=True, exist_ok=True)
    lock = open(WORK / ".lock", "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit("another make bench is at work here: one would measure the other")
    with Cluster() as cluster:
        versions = peers.versions(cluster)
        bench = Bench(cluster)
        measure(bench.sides, ROUNDS)
    last = results.last_committed()
    print(table(bench, last))
    wrong = list(disagreements(bench))
    for line in wrong:
        print(f"THE SIDES DO NOT AGREE ON {line}")
    if wrong:
        sys.exit(1)
    if SAVE:
        print(f"written, to be committed: {results.save(results.result(bench.rows, versions))}")


main()
