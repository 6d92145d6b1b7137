"""What is measured: the sides, the rows of the table, and what the sides must agree on."""

import re

import peers
from inputs import Inputs, files, size
from legacy import LegacyChain
from peers import counted
from pipeline import Pipeline, registered
from process import tool
from row import Row, clock, peak, processor, rate
from settings import HUGE, LONG, MELDINGEN, ONLY, WORK
from side import Absent, Side


def meldingen(sample):
    return sample.meldingen


def faults(sample):
    return sample.faults


class Bench:
    """All rows; `checks` holds what must be true of what the sides found."""

    def __init__(self, cluster):
        self.inputs = Inputs()
        self.sides = []
        self.rows = []
        self.checks = []
        self.cluster = cluster
        self.deliveries = files(self.inputs.deliveries())
        self._fixed()
        self._xml()
        self._rules()
        self._register()
        self._pipeline()
        self._faulty()
        self._years()
        self._memory()
        self._persons()
        if ONLY:
            self.rows = [row for row in self.rows if re.search(ONLY, row.key)]
            wanted = {id(side) for row in self.rows for side in (row.ours, row.theirs)}
            self.sides = [side for side in self.sides if id(side) in wanted]

    def side(self, name, measure, rounds=None, when=True, absent=""):
        side = Side(name, measure, rounds)
        if not when:
            side.absent = absent
        self.sides.append(side)
        return side

    def row(self, *arguments, **options):
        self.rows.append(Row(*arguments, **options))

    def agree(self, what, value, *sides):
        """`value` of what each of these sides found must be the same."""
        self.checks.append((what, sides, lambda *samples: [value(sample) for sample in samples]))

    def must(self, what, condition, *sides):
        """Of what these sides found this must hold."""
        self.checks.append((what, sides, lambda *samples: [condition(*samples), True]))

    def _fixed(self):
        spoiled = files(self.inputs.spoiled())
        program, self.chain_program = peers.cobol(self.deliveries[0])
        scan = self.side("newline scan", lambda: tool("scan", *self.deliveries))
        self.fields = self.side("field checks", lambda: tool("check", *self.deliveries))
        cobol = self.side("GnuCOBOL", lambda: counted([program, *self.deliveries]))
        self.spoiled = self.side("field checks, spoiled", lambda: tool("check", *spoiled), rounds=1)
        cobol_spoiled = self.side("GnuCOBOL, spoiled", lambda: counted([program, *spoiled]), rounds=1)
        phase = self.side("whole first phase", lambda: tool("check", "--whole-phase", *self.deliveries))
        self.row("fixed-cobol", "fixed: split + field checks, against GnuCOBOL -O2", self.fields, cobol,
                 floor=4, target=8)
        self.row("fixed-scan", "the same, against the newline scan", self.fields, scan, floor=0.1, target=0.2)
        self._other_readers(spoiled)
        self.row("phase", "fixed: split + all checks without table or register", phase, kind="bare")
        self.agree("meldingen of field checks and GnuCOBOL", meldingen, self.fields, cobol)
        self.agree("faults of field checks and GnuCOBOL", faults, self.fields, cobol)
        self.agree("faults of field checks and GnuCOBOL, spoiled", faults, self.spoiled, cobol_spoiled)
        self.must("that spoiling makes faults", lambda spoiled: spoiled.faults > 0, self.spoiled)

    def _other_readers(self, spoiled):
        """Without a target: the same checks by what a programmer of today may reach for."""
        for name, build in (("univocity-parsers", peers.univocity), ("DuckDB", peers.duckdb)):
            command, absent = [], ""
            try:
                command = build(self.deliveries[0])
            except Absent as reason:
                absent = str(reason)

            def reader(title, deliveries, command=command, absent=absent, **options):
                return self.side(title, lambda: counted([*command, *deliveries]), when=not absent, absent=absent,
                                 **options)
            clean, other = reader(name, self.deliveries), reader(f"{name}, spoiled", spoiled, rounds=1)
            self.row(f"fixed-{name}", f"the same, against {name} (all its threads)", self.fields, clean)
            self.agree(f"faults of field checks and {name}", faults, self.fields, clean)
            self.agree(f"faults of field checks and {name}, spoiled", faults, self.spoiled, other)

    def _xml(self):
        documents = files(self.inputs.xml())
        read = self.side("XML reader", lambda: tool("xml", "read", *documents))
        xmllint = self.side("xmllint", lambda: peers.xmllint(documents))
        tokens = self.side("XML tokens", lambda: tool("xml", "tokens", *documents))
        expat = self.side("expat", lambda: tool("xml", "expat", *documents))
        self.row("xml-xmllint", "XML: tokens + schema + types, against xmllint --schema", read, xmllint,
                 floor=4, target=7)
        self.row("xml-expat", "XML: tokens, against expat", tokens, expat, floor=1, target=5)
        self.agree("meldingen in XML and in the fixed format", meldingen, self.fields, read, tokens, expat)

    def _rules(self):
        delivery = files(self.inputs.spoiled())[0]
        compiled = self.side("rules", lambda: tool("conditions", delivery))
        walked = self.side("rules as trees", lambda: tool("conditions", "--trees", delivery))
        self.row("rules", "rules, against a tree-walking interpreter", compiled, walked, floor=4, target=10)
        self.agree("faults of rules and trees", faults, compiled, walked)
        index = self.side("codes", lambda: tool("keys"))
        dictionary = self.side("codes in a dictionary", lambda: tool("keys", "--dictionary"))
        self.row("codes", "codes of tables, against a dictionary", index, dictionary)
        self.agree("codes that were found", lambda sample: sample.count, index, dictionary)

    def _register(self):
        behind = self.side("register, blocks behind", lambda: tool("register", self.deliveries[0]))
        one = self.side("register, melding by melding", lambda: tool("register", "--one-by-one", self.deliveries[0]))
        self.row("register", "register: written in blocks beside, against melding by melding", behind, one,
                 value=clock)
        self.agree("what was changed in the register", lambda sample: (sample.meldingen, sample.count), behind, one)

    def _pipeline(self):
        reference = self.inputs.reference()
        # Makes the index of the persons, which is a row of its own.
        tool("persons", reference)
        two = Pipeline(self.deliveries, reference, workers=2)
        one = Pipeline(self.deliveries, reference, workers=1)
        answers = two.unpacked_answers()
        whole = peers.concatenated(files(answers), WORK / "answers")
        pack = self.side("packing", lambda: tool("pack", "--workers", "2", whole, WORK / "packed.gz"))
        pigz = self.side("pigz", lambda: peers.pigz(whole))
        self.row("gzip", "gzip answers, 2 threads, against pigz -1 -p2", pack, pigz, value=clock, floor=1, target=1.5,
                 note=lambda: f"packed to {pack.last.written / 1e6:.1f} MB, pigz to {pigz.last.written / 1e6:.1f} MB")
        self.must("that what we pack is not larger than by pigz", lambda ours, theirs: ours.written <= theirs.written,
                  pack, pigz)
        self.two = self.side("whole pipeline, 2 threads", two.measure)
        single = self.side("whole pipeline, 1 thread", one.measure)
        legacy = self.side("legacy chain", LegacyChain(
            self.cluster, self.chain_program, self.deliveries, answers).measure)
        self.row("pipeline-legacy", "whole pipeline, 2 threads, against the legacy chain", self.two, legacy,
                 value=clock, floor=3, target=7, note=lambda: (
                     "the chain: " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in legacy.last.steps.items())
                     + "; it leaves out SHA-256, the checks of melding, person and register, the BRP, history, foreign "
                     "keys, and writing the answer that it packs"))
        self.row("threads", "whole pipeline, 2 threads against 1", self.two, single, value=clock, floor=1.3,
                 target=1.6, note=lambda: (
                     f"{self.two.median(processor):.1f} s of processor time by 2 threads, "
                     f"{single.median(processor):.1f} s by 1"))

        def kept(sample):
            held = registered(sample.output)
            return {name: held[name] for name in LegacyChain.KEPT}
        self.agree("what the register and the legacy chain hold", kept, self.two, legacy)
        self.agree("what the register holds by 2 threads and 1", lambda sample: sample.output, self.two, single)
        self.agree("meldingen of the pipeline and the legacy chain", meldingen, self.two, legacy)
        self.agree("rejected meldingen, and faults of the legacy chain", faults, self.two, legacy)

    def _faulty(self):
        reference = self.inputs.reference()
        runs = []
        for share, name in ((0, "one clean delivery"), (1, "one delivery, all faulty")):
            pipeline = Pipeline(files(self.inputs.one(share)), reference, workers=2)
            runs.append(self.side(name, pipeline.measure))
        self.clean, faulty = runs
        self.row("faulty", "a delivery of faulty meldingen, against a clean one", faulty, self.clean,
                 kind="over", value=clock, floor=3, target=2, note=lambda: (
                     f"every melding has a fault, by which {faulty.last.faults} of {faulty.last.meldingen} are rejected "
                     "and the others get a signaal"))
        self.must("that no melding of a clean delivery is rejected", lambda clean: clean.faults == 0, self.clean)

    def _years(self):
        def run(times):
            name, absent = f"{5 * times} deliveries", "BENCH_LONG=1"
            if not LONG:
                return self.side(name, None, when=False, absent=absent)
            reference = self.inputs.reference(5)
            # Makes the index of the persons.
            tool("persons", reference)
            return self.side(name, Pipeline(files(self.inputs.deliveries(times)), reference, workers=2).measure)
        five, years = run(1), run(5)
        self.row("years", "time of 25 deliveries, against 5", years, five, kind="over", value=clock, floor=6, target=5.25)
        self.row("pipeline-peak", "peak: whole pipeline, 5 deliveries, against 1", self.two, self.clean,
                 kind="most", value=peak, unit="MB", floor=256, target=96)
        self.row("years-peak", "peak: whole pipeline, 25 deliveries, against 1", years, self.clean, kind="most",
                 value=peak, unit="MB", floor=256, target=96)

    def _memory(self):
        for name, file in (("fixed", self.deliveries[0]), ("XML", files(self.inputs.xml())[0])):
            def reader(size, name=name, file=file, **options):
                return self.side(f"{name} reader, {size} bytes", lambda: tool("memory", "--bytes", str(size), file),
                                 rounds=1, **options)
            small, large = reader(10**7), reader(10**9)
            huge = reader(10**10, when=HUGE, absent="BENCH_HUGE=1")
            for side, size in ((large, "1 GB"), (huge, "10 GB")):
                self.row(f"peak-{name}-{size}", f"peak: {name} reader, {size}, against 10 MB", side, small,
                         kind="most", value=peak, unit="MB", floor=256, target=96)

    def _persons(self):
        folder = self.inputs.many_persons()

        def build():
            (folder / "personen.csv.index").unlink(missing_ok=True)
            return tool("persons", folder)
        made = self.side("index of persons, made", build, rounds=1)
        opened = self.side("index of persons, opened", lambda: tool("persons", folder))
        self.row("persons-index", "personen.csv: the index made, once", made, kind="bare", value=clock)
        self.row("persons-start", "personen.csv: start with the index", opened, kind="bare", value=clock)
        for by in ("number", "name"):
            side = self.side(f"look-ups by {by}", lambda by=by: tool("persons", "--by", by, folder))
            self.row(f"persons-{by}", f"personen.csv: look-ups by {by}", side, kind="bare", value=rate, unit="/s")
            self.must(f"that all persons are found by {by}", lambda lookups: lookups.faults == 0, side)
        self.row("persons-peak", "peak: start with the index of personen.csv", opened, kind="bare", value=peak,
                 unit="MB")

    @property
    def input(self):
        """What was read, in words."""
        return (f"{MELDINGEN} meldingen in {len(self.deliveries)} deliveries, {size(self.deliveries) / 1e6:.0f} MB fixed, "
                f"{size(files(self.inputs.xml())) / 1e6:.0f} MB XML")
