# The front door. `make help` lists what there is.
.DEFAULT_GOAL := help
.PHONY: help run demo test mutate check talk bench month ear segments e2e lock format train benchmark

VENV := .venv
BIN := $(VENV)/bin
CHANNEL ?= sms
# The newest Python that the locked wheels are made for.
PYTHON ?= $(firstword $(foreach v,3.13 3.12 3.11,$(shell command -v python$(v) >/dev/null 2>&1 && python$(v) -c '' 2>/dev/null && echo python$(v))) python3)
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes

help:  ## this list
	@grep -E '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

run: $(VENV)/run  ## start everything here: text the bot at http://127.0.0.1:8000/try/
	@$(BIN)/python -m bot run

demo: $(VENV)/run  ## 300 made-up conversations for the console (ARGS=--remove takes them away)
	@$(BIN)/python -m bot demo $(ARGS)

test: $(VENV)/dev  ## the tests, on a Redis of their own
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 --dist worksteal

mutate: $(VENV)/dev  ## change the code in small ways and see the tests notice (ARGS="--all"; --seconds N, --module PART)
	@$(BIN)/python -m tests.mutate $(ARGS)

check: $(VENV)/dev  ## lint, format, types, import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

talk: $(VENV)/run  ## the conversation in this terminal (CHANNEL=voice; ARGS="--language es --events --segments")
	@$(BIN)/python -m bot talk --channel $(CHANNEL) $(ARGS)

train: $(VENV)/dev  ## what is learned from training/, the same bytes every time (ARGS=--check compares only)
	@$(BIN)/python -m training $(ARGS)

benchmark: $(VENV)/dev  ## docs/safety-benchmark.md from the data, for a nurse to sign
	@$(BIN)/python -m training.benchmark

bench: $(VENV)/dev  ## our whole turn, by text and in a call, beside the smallest signed reply, as ratios; and a full archive (ARGS=--help)
	@$(BIN)/python -m tests.bench $(ARGS)

month: $(VENV)/dev  ## a month of asking how it went: 2,000 people, kills, an emptied Redis, every text judged (ARGS=--help)
	@$(BIN)/python -m tests.month $(ARGS)

ear: $(VENV)/dev  ## how long callers wait, path by path, in seconds (counted by espeak-ng; ARGS=--check holds the bounds)
	@$(BIN)/python -m tests.ear $(ARGS)

segments: $(VENV)/dev  ## what conversations cost in segments, path by path, in both languages
	@$(BIN)/python -m tests.segments

e2e: $(VENV)/e2e  ## /try/ and the console in the system's Chromium
	@$(BIN)/python -m pytest tests/e2e

format: $(VENV)/dev  ## put the code into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: $(VENV)/dev  ## take newer versions into the lock files (needs uv)
	@for extra in "" dev e2e; do \
	  uv pip compile --quiet --universal --upgrade --generate-hashes --no-header --no-annotate --no-emit-index-url \
	    --python-version 3.11 pyproject.toml $${extra:+--extra $$extra} -o requirements$${extra:+-$$extra}.lock; \
	done
	@cp requirements.lock requirements.txt

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or newer is needed.'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo 'Python comes without venv here: install it (Debian: apt install python3-venv).'; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run: $(VENV)/python requirements.lock
	@echo 'Installing what it needs ...'
	@$(PIP) -r requirements.lock
	@printf '#!/bin/sh\nhere=$$(dirname "$$0")\nPYTHONPATH="$$here/../.." exec "$$here/python" -m bot "$$@"\n' >$(BIN)/intake
	@chmod +x $(BIN)/intake
	@touch $@

$(VENV)/dev: $(VENV)/run requirements-dev.lock
	@echo 'Installing what the tests need ...'
	@$(PIP) -r requirements-dev.lock
	@touch $@

$(VENV)/e2e: $(VENV)/dev requirements-e2e.lock
	@$(PIP) -r requirements-e2e.lock
	@touch $@
