# Everything a fresh Debian machine with the Swift toolchain needs: `make run`, `make test`.

SAMPLE    := Tests/Samples/bo
BRONBATCH := .build/release/bronbatch
PACKAGES  := zlib1g-dev libisal-dev libjemalloc-dev libsqlite3-dev libxml2-utils libexpat1-dev
DEMO      := .build/make-run.sqlite

.PHONY: run test scenarios mutate model crash faults soak migration hostile fuzz bench bench-save docs handbook
.PHONY: install package deploy report build format lint packages clean

# Builds, drops the sample deliveries in Inbox/, processes them, and leaves the answers in Outbox/.
# The register of this run is made anew each time; your own is never touched.
run: build
	@others=$$(ls Inbox | grep -v -x -f <(ls $(SAMPLE)) || true); if [ -n "$$others" ]; then \
	  echo "Inbox/ holds deliveries of your own ($$others). Process them with $(BRONBATCH) run; see README.md."; exit 1; fi
	@rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	cp $(SAMPLE)/*A.B* Inbox/
	$(BRONBATCH) run --reference $(SAMPLE) --register sqlite:$(DEMO) --date 2009-06-18
	@echo; echo "In Outbox/:"; ls -l Outbox
	@echo; echo "Look at an answer with: $(BRONBATCH) show Outbox/01AA002T.B01.gz"

test: packages
	swift test --quiet --disable-xctest

# Runs the scenarios, and says how many there are of each group: all, and those of the Programma van Eisen.
scenarios: packages
	swift test --quiet --disable-xctest --filter ScenarioTests.ScenarioTests
	@cd Tests/ScenarioTests/Scenarios && for f in *.yaml; do \
	  printf '%-14s %4d %4d\n' $${f%.yaml} $$(grep -c '^  - id:' $$f) $$(grep -cE '^  - id: S[0-9]{3}$$' $$f); \
	done | grep -v ' 0    0$$'

# Changes every condition of the catalogue, one thing at a time, and shows that some test notices.
mutate: packages
	BRONBATCH_MUTATE=all swift test --quiet --disable-xctest --filter MutatieTests

# Holds the program against the model of the register's rules over some ten thousand made-up sequences, and demands
# that every rule of the register fired. WORLDS says how many, twelve sequences each.
WORLDS    := 900
model: packages
	BRONBATCH_MODEL=$(WORLDS) swift test --quiet --disable-xctest --filter ModelTests

# Gives the program files that nobody means well with, and prints what each costs in memory and time.
hostile: PACKAGES += $(if $(shell command -v python3),,python3)
hostile: build
	python3 Tests/Hostile/hostile.py

# Runs libFuzzer with the address sanitizer on every reader, FUZZ_SECONDS each; first it must find a planted fault.
FUZZ_SECONDS := 60
fuzz: packages
	Tests/Fuzz/run $(FUZZ_SECONDS)

# Kills the program before, in and behind every system call of a workload (and a spread of the runs that follow), starts
# it again, and compares what it left; then the same, and the disk forgets what no fsync made it keep. SWEEP_FOLDER says
# where: in memory, since it is the calls that are tried.
SWEEP_FOLDER := $(if $(wildcard /dev/shm),/dev/shm,/tmp)
crash: packages
	swift build -c release --quiet --product sweep
	.build/release/sweep crash --again 40 --folder $(SWEEP_FOLDER)
	.build/release/sweep power --folder $(SWEEP_FOLDER)

# Has every one of those calls fail in every way that it can, once and for ever, runs again, and compares.
faults: packages
	swift build -c release --quiet --product sweep
	.build/release/sweep faults --folder $(SWEEP_FOLDER)

# Has two processes of the program work on one inbox and register for SOAK_SECONDS, kills them at random, and compares
# register and answers with those of the same deliveries, processed one by one. SOAK_COMMAND is run or watch.
SOAK_SECONDS := 600
SOAK_COMMAND := run
soak: build
	swift build -c release --quiet --product sweep
	.build/release/sweep soak --seconds $(SOAK_SECONDS) --command $(SOAK_COMMAND) --folder $(SWEEP_FOLDER)

# Makes up a history of deliveries with gaps, doubles and broken files, takes it into a register, kills that half-way,
# takes it up again, and demands that everything adds up. MIGRATION_FOLDER is emptied first.
MIGRATION_FOLDER       := /tmp/bronbatch-migration
MIGRATION_DELIVERIES   := 5000
MIGRATION_INSTITUTIONS := 20
MIGRATION_YEARS        := 10
MIGRATION_MELDINGEN    := 5000000
migration: PACKAGES += $(if $(shell command -v python3),,python3) $(if $(wildcard /usr/bin/time),,time)
migration: build
	swift build -c release --quiet --product sweep
	Tests/Migration/try $(MIGRATION_FOLDER) $(MIGRATION_DELIVERIES) $(MIGRATION_INSTITUTIONS) $(MIGRATION_YEARS) \
	  $(MIGRATION_MELDINGEN)

# Measures ours against its peers in turn, and prints one table; bench-save writes the result to be committed too.
# BENCH_MELDINGEN, BENCH_ROUNDS, BENCH_LONG=1 (25 deliveries), BENCH_HUGE=1 (10 GB) and BENCH_ONLY=pipeline (rows by a
# regular expression) change what is measured.
bench: PACKAGES += $(if $(shell command -v python3),,python3) python3-venv libunivocity-parsers-java pigz \
  $(if $(shell command -v cobc),,gnucobol3) $(if $(shell command -v javac),,default-jdk-headless) \
  $(if $(wildcard /usr/lib/postgresql/*/bin/initdb),,postgresql)
bench: build
	swift build -c release --quiet --product bench
	python3 -B Benchmarks/harness

bench-save: export BENCH_SAVE = 1
bench-save: bench

# Writes the Programma van Eisen as pages for people, from Specs/.
docs: build
	@rm -rf .build/docs
	@$(BRONBATCH) docs --output .build/docs

# Runs every command of the handbook, and compares what it prints with what the handbook shows.
handbook: build
	@Documentation/handboek/try $(BRONBATCH)

# Installs the program with all that belongs to it; see Deploy/README.md.
PREFIX  := /usr/local
DESTDIR :=
install: build
	Deploy/install $(BRONBATCH) "$(DESTDIR)" "$(PREFIX)"

# Makes a Debian package of it.
package: build
	@Deploy/package $(BRONBATCH) .build/package

# Tries what install and package make: units, man page, completions, the package where there is no Swift, and in a
# Debian that has nothing else, which is made once in .build/cleanroot.
deploy: PACKAGES += systemd man-db debootstrap
deploy: build
	Tests/Deploy/check $(BRONBATCH)
	Tests/Deploy/cleanroot "$$(Deploy/package $(BRONBATCH) .build/package)" .build/cleanroot

# Looks at the nightly report in headless Chromium, wide and narrow, light and dark; its pictures are in .build/report.
report: PACKAGES += chromium chromium-driver $(if $(shell command -v python3),,python3)
report: build
	python3 Tests/Report/report.py $(BRONBATCH) .build/report

build: packages
	swift build -c release --quiet --product bronbatch

format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks

# Installs the Debian packages that are missing, and asks for nothing where all are there.
packages:
	@missing=$$(for p in $(PACKAGES); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq $$missing; fi

clean:
	rm -rf .build

SHELL := /bin/bash
