"""The programs that ours is held against, built where they are missing."""

import shutil
import subprocess
import sys
from pathlib import Path

from process import run
from settings import BENCHMARKS, BINARIES, SPECS, WORK
from side import Absent

UNIVOCITY = Path("/usr/share/java/univocity-parsers.jar")
VENV = WORK / "venv"


def cobol(delivery):
    """The COBOL programs, their checks written from Specs/: (field checks, first step of the legacy chain)."""
    folder = WORK / "cobol"
    folder.mkdir(parents=True, exist_ok=True)
    run([BINARIES / "bench", "copybooks", delivery, folder])
    programs = []
    for name in ("veldcontrole", "keten"):
        programs.append(folder / name)
        run(["cobc", "-x", "-O2", "-free", "-I", folder, "-I", BENCHMARKS / "Cobol", "-o", folder / name,
             BENCHMARKS / "Cobol" / f"{name}.cob"])
    return programs


def univocity(delivery):
    """The command of the Java program, its checks written from Specs/."""
    folder = WORK / "java"
    folder.mkdir(parents=True, exist_ok=True)
    checks = folder / "Controles.java"
    run([BINARIES / "bench", "peer-checks", "--language", "java", delivery, checks])
    run(["javac", "-cp", UNIVOCITY, "-d", folder, checks, BENCHMARKS / "Java" / "Veldcontrole.java"])
    return ["java", "-cp", f"{folder}:{UNIVOCITY}", "Veldcontrole"]


def duckdb(delivery):
    """The command of the DuckDB program, in a Python of its own; its checks written from Specs/."""
    python = VENV / "bin" / "python"
    if not (VENV / "ready").exists():
        run([sys.executable, "-m", "venv", "--clear", VENV])
        installed = run([python, "-m", "pip", "install", "--quiet", "duckdb"], may_fail=True)
        if installed.failed:
            raise Absent("pip could not install DuckDB")
        (VENV / "ready").touch()
    checks = WORK / "checks.sql"
    run([BINARIES / "bench", "peer-checks", "--language", "sql", delivery, checks])
    return [python, BENCHMARKS / "DuckDB" / "veldcontrole.py", checks]


def counted(command):
    """Runs a peer that prints how many meldingen, records and faults it saw."""
    sample = run(command)
    sample.meldingen, sample.count, sample.faults = (int(number) for number in sample.output.split())
    return sample


def xmllint(documents):
    """Ends with an error where a document is not valid."""
    return run(["xmllint", "--noout", "--nonet", "--stream", "--schema", SPECS / "bronbatch.xsd", *documents])


def pigz(file):
    packed = WORK / "pigz.gz"
    with open(packed, "wb") as output:
        sample = run(["pigz", "-1", "-p2", "--no-name", "--stdout", file], output=output)
    sample.written = packed.stat().st_size
    packed.unlink()
    return sample


def concatenated(files, output):
    """All files as one."""
    with open(output, "wb") as whole:
        for file in files:
            with open(file, "rb") as part:
                shutil.copyfileobj(part, whole, 1 << 20)
    return output


def first_line(*command):
    """What a program says of its version, wherever it says it."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return lines[0].strip() if lines else "unknown"


def versions(cluster):
    return {
        "swift": first_line("swift", "--version"),
        "gnucobol": first_line("cobc", "--version"),
        "xmllint": first_line("xmllint", "--version"),
        "expat": first_line("dpkg-query", "-W", "-f", "${Version}", "libexpat1"),
        "pigz": first_line("pigz", "--version"),
        "gzip": first_line("gzip", "--version"),
        "postgresql": cluster.version,
        "java": first_line("java", "-version"),
        "univocity-parsers": first_line("dpkg-query", "-W", "-f", "${Version}", "libunivocity-parsers-java"),
        "duckdb": _duckdb_version(),
    }


def _duckdb_version():
    if not (VENV / "ready").exists():
        return "none"
    return first_line(VENV / "bin" / "python", "-c", "import duckdb; print(duckdb.__version__)")
