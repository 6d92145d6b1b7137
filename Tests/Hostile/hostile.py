#!/usr/bin/env python3
"""Gives the program files that nobody means well with, and prints what each costs.

Every case has an outcome that it must come to, and may take 64 MiB of memory above that of a run without
deliveries, and a minute of a processor. Ends with 1 where a case does otherwise. Arguments select the cases whose
names begin with one of them.
"""

import gzip
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/bronbatch"
SPECS = ROOT / "Specs"
PERSONS = ROOT / "Tests/Samples/bo/personen.csv"
MEMORY = 64 << 20
# Of a processor: what else a machine does is no fault of the program.
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


# Deliveries in XML.

XML = NAME + ".xml"
ROOT_LABEL = b'<aanleverenBatch xmlns="urn:bronbatch:v1">'
HEADER = (
    b"<voorlooprecord><brin>01AA</brin><aanleverpuntnummer>01</aanleverpuntnummer><sectordeel>BO</sectordeel>"
    b"<batchnummer>001</batchnummer><bestandssoort>A</bestandssoort>"
    b"<aanmaakdatumAanleverbestand>2009-06-15</aanmaakdatumAanleverbestand>"
    b"<naamSchooladministratiepakket>Proefpakket</naamSchooladministratiepakket>"
    b"<versieSchooladministratiepakket>1.0</versieSchooladministratiepakket>"
    b"<versieProgrammaVanEisen>1.1</versieProgrammaVanEisen><aantalMeldingen>%06d</aantalMeldingen>"
    b"<aantalRecords>%06d</aantalRecords><verantwoordelijkeAanlevering>I</verantwoordelijkeAanlevering>"
    b"<laatsteAanlevering>N</laatsteAanlevering></voorlooprecord>")
BEGIN = ROOT_LABEL + HEADER % (1, 2)
END = b"</aanleverenBatch>"
KEY = (
    b"<melding><meldingnummer>%06d</meldingnummer><sleutelgegevens><leerlingnummer>0004</leerlingnummer>"
    b"<burgerservicenummer>123456789</burgerservicenummer><geboortedatum>1991-05-01</geboortedatum>"
    b"<geslacht>M</geslacht><postcodeVolgensInstelling>9722TB</postcodeVolgensInstelling></sleutelgegevens>")
PERIOD = (
    b"<periode><soortMutatie>T</soortMutatie><inschrijvingvolgnummer>1</inschrijvingvolgnummer>"
    b"<datumIngangPeriodegegevensInschrijving>2008-08-01</datumIngangPeriodegegevensInschrijving>"
    b"<indicatieBekostigbaar>J</indicatieBekostigbaar></periode>")


def prefixed(labels):
    """Labels with the prefix p."""
    return labels.replace(b"<", b"<p:").replace(b"<p:/", b"</p:")


def xml(name, text, expect, begin, piece=b"", size=0, end=b"", code=1):
    """A document of `begin`, as many of `piece` as make `size` bytes, and `end`."""
    def make(path, work):
        with open(path, "wb") as out:
            out.write(begin)
            if piece:
                repeat(out, piece * max(1, (1 << 20) // len(piece)), size)
            out.write(end)
    CASES.append(("xml_" + name, "XML: " + text, expect, code, XML, make))


def xml_lines(name, text, expect, code=1):
    """A document of what the function gives, piece by piece."""
    def add(pieces):
        def make(path, work):
            with open(path, "wb") as out:
                for piece in pieces():
                    out.write(piece)
        CASES.append(("xml_" + name, "XML: " + text, expect, code, XML, make))
        return pieces
    return add


GIGABYTE = 1 << 30
# Enough to see that time does not grow faster than the document.
MANY = 160 << 20
KILOBYTE = b"x" * 1024
LAUGHS = b"<!DOCTYPE a [<!ENTITY l0 'ha'>" + b"".join(
    b"<!ENTITY l%d '%s'>" % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 11)) + b"]>"

xml("laughs", "billion laughs", {"X034"}, LAUGHS + ROOT_LABEL + b"&l10;" + END)
xml("external", "an external entity", {"X034"},
    b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>" + ROOT_LABEL + b"&b;" + END)
xml("subset", "an external subset", {"X034"}, b"<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'>" + BEGIN + END)
xml("parameter", "a parameter entity", {"X034"},
    b"<!DOCTYPE a [<!ENTITY % b SYSTEM 'file:///dev/zero'>%b;]>" + BEGIN + END)
xml("quadratic", "quadratic blow-up", {"X034"},
    b"<!DOCTYPE a [<!ENTITY b '" + KILOBYTE * 1024 + b"'>]>" + ROOT_LABEL, b"&b;" * 1000, 1 << 20, END)
xml("deep", "a million elements in each other", {"X034"}, b"", b"<a>", 3 << 20)
xml("deep_known", "a million meldingen in each other", {"X034"}, BEGIN, b"<melding>", 9 << 20)
xml("text", "a text of a gigabyte", {"X034"}, BEGIN, KILOBYTE, GIGABYTE, END)
xml("field", "a field of a gigabyte", {"X034"}, ROOT_LABEL + b"<voorlooprecord><brin>", KILOBYTE, GIGABYTE)
xml("parts", "a field of 160 MB in pieces", {"X035"}, ROOT_LABEL + b"<voorlooprecord><brin>",
    KILOBYTE * 32 + b"<!-- -->", MANY, b"</brin></voorlooprecord>" + END)
xml("attribute", "an attribute of a gigabyte", {"X034"}, b"<aanleverenBatch a='", KILOBYTE, GIGABYTE, b"'/>")
xml("comment", "a comment of a gigabyte", {"X034"}, BEGIN + b"<!--", KILOBYTE, GIGABYTE, b"-->" + END)
xml("cdata", "a CDATA section of a gigabyte", {"X034"}, BEGIN + b"<![CDATA[", KILOBYTE, GIGABYTE, b"]]>" + END)
xml("instruction", "an instruction of a gigabyte", {"X034"}, BEGIN + b"<?p ", KILOBYTE, GIGABYTE, b"?>" + END)
xml("name", "a name of a gigabyte", {"X034"}, b"<", KILOBYTE, GIGABYTE, b"/>")
xml("space", "a gigabyte of white space", {"X034"}, BEGIN, b" \n" * 512, GIGABYTE, END)
xml("space_before", "a gigabyte of white space in front", {"X034"}, b"", b" \n" * 512, GIGABYTE, BEGIN + END)
xml("comments", "160 MB of small comments", {"X012"}, BEGIN, b"<!---->", MANY, END)
xml("references", "160 MB of references", {"X035"}, BEGIN, b"&#x0000000000000000000000000000000000041;" * 100 + b"<x/>",
    MANY, END)
xml("unknown", "160 MB of elements that are not known", {"X035"}, BEGIN, b"<x/>", MANY, END)
xml("unknown_prefix", "160 MB of prefixes that are declared and not known", {"X035"}, BEGIN,
    b"<p:x xmlns:p='u'/>", MANY, END)
xml("overlong", "overlong UTF-8", {"X034"}, BEGIN + b"\xc0\xbcmelding>", end=END)
xml("invalid", "bytes that are no UTF-8", {"X034"}, BEGIN + b"\xff\xfe" + END)
xml("surrogate", "a surrogate in UTF-8", {"X034"}, BEGIN + b"\xed\xa0\x80" + END)
xml("half", "half a character at the end", {"X034"}, BEGIN + b"\xe2\x82")
xml("nul", "NUL", {"X034"}, BEGIN + b"\0" + END)
xml("nuls", "a gigabyte of NUL", {"X034"}, b"", bytes(1024), GIGABYTE)
for encoding, text in [("utf-16-be", "UTF-16, large end first"), ("utf-16-le", "UTF-16, small end first"),
                       ("utf-32-be", "UTF-32, large end first"), ("utf-32-le", "UTF-32, small end first")]:
    document = "<?xml version='1.0'?>" + (BEGIN + END).decode()
    xml(encoding, text + ", with a mark", {"X034"}, ("\ufeff" + document).encode(encoding))
    xml(encoding + "_plain", text + ", without", {"X034"}, document.encode(encoding))
xml("says_utf16", "UTF-8 that says it is UTF-16", {"X034"}, b"<?xml version='1.0' encoding='UTF-16'?>" + BEGIN + END)
xml("fixed", "a delivery of the fixed format", {"X034"}, good())
xml("empty", "nothing at all", {"X034"}, b"")
xml("cut", "a delivery that is cut off", {"X034"}, BEGIN + KEY % 1)
xml("forbidden", "a control character in a field", {"X035"}, BEGIN + KEY % 1, end=b"<periode><soortMutatie>&#9;"
    b"</soortMutatie></periode></melding>" + END)


@xml_lines("attributes", "a million attributes", {"X034"})
def attributes():
    yield b"<aanleverenBatch"
    for number in range(1_000_000):
        yield b" a%d=''" % number
    yield b"/>"


@xml_lines("namespaces", "a million namespaces in a label", {"X034"})
def namespaces():
    yield b"<aanleverenBatch"
    for number in range(1_000_000):
        yield b" xmlns:a%d='u%d'" % (number, number)
    yield b"/>"


@xml_lines("nested_namespaces", "32 namespaces in each of 31 elements in each other", {"X034"})
def nested_namespaces():
    for depth in range(31):
        yield b"<a" + b"".join(b" xmlns:p%d_%d='u'" % (depth, n) for n in range(32)) + b">"


@xml_lines("same_attributes", "160 MB of 31 attributes whose names differ by prefix alone", {"X035"})
def same_attributes():
    yield ROOT_LABEL.replace(b">", b"".join(b" xmlns:p%d='u%d'" % (n, n) for n in range(31)) + b">") + HEADER % (0, 1)
    label = b"<x" + b"".join(b" p%d:a=''" % n for n in range(31)) + b"/>"
    for _ in range(MANY // len(label) // 1000):
        yield label * 1000
    yield END


@xml_lines("names", "ten million elements of ten million names", {"X035"})
def names():
    yield BEGIN
    for number in range(10_000_000):
        yield b"<x%d/>" % number
    yield END


@xml_lines("faults", "a million faults against the schema in meldingen on one line", {"X035"})
def faults():
    yield ROOT_LABEL + HEADER % (200_000, 400_001)
    for number in range(1, 200_001):
        yield KEY % number + b"<x/><periode>1<soortMutatie>TT</soortMutatie><y/></periode><z a=''/></melding>"
    yield END


@xml_lines("rejected", "499,999 meldingen on one line, each rejected", set(), 0)
def rejected():
    yield ROOT_LABEL + HEADER % (499_999, 999_999)
    for number in range(1, 500_000):
        yield KEY % number + PERIOD + b"</melding>"
    yield END


@xml_lines("prefixed", "the same with prefixes, comments and CDATA sections", set(), 0)
def prefixed_labels():
    yield b"<p:aanleverenBatch xmlns:p='urn:bronbatch:v1'>" + prefixed(HEADER) % (499_999, 999_999)
    key, period = prefixed(KEY), prefixed(PERIOD).replace(b">T<", b"><!-- T --><![CDATA[T]]><")
    for number in range(1, 500_000):
        yield key % number + period + b"</p:melding>"
    yield b"</p:aanleverenBatch>"


@xml_lines("large_melding", "one melding of 999,000 records", {"X032"})
def xml_large_melding():
    yield ROOT_LABEL + HEADER % (1, 999_002) + KEY % 1
    for _ in range(999):
        yield PERIOD * 1000
    yield b"</melding>" + END


@case("XML: gzip that unpacks to 10 GB of white space", {"X034", "X033"}, name=XML)
def xml_bomb(path, work):
    with open(path, "wb") as out:
        out.write(gzip.compress(BEGIN))
        out.write(gzip.compress(b" " * (256 << 20), 9) * 40)


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
    def restrict():
        # A program that never ends is ended.
        resource.setrlimit(resource.RLIMIT_CPU, (4 * SECONDS, 4 * SECONDS))

    with open(work / "out", "wb") as out, open(work / "err", "wb") as err:
        process = subprocess.Popen(
            [str(PROGRAM)] + arguments, stdout=out, stderr=err, cwd=work,
            env=dict(os.environ, SWIFT_BACKTRACE="enable=no"), preexec_fn=restrict,
            **({"user": 65534, "group": 65534, "extra_groups": []} if os.getuid() == 0 else {}))
        _, status, usage = os.wait4(process.pid, 0)
    return os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024, usage.ru_utime + usage.ru_stime


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
    for receipt in work.glob("Outbox/**/*.ontvangst.xml.gz"):
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
            if wanted and not name.startswith(tuple(wanted)):
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
