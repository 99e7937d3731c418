# Earshot: one build configuration serves the demo, the tests and the benchmarks.

SWIFT ?= swift
CONFIGURATION := -c release
PROGRAM := .build/release/earshot

# Tests that start real servers or the program itself run after the fast ones, one at a time.
SLOW := WebTests|SinksTests|PipelineTests|EarshotTests

.PHONY: demo test build deps test-deps reference lint format bench bench-text weights deb test-deb fuzz kills sanitize clean

## Replay the bundled sample through the whole loop and show what it found.
demo: build
	@$(PROGRAM) demo

## Everything: lint, fast tests, then the tests against real servers.
test: deps test-deps lint
	@scripts/say-first-build
	$(SWIFT) build $(CONFIGURATION) --build-tests
	$(SWIFT) test $(CONFIGURATION) --skip-build --skip '$(SLOW)'
	$(SWIFT) test $(CONFIGURATION) --skip-build --no-parallel --filter '$(SLOW)'

build: deps
	@scripts/say-first-build
	$(SWIFT) build $(CONFIGURATION)

## Install what the build needs from Debian packages, or print the command that does.
deps:
	@scripts/deps libsimdjson-dev libsqlite3-dev zlib1g-dev libzstd-dev

test-deps:
	@scripts/deps influxdb victoria-metrics tmux openssl

## Write the tables of kinds into docs/reference.md.
reference:
	EARSHOT_WRITE_REFERENCE=1 $(SWIFT) test $(CONFIGURATION) --filter ReferenceTests

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift

format:
	$(SWIFT) format --in-place --recursive Sources Tests Package.swift

## Compare the program with another on the same posts: make bench POSTS=posts.ndjson PEER='node peer.js posts.ndjson'
bench: build
	@Benchmarks/compare.py --program $(PROGRAM) --posts '$(POSTS)' --topics-file '$(TOPICS)' --peer '$(PEER)'

## The analysis of a text alone, measured inside the process: make bench-text POSTS=/absolute/posts.ndjson
bench-text: deps
	cd Benchmarks && EARSHOT_BENCH_POSTS='$(POSTS)' $(SWIFT) package --disable-sandbox benchmark

## Train the weights that are embedded: make weights DATA=folder with the four labelled files, a lexicon and other texts.
AIDS = --lexicon $(DATA)/lexicon.txt --unlabelled $(DATA)/unlabelled.txt.gz --silent data/people.txt
# Sentences of our own, named as often as they count: docs/decisions/0007-own-sentences.md.
OWN = $(foreach time,1 2 3 4,--train data/developers.tsv)
weights: build
	$(PROGRAM) train sentiment --train $(DATA)/sent_train.tsv.gz --validate $(DATA)/sent_val.tsv $(AIDS) --out Sources/CResources/sentiment.weights
	$(PROGRAM) train offensive --train $(DATA)/off_train.tsv $(OWN) --validate $(DATA)/off_val.tsv $(AIDS) --out Sources/CResources/offensive.weights

## A Debian package of the release build: .build/package/earshot_*.deb. It runs where there is no Swift.
deb: build
	@scripts/deps dpkg-dev python3
	@scripts/deb

## Install the package in a fresh Debian without Swift, run it there and purge it. Takes root and a mirror of Debian.
test-deb: deb
	@scripts/deps mmdebstrap
	@scripts/test-deb

## Break the input of every reader so many times: make fuzz INPUTS=300000 SEED=2
INPUTS ?= 300000
SEED ?= 1
fuzz: deps
	$(SWIFT) build $(CONFIGURATION) --build-tests
	EARSHOT_FUZZ_INPUTS=$(INPUTS) EARSHOT_FUZZ_SEED=$(SEED) $(SWIFT) test $(CONFIGURATION) --skip-build --filter '^FuzzTests'

## Kill a run with three feeds and two databases so many times: make kills KILLS=1000
KILLS ?= 100
kills: deps test-deps
	$(SWIFT) build $(CONFIGURATION) --build-tests
	EARSHOT_KILLS=$(KILLS) $(SWIFT) test $(CONFIGURATION) --skip-build --filter '^EarshotTests.KilledRunTests'

## The pipeline, the sinks and the store under the thread sanitizer, and the feeds under that of addresses; in build folders of their own.
## The latter is optimised, because it takes many times as long otherwise, and does not count leaks: Foundation has some.
## The former does not see who waits for a `Mutex`: that part of the standard library is built without it. Reports with both sides inside
## `withLock` are of that kind; a program of one `Mutex` and two threads has them, too.
sanitize: deps
	$(SWIFT) test --sanitize=thread --scratch-path .build-tsan --no-parallel --filter '^(PipelineTests|SinksTests|StoreTests)'
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test $(CONFIGURATION) --sanitize=address --scratch-path .build-asan --no-parallel --filter '^FeedsTests'

clean:
	rm -rf .build .build-tsan .build-asan Benchmarks/.build
	rm -f earshot-demo.db earshot-demo.db-*
