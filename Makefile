.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules

VERSION := $(shell git describe --always --dirty 2>/dev/null || echo unknown)
FUZZTIME ?= 10s

# The JavaScript engine draws forty times slower where each of its accesses to
# memory is watched, and none of them is ours.
RACE := -race $(foreach package,libquickjs libc memory,-gcflags='modernc.org/$(package)=-race=false -d=checkptr=0')

# npm writes this file last, so that it dates the installation.
MODULES := static/node_modules/.package-lock.json
DIST := static/dist/manifest.json

.PHONY: help
help: ## Print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' Makefile

.PHONY: run
run: build ## Build and serve on http://127.0.0.1:8080
	@exec bin/sozdex serve $(ARGS)

# Go knows best what its binary depends on, so it is always asked.
.PHONY: build
build: $(DIST) ## Build bin/sozdex, one file that needs nothing beside it
	CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags '-s -w -X main.version=$(VERSION)' -o bin/sozdex ./cmd/sozdex

$(MODULES): static/package.json static/package-lock.json static/.npmrc
	@command -v npm >/dev/null || { echo 'Node.js 18.17 or newer with npm is needed to build the pages: https://nodejs.org' >&2; exit 1; }
	cd static && npm ci
	@touch $@

# src itself is listed too: its date tells that a file is gone.
$(DIST): $(MODULES) static/build.mjs static/map.mjs $(shell find static/src)
	cd static && npm run --silent build

.PHONY: packages
packages: ## Install what the tests need and running does not: Chromium, Redis, librsvg and a font
	@.ci/packages

# The tests run last, so that their count closes the output. None is taken from
# a cache: the browser tests build the program, and Go does not know of what.
.PHONY: test
test: packages $(DIST) ## Check and test everything
	@unformatted=$$(gofmt -l cmd datasets charts server static/*.go e2e); \
	if [ -n "$$unformatted" ]; then echo "gofmt -w is due: $$unformatted" >&2; exit 1; fi
	go vet ./...
	go tool gotestsum -- -count 1 -timeout 30m $(RACE) ./...

# go test fuzzes one function of one package at a time.
.PHONY: fuzz
fuzz: $(DIST) ## Fuzz every parser, each for FUZZTIME=10s
	@for package in $$(go list ./...); do \
	  names=$$(go test -list '^Fuzz' $$package | sed -n '/^Fuzz/p'); \
	  for name in $$names; do \
	    echo "$$package $$name"; \
	    go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$package; \
	  done; \
	done

.PHONY: bench
bench: build ## Measure the budgets, each beside its reference: ARGS="-only 1,5 -quick -o FILE"
	@.ci/packages bench
	@go run ./e2e/bench $(ARGS)

.PHONY: screenshot
screenshot: packages $(DIST) ## Take the screenshot in the README again
	go test ./e2e -count 1 -run '^TestReadmeScreenshot$$' -args -update

.PHONY: clean
clean: ## Remove all that was built
	rm -rf bin static/dist static/dist.new static/node_modules charts/render/dist
