# Earshot: one build configuration serves the demo, the tests and the benchmarks.

SWIFT ?= swift
CONFIGURATION := -c release
PROGRAM := .build/release/earshot

# Tests that start real servers or the program itself run after the fast ones, one at a time.
SLOW := SinksTests|PipelineTests|EarshotTests

.PHONY: demo test build deps test-deps lint format bench bench-text weights clean

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
	@scripts/deps libsimdjson-dev libsqlite3-dev zlib1g-dev

test-deps:
	@scripts/deps influxdb

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

clean:
	rm -rf .build Benchmarks/.build
	rm -f earshot-demo.db earshot-demo.db-*
