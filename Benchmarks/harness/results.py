"""The results that are committed: one file each."""

import datetime
import json
import os
import platform
import subprocess

from settings import MELDINGEN, RESULTS, ROOT, ROUNDS


def _git(*arguments):
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def machine():
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} × {model}, {memory:.0f} GiB, Linux {platform.release()}"


def result(rows, versions):
    """What was measured, as it is committed."""
    changed = _git("status", "--porcelain", "--untracked-files=no")
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M"),
        "commit": _git("rev-parse", "--short", "HEAD") + (" and changes" if changed else ""),
        "machine": machine(),
        "meldingen": MELDINGEN,
        "rounds": ROUNDS,
        "versions": versions,
        "rows": {row.key: {
            "measure": row.label, "ours": _short(row.figures[0]), "theirs": _short(row.figures[1]), "unit": row.unit,
            "value": _short(row.ratio), "floor": row.floor, "target": row.target} for row in rows if not row.absent},
    }


def _short(value):
    return None if value is None else float(f"{value:.4g}")


def save(result):
    """Writes it to be committed; gives the file."""
    name = result["date"].replace(":", "").replace(" ", "-")
    path = RESULTS / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def last_committed():
    """The newest result in git, of whatever size; nothing where there is none."""
    names = _git("ls-tree", "--name-only", "HEAD", f"{RESULTS.relative_to(ROOT)}/").splitlines()
    names = sorted(name for name in names if name.endswith(".json"))
    return json.loads(_git("show", f"HEAD:{names[-1]}")) if names else None
