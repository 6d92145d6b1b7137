"""The table, for people."""

from settings import FULL, MELDINGEN, ROUNDS

WIDTHS = (58, 10, 10, 8, 6, 6, 7, 24)
HEAD = ("measure", "ours", "theirs", "ratio", "floor", "target", "reaches", "last committed")


def figure(value, unit):
    if value is None:
        return ""
    if unit == "s":
        return f"{value:.3f} s" if value < 10 else f"{value:.1f} s"
    return f"{value:,.0f}{unit}" if unit == "/s" else f"{value:.1f} {unit}"


def held(value, kind, unit):
    """What is held against floor and target, and those."""
    if value is None:
        return ""
    return f"{value:g} {unit}" if kind == "most" else f"{value:g}x"


def line(cells):
    rest = (cell.rjust(width) for cell, width in zip(cells[1:], WIDTHS[1:]))
    return "  ".join([cells[0].ljust(WIDTHS[0]), *rest]).rstrip()


def cells(row, last):
    if row.absent:
        return [row.label, f"not run: {row.absent}"]
    ours, theirs = (figure(value, row.unit) for value in row.figures)
    ratio = "" if row.kind in ("most", "bare") else f"{row.ratio:.2f}x"
    then = (last or {"rows": {}})["rows"].get(row.key)
    before = ""
    if then:
        before = " / ".join(figure(then[side], then["unit"]) for side in ("ours", "theirs") if then[side] is not None)
        if ratio:
            before = f"{then['value']:.2f}x, " + before
    return [row.label, ours, theirs, ratio, held(row.floor, row.kind, row.unit),
            held(row.target, row.kind, row.unit), row.verdict, before]


def table(bench, last):
    lines = [f"{bench.input}; medians of {ROUNDS}"]
    if MELDINGEN != FULL:
        lines.append(f"A TRIAL: BENCH_MELDINGEN={MELDINGEN}, where {FULL} are meant; floors and targets do not hold")
    if last:
        lines.append(f"last committed: {last['date']}, {last['commit']}, {last['meldingen']} meldingen, "
                     f"medians of {last['rounds']}, on {last['machine']}")
    lines += ["", line(HEAD), line(["-" * width for width in WIDTHS])]
    notes = []
    for row in bench.rows:
        row_cells = cells(row, last)
        if row.note and not row.absent:
            notes.append(row.note())
            row_cells[0] += f" [{len(notes)}]"
        lines.append(line(row_cells))
    lines += [""] + [f"[{number}] {note}" for number, note in enumerate(notes, 1)]
    lines.append("One thread is measured in processor time, all else on the clock.")
    return "\n".join(lines)
