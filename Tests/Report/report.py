#!/usr/bin/env python3
"""Looks at the nightly report in a real browser: report.py PROGRAM [FOLDER].

Makes a history of twelve nights and six institutions, has the program process and report it, and opens the page in
headless Chromium, wide and narrow, light and dark: nothing is asked of anywhere else, the console stays empty, plots
have size, no text runs into another one or out of its cell, and everything can be read against its ground. The same
must be found wrong in a page that was spoiled. Screenshots stay in FOLDER.
"""

import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# By institution: sectordeel, meldingen a delivery, share of faults, the nights on which it delivers.
INSTITUTIONS = {
    "01AA": ("BO", 1_400, 0.02, range(1, 13)),
    "02BB": ("BO", 620, 0.08, range(1, 13)),
    "03CC": ("VA", 90, 0.0, range(2, 13, 2)),
    "04DD": ("ED", 140, 0.04, range(1, 13, 3)),
    "05EE": ("BO", 35, 0.3, range(3, 13)),
    "06FF": ("VA", 210, 0.01, range(12, 13)),
}
NIGHTS = 12


def bronbatch(program, *words, codes=(0,)):
    done = subprocess.run([program, *map(str, words)], capture_output=True, text=True)
    if done.returncode not in codes:
        sys.exit(f"report: {' '.join(map(str, words))} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def history(program, place):
    """Processes night after night, and writes the report of the last one."""
    specs = ["--specs", ROOT / "Specs"]
    tables = place / "tables"
    tables.mkdir()
    folders = ["--inbox", place / "Inbox", "--outbox", place / "Outbox"]
    register = ["--register", f"sqlite:{place}/register.sqlite"]
    made = {brin: 0 for brin in INSTITUTIONS}

    def deliver(brin, date, *more):
        sector, meldingen, faults, _ = INSTITUTIONS[brin]
        made[brin] += 1
        bronbatch(program, "generate", "--sector", sector, "--meldingen", meldingen, "--seed", 7, "--brin", brin,
                  "--batch", f"{made[brin]:03}", "--date", date, "--faults", faults, "--output", f"{place}/Inbox/",
                  "--quiet", *specs, *more)

    for night in range(1, NIGHTS + 1):
        date = f"2010-02-{night:02}"
        for brin, (_, _, _, nights) in INSTITUTIONS.items():
            if night in nights:
                first = not any(made.values())
                deliver(brin, date, *(["--persons", tables / "personen.csv"] if first else []))
        if night in (5, NIGHTS):
            (place / "Inbox" / "05EE900A.B01").write_bytes(b"300 is no header\r\n\x1c")
        bronbatch(program, "run", "--quiet", "--date", date, "--reference", tables, *folders, *register, *specs,
                  codes=(0, 1))
    deliver("02BB", date)
    page = place / "night.html"
    bronbatch(program, "report", "--output", page, *folders, *register, *specs)
    return page


class Browser:
    """Chromium, by the WebDriver protocol of chromedriver."""

    def __enter__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.at = f"http://127.0.0.1:{port}"
        self.driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
        options = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                            "--disable-dev-shm-usage"], "perfLoggingPrefs": {"enableNetwork": True}}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options,
                  "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        for _ in range(300):
            try:
                self.session = ""
                self.session = "/session/" + self.ask("/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
                return self
            except OSError:
                time.sleep(0.1)
        sys.exit("report: chromedriver does not start")

    def __exit__(self, *_):
        self.driver.terminate()
        self.driver.wait()

    def ask(self, path, body=None):
        request = urllib.request.Request(self.at + self.session + path, json.dumps(body or {}).encode(),
                                         {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]

    def devtools(self, command, **parameters):
        return self.ask("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def log(self, kind):
        return self.ask("/se/log", {"type": kind})

    def show(self, page, width, scheme):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1,
                      mobile=width < 600)
        self.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        for kind in ("performance", "browser"):
            self.log(kind)
        self.ask("/url", {"url": page.as_uri()})

    def picture(self, file):
        size = self.devtools("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        taken = self.devtools("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        file.write_bytes(base64.b64decode(taken["data"]))


# What is wrong with the page as it stands there.
LOOK = r"""
const wrong = [], box = e => e.getBoundingClientRect();
const say = (e, what) => wrong.push(`${what}: ${e.textContent.slice(0, 60)}`);
if (document.documentElement.scrollWidth > innerWidth) wrong.push('the page is wider than the window');
const plots = [...document.querySelectorAll('.plot svg')];
if (plots.length < 3) wrong.push(`there are ${plots.length} plots`);
for (const plot of plots) {
  const {width, height} = box(plot);
  if (width < 300 || height < 80) wrong.push(`a plot of ${width} by ${height}`);
  const texts = [...plot.querySelectorAll('text')];
  if (texts.length < 3 || !plot.querySelector('rect, polyline')) wrong.push('a plot without axis or bars');
  for (const [i, one] of texts.entries()) {
    const a = box(one);
    if (a.height < 8) say(one, 'too small to read');
    if (a.left < box(plot).left - 1 || a.right > box(plot).right + 1) say(one, 'outside its plot');
    for (const other of texts.slice(i + 1)) {
      const b = box(other);
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2 && b.top < a.bottom - 2)
        say(one, `runs into ${other.textContent}`);
    }
  }
}
const sparks = [...document.querySelectorAll('.vonk')];
if (sparks.length < 5 || sparks.some(s => box(s).width < 60 || box(s).height < 12)) wrong.push('institutions without a plot');
const tables = [...document.querySelectorAll('table')];
if (tables.length < 2) wrong.push(`there are ${tables.length} tables`);
for (const cell of document.querySelectorAll('th, td')) {
  if (cell.scrollWidth > cell.clientWidth + 1) say(cell, 'runs out of its cell');
  if (/^[0-9.,]+%?$/.test(cell.textContent) && cell.tagName == 'TD' && getComputedStyle(cell).textAlign != 'right')
    say(cell, 'a number that does not stand on the right');
  if (/^[0-9]{4,}$/.test(cell.textContent)) say(cell, 'a number without a point between thousands');
}
const light = text => {
  const [r, g, b] = text.match(/[0-9.]+/g).map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b;
};
const ground = e => { for (; e; e = e.parentElement) {
  const c = getComputedStyle(e).backgroundColor; if (!/, 0\)$/.test(c)) return c; } return 'rgb(255, 255, 255)'; };
for (const e of document.querySelectorAll('h1, h2, p, li, th, td, code, .cijfers div, svg text')) {
  const style = getComputedStyle(e), colour = e.namespaceURI.endsWith('svg') ? style.fill : style.color;
  const [a, b] = [light(colour), light(ground(e))];
  if ((Math.max(a, b) + .05) / (Math.min(a, b) + .05) < 4.5) say(e, `hard to read, ${colour} on ${ground(e)}`);
}
for (const e of document.querySelectorAll('main > *, main section > *')) {
  if (e.textContent.trim() && box(e).height < 10) say(e, 'has no height');
}
return wrong;
"""


def faults(browser, page, width, scheme):
    """What is wrong with a page at a width and in light or dark."""
    browser.show(page, width, scheme)
    wrong = browser.ask("/execute/sync", {"script": LOOK, "args": []})
    for entry in browser.log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            if url != page.as_uri():
                wrong.append(f"asks for {url}")
    return wrong + [f"console: {entry['message']}" for entry in browser.log("browser")]


# What a page may be spoiled with, and what must be said of it.
SPOILED = [
    ("</main>", '<img src="http://127.0.0.1:9/x.png"/></main>', "asks for http://127.0.0.1:9/x.png"),
    ("</main>", "<script>console.error('no')</script></main>", "console:"),
    ("</main>", '<div style="width: 3000px">wide</div></main>', "wider than the window"),
    ("</main>", '<p style="color: #ccc; background: #ddd">grey</p></main>', "hard to read"),
    ("min-width: 48rem", "min-width: 0; width: 10rem", "too small to read"),
    ('text-anchor="end"', 'dx="-90"', "outside its plot"),
    ("font: 12px", "font: 40px", "runs into"),
    ("width: 7rem", "width: 0", "institutions without a plot"),
    ("text-align: right;", "", "does not stand on the right"),
]


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        (place / "Inbox").mkdir()
        page = history(program, place)
        shots = Path(sys.argv[2]) if len(sys.argv) > 2 else place
        shots.mkdir(parents=True, exist_ok=True)
        text = page.read_text(encoding="utf-8")
        with Browser() as browser:
            failed = False
            for width, scheme in [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]:
                for wrong in faults(browser, page, width, scheme):
                    print(f"report: {width} {scheme}: {wrong}", file=sys.stderr)
                    failed = True
                browser.picture(shots / f"night-{width}-{scheme}.png")
            for number, (old, new, expected) in enumerate(SPOILED):
                spoiled = place / f"spoiled-{number}.html"
                if old not in text:
                    sys.exit(f"report: there is no {old} in the page to be spoiled")
                spoiled.write_text(text.replace(old, new), encoding="utf-8")
                if not any(expected in wrong for wrong in faults(browser, spoiled, 1280, "light")):
                    print(f"report: nothing was said of {new}", file=sys.stderr)
                    failed = True
        shutil.copy(page, shots / "night.html")
    if failed:
        sys.exit(1)
    print(f"report: the page is in order, wide and narrow, light and dark; pictures are in {shots}")


if __name__ == "__main__":
    main()
