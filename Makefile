# Suppliers-Import: what a developer types. `make` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

say = printf '\033[1m==> %s\033[0m\n' "$(1)"
ifneq ($(NO_COLOR),)
say = printf '==> %s\n' "$(1)"
endif

##@ Use it
.PHONY: run
run: build web ## Build it, import the example price list, print the report, serve the web app and the API
	@scripts/run-example

.PHONY: build
build: ## Build the program: build/release/suppliers-import
	@scripts/bootstrap build
	@scripts/build release suppliers-import

.PHONY: web
web: build ## Build the web app: build/web
	@scripts/build-web build/release/suppliers-import

.PHONY: deb
deb: web ## Pack it for Debian, with services for systemd: build/suppliers-import_VERSION_ARCHITECTURE.deb
	@scripts/make-deb build/release/suppliers-import build/web build

##@ Develop it
.PHONY: test
test: ## Build with sanitizers and run every test, on SQLite and beside private PostgreSQL, Redis, S3 and other servers
	@scripts/bootstrap build test
	@scripts/run-web-tests
	@scripts/run-tests -LE corpus

.PHONY: test-web
test-web: ## Run the web app's tests alone: its units, then a browser against the real program
	@scripts/bootstrap build test
	@scripts/run-web-tests

.PHONY: screenshots
screenshots: web ## Take a picture of every page, in both themes and languages: build/screenshots
	@scripts/bootstrap build test
	@scripts/make-screenshots

.PHONY: check-monitoring
check-monitoring: build ## Try the alerts, the mails about them, and every query of the dashboards on a small installation
	@scripts/bootstrap build test stack
	@scripts/check-monitoring build/release/suppliers-import

.PHONY: check-deb
check-deb: deb ## Install, use, upgrade and remove the Debian package in a fresh Debian system (as root)
	@scripts/bootstrap stack
	@scripts/check-deb "$$(ls -t build/suppliers-import_*.deb | head -n 1)"

.PHONY: stack-test
stack-test: ## Build the production images, start the whole stack in containers and walk through it over HTTPS (as root)
	@scripts/stack-test

.PHONY: test-corpus
test-corpus: ## Run the real-feed suite (CORPUS_DIR, default ../shared/data)
	@scripts/check-corpus
	@scripts/bootstrap build test
	@scripts/run-tests -L corpus

.PHONY: test-threads
test-threads: ## Run the tests of concurrent code under ThreadSanitizer
	@scripts/bootstrap build test
	@scripts/run-thread-tests

.PHONY: bench
bench: ## Measure imports of ROWS rows (default 1,000,000) beside the floor, the search, then the API beside its peers
	@scripts/bootstrap build test bench
	@scripts/build bench
	@$(call say,Measuring imports)
	@bench/run
	@$(call say,Measuring the search)
	@bench/search
	@$(call say,Measuring the API)
	@env -u ROWS bench/api

.PHONY: fuzz
fuzz: ## Run every fuzz target for FUZZ_SECONDS seconds (default 60)
	@scripts/bootstrap build fuzz
	@scripts/run-fuzzers

##@ Keep it tidy
.PHONY: format
format: ## Lay out all sources as .clang-format says
	@scripts/bootstrap lint
	@$(call say,Formatting the sources)
	@scripts/format

.PHONY: check
check: ## The quick checks: layout of the sources and rules of the house
	@scripts/bootstrap lint
	@$(call say,Checking the layout of the sources)
	@scripts/format --check
	@$(call say,Checking the rules of the house)
	@scripts/check-house

.PHONY: lint
lint: check ## The quick checks, then clang-tidy (FILES="a.cpp b.cpp" or SINCE=main to narrow it)
	@scripts/bootstrap build test lint
	@scripts/run-clang-tidy

.PHONY: examples
examples: ## Write the example feeds again with the feed generator
	@scripts/bootstrap build test
	@scripts/build bench feed_generator
	@scripts/make-examples

.PHONY: clean
clean: ## Remove build/ (the imported data in DATA_DIR stays)
	@$(call say,Removing build/)
	@rm -rf build

##@ Get help
.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## "; print "Suppliers-Import\n\nUsage: make TARGET" } \
	  /^##@ / { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
