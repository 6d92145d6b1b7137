#!/usr/bin/env python3
"""Gives the program files that nobody means well with, and prints what each costs.

Every case has an outcome that it must come to, and may take 64 MiB of memory above that of a run without
deliveries. Ends with 1 where a case does otherwise. Names given as arguments select cases.
"""

import gzip
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/bronbatch"
SPECS = ROOT / "Specs"
PERSONS = ROOT / "Tests/Samples/bo/personen.csv"
MEMORY = 64 << 20
SECONDS = 60
NAME = "01AA001A.B01"


def header(meldingen=0, records=0):
    return (
        b"30001AA01BO   001A20090615" + b"Proefpakket".ljust(80) + b"1.0".ljust(10) + b"1.1  "
        + b"%06d%06dIN\r\n" % (meldingen % 1000000, records % 1000000))


def key(number, bsn=b"210000004", born=b"19910501", pupil=b"0004"):
    return b"305%06d" % number + pupil.ljust(15) + bsn + b" " * 9 + born + b"M9722TB    \r\n"


def enrolment(number, serial=b"1  "):
    return (b"320%06dT%s" % (number, serial) + b"10342BBLVT2008080120110101        06 N         \r\n"
            + b"321%06dT%s20080801J \r\n" % (number, serial))


def good():
    return header(1, 4) + key(1) + enrolment(1) + b"\x1c"


CASES = []


def case(text, expect, code=1, name=NAME):
    def add(make):
        CASES.append((make.__name__, text, expect, code, name, make))
        return make
    return add


def repeat(file, block, size):
    for _ in range(size // len(block)):
        file.write(block)


# Deliveries. `make(path, work)` writes the file at `path`; `expect` are codes in the receipt, or text on stderr.

@case("gzip that unpacks to 10 GB of zeros", {"X001", "X029", "X033"})
def bomb(path, work):
    with open(path, "wb") as out:
        out.write(gzip.compress(bytes(256 << 20), 9) * 40)


@case("gzip that unpacks to 10 GB in a ratio of 100", {"X033"})
def slow_bomb(path, work):
    # Random bytes between zeros: just inside the ratio, so that the size has to end it.
    piece = b"".join(os.urandom(900) + bytes(99_100) for _ in range(100))
    with open(path, "wb") as out:
        out.write(gzip.compress(good()[:-1]))
        out.write(gzip.compress(piece, 9) * 1_000)


@case("gzip in gzip in gzip", {"X001", "X026", "X023"})
def nested(path, work):
    pathlib.Path(path).write_bytes(gzip.compress(gzip.compress(gzip.compress(good()))))


@case("a delivery in 100,000 members, nearly all empty", set(), 0)
def members(path, work):
    empty, data = gzip.compress(b"", mtime=0), good()
    with open(path, "wb") as out:
        for index in range(100_000):
            out.write(gzip.compress(data[index:index + 1], mtime=0) if index < len(data) else empty)


@case("two million empty members and nothing else", {"X027"})
def empty_members(path, work):
    empty = gzip.compress(b"", mtime=0)
    with open(path, "wb") as out:
        repeat(out, empty * 1000, 2_000_000 * len(empty))


@case("a packed delivery with a gigabyte behind it", {"X028"})
def trailing(path, work):
    with open(path, "wb") as out:
        out.write(gzip.compress(good()))
        repeat(out, os.urandom(1 << 20), 1 << 30)


@case("a packed delivery that is cut off", {"X028"})
def cut_off(path, work):
    pathlib.Path(path).write_bytes(gzip.compress(good())[:-5])


@case("a line of a gigabyte", {"X001", "X029", "X033"})
def long_line(path, work):
    with open(path, "wb") as out:
        repeat(out, b"3" * (1 << 20), 1 << 30)


@case("600 MB of line ends", {"X033"})
def line_ends(path, work):
    with open(path, "wb") as out:
        repeat(out, b"\r\n" * (1 << 19), 600 << 20)


@case("600 MB of LF alone", {"X033"})
def feeds(path, work):
    with open(path, "wb") as out:
        repeat(out, b"\n" * (1 << 20), 600 << 20)


@case("999,999 records, each with a fault of the file", {"X020"})
def all_wrong(path, work):
    with open(path, "wb") as out:
        out.write(header(0, 999_999))
        for number in range(999_998):
            out.write(b"39900000%dT\r\n" % (number % 10))


@case("499,999 meldingen, each rejected", set(), 0)
def all_rejected(path, work):
    with open(path, "wb") as out:
        out.write(header(499_999, 999_999))
        for number in range(1, 500_000):
            out.write(key(number, bsn=b"123456789"))
            out.write(b"321%06dT1  20080801J \r\n" % number)
        out.write(b"\x1c")


@case("1,001 meldingen of 998 records, each with three faults", set(), 0)
def all_faults(path, work):
    with open(path, "wb") as out:
        out.write(header(1_001, 1 + 1_001 * 998))
        for number in range(1, 1_002):
            out.write(key(number, bsn=b"123456789"))
            out.write(b"321%06dX1  20081301Q \r\n" % number * 997)
        out.write(b"\x1c")


@case("one melding of 999,000 records", {"X032"})
def large_melding(path, work):
    with open(path, "wb") as out:
        out.write(header(1, 999_003))
        out.write(key(1))
        out.write(b"320000001T1  10342BBLVT2008080120110101        06 N         \r\n")
        for number in range(999_000):
            out.write(b"321000001T1  20080801J \r\n")


@case("a person with as many parts as 10 meldingen can bring", set(), 0)
def large_person(path, work):
    meldingen = 10
    with open(path, "wb") as out:
        records = 1
        lines = []
        for number in range(1, meldingen + 1):
            lines.append(key(number))
            lines.append(b"320%06dT%-3d" % (number, number) + b"10342BBLVT2008080120110101        06 N         \r\n")
            days = [b"%04d%02d%02d" % (2008 + m // 12, m % 12 + 1, d + 1)
                    for m in range(7, 45) for d in range(28)][:990]
            lines += [b"321%06dT%-3d%sJ \r\n" % (number, number, day) for day in days]
            records += 2 + len(days)
        out.write(header(meldingen, records))
        out.write(b"".join(lines))
        out.write(b"\x1c")


@case("a delivery in the folder of another institution", {"X004"}, name="02BB/" + NAME)
def other_folder(path, work):
    pathlib.Path(path).write_bytes(good())


@case("a file that may not be read", {"stderr:Permission denied"}, 3)
def no_permission(path, work):
    pathlib.Path(path).write_bytes(good())
    os.chmod(path, 0)


# Reference tables; the delivery is a good one.

def table(name, write):
    def make(path, work):
        pathlib.Path(path).write_bytes(good())
        with open(work / "tables" / name, "wb") as out:
            write(out)
    return make


def add_table(function, name, text, expect, write):
    CASES.append((function, text, {"stderr:" + expect}, 3, NAME, table(name, write)))


HEAD = b"bsn;onderwijsnummer;geboortedatum;geslacht;achternaam;voornamen\n"
add_table("broken_rows", "personen.csv", "personen.csv with a million broken rows", "999990 more rows",
          lambda out: (out.write(HEAD), repeat(out, b"210000004;GEHEIMERIK\n", 21_000_000)))
add_table("no_sense", "personen.csv", "personen.csv with a million rows that make no sense", "more rows",
          lambda out: (out.write(HEAD), [out.write(b"%09d;;20091332;Q;GEHEIMERIK;A\n" % n) for n in range(1_000_000)]))
add_table("double_keys", "personen.csv", "personen.csv with one person a million times", "999989 more rows",
          lambda out: (out.write(HEAD), repeat(out, b"210000004;;19910501;M;GEHEIMERIK;A\n", 35_000_000)))
add_table("table_line", "personen.csv", "personen.csv with a line of a gigabyte", "more than 1048576 bytes",
          lambda out: (out.write(HEAD), repeat(out, b"x" * (1 << 20), 1 << 30)))
add_table("table_quote", "opleidingen.csv", "opleidingen.csv with a quote that is never closed", "more than 1048576",
          lambda out: (out.write(b"code;naam\n\""), repeat(out, b"x\n" * (1 << 19), 1 << 30)))
add_table("table_columns", "opleidingen.csv", "opleidingen.csv with a million columns", "more than 1000 fields",
          lambda out: (out.write(b"code;naam\n"), repeat(out, b";" * 1000, 1 << 20)))
add_table("table_rows", "landen.csv", "landen.csv with a million broken rows", "999990 more rows",
          lambda out: (out.write(b"code;naam;datum_begin;datum_einde\n"), repeat(out, b"6030\n", 5_000_000)))
add_table("wrong_header", "personen.csv", "personen.csv without its header row", "the column 'bsn' is missing",
          lambda out: repeat(out, b"210000004;;19910501;M;GEHEIMERIK;A\n", 35_000_000))


# Specs.

def add_specs(function, file, text, expect, write, code=3):
    def make(path, work):
        shutil.copytree(SPECS, work / "Specs")
        with open(work / "Specs" / file, "wb") as out:
            write(out)
    CASES.append((function, text, {"stderr:" + expect}, code, NAME, make))


add_specs("aliases", "waardelijsten.yaml", "Specs of which an alias names nine aliases, thirty deep", "more than 10 aliases",
          lambda out: out.write(("a0: &a0 [" + "x," * 9 + "]\n" + "".join(
              f"a{i}: &a{i} [" + f"*a{i - 1}," * 9 + "]\n" for i in range(1, 31)) + "lijsten: *a30\n").encode()))
add_specs("deep", "waardelijsten.yaml", "Specs with a list nested 200,000 deep", "no valid YAML",
          lambda out: out.write(b"lijsten: " + b"[" * 200_000))
add_specs("large_specs", "waardelijsten.yaml", "Specs with a file of a gigabyte", "larger than",
          lambda out: repeat(out, b"#" * (1 << 20), 1 << 30), 2)

CONDITION = """controles:
  - code: "740"
    record: 305
    velden: [sofinummer]
    ernst: A
    tekst: x
    fase: 1
    soort: veld
    als: >-
      %s
    bewijs: PROP
    bron: x
"""
for title, condition in [("parens", "(" * 5000 + "true" + ")" * 5000), ("nots", "!" * 5000 + "true"),
                         ("chain", "true" + " || true" * 5000)]:
    add_specs("condition_" + title, "controles/305.yaml", f"a condition of 5,000 {title}", "condition",
              lambda out, text=condition: out.write((CONDITION % text).encode()))


def run(arguments, work):
    start = time.monotonic()
    with open(work / "out", "wb") as out, open(work / "err", "wb") as err:
        process = subprocess.Popen(
            [str(PROGRAM)] + arguments, stdout=out, stderr=err, cwd=work,
            env=dict(os.environ, SWIFT_BACKTRACE="enable=no"),
            **({"user": 65534, "group": 65534, "extra_groups": []} if os.getuid() == 0 else {}))
        _, status, usage = os.wait4(process.pid, 0)
    return os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024, time.monotonic() - start


def arguments(work):
    specs = work / "Specs"
    return ["run", "--date", "2009-06-15", "--specs", str(specs if specs.exists() else SPECS),
            "--reference", str(work / "tables")]


def prepare(folder):
    work = pathlib.Path(folder)
    (work / "Inbox").mkdir()
    (work / "tables").mkdir()
    shutil.copy(PERSONS, work / "tables")
    return work


def give(work):
    """Everything to nobody, so that permissions count for who runs this as root."""
    if os.getuid() == 0:
        for path in [work, *work.rglob("*")]:
            os.chown(path, 65534, 65534)


def outcome(work):
    found = set()
    for receipt in work.glob("Outbox/**/*.xml.gz"):
        text = gzip.decompress(receipt.read_bytes()).decode()
        found |= set(re.findall("<code>(.*?)</code>", text))
        if receipt.stat().st_size > 1 << 20:
            found.add("a receipt of more than a mebibyte")
    return found


def main():
    wanted = sys.argv[1:]
    base = tempfile.mkdtemp(prefix="bronbatch-hostile-")
    os.chmod(base, 0o755)
    bad = 0
    try:
        work = prepare_in(base)
        _, idle, _ = run(arguments(work), work)
        print(f"memory of a run without deliveries: {idle >> 20} MiB; allowed above it: {MEMORY >> 20} MiB\n")
        print(f"{'input':<62} {'code':>4} {'MiB above':>9} {'seconds':>8}  outcome")
        for name, text, expect, code, file, make in CASES:
            if wanted and name not in wanted:
                continue
            shutil.rmtree(base)
            os.mkdir(base, 0o755)
            work = prepare_in(base)
            path = work / "Inbox" / (file + ".gz" if "gzip" in text or "pack" in text or "member" in text else file)
            path.parent.mkdir(exist_ok=True)
            make(path, work)
            give(work)
            got, peak, seconds = run(arguments(work), work)
            errors = (work / "err").read_text(errors="replace")
            codes = outcome(work)
            faults = []
            for wish in expect:
                if wish.startswith("stderr:"):
                    if wish[7:] not in errors:
                        faults.append(f"not said: {wish[7:]}")
                elif wish not in codes:
                    faults.append(f"not in the receipt: {wish}")
            if got != code:
                faults.append(f"code {code} was expected")
            if peak - idle > MEMORY:
                faults.append("too much memory")
            if seconds > SECONDS:
                faults.append("too slow")
            if "GEHEIMERIK" in errors:
                faults.append("a person was shown")
            if len(errors) > 4096:
                faults.append("an error of more than 4 kB")
            shown = " ".join(sorted(codes)) or ("accepted" if got == 0 else errors.strip().splitlines()[-1][-70:])
            print(f"{text:<62} {got:>4} {(peak - idle) / (1 << 20):>9.1f} {seconds:>8.2f}  {shown}", flush=True)
            for fault in faults:
                print(f"    FAULT: {fault}", flush=True)
            bad += bool(faults)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    if bad:
        sys.exit(1)


def prepare_in(base):
    work = prepare(base)
    give(work)
    return work


main()
