# The two commands: `make maps` draws the maps, `make test` tests them.  Both need Python >= 3.11, pip and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: maps test test-slow lint bench bench-maps screenshots lock clean

maps: $(VENV)/.maps
	@$(BIN)/tracker refresh --out site
	@echo "Open $(CURDIR)/site/index.html"

test: $(VENV)/.test
	@sh .ci/chromium
	$(BIN)/python -m pytest -n auto --dist loadfile

test-slow: $(VENV)/.test
	@sh .ci/chromium
	$(BIN)/python -m pytest -m slow

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.test
	$(BIN)/python -m pytest tests/benchmarks -m "" --override-ini addopts= --benchmark-only

bench-maps: $(VENV)/.bench
	@sh .ci/chromium
	$(BIN)/python -m tests.benchmarks.maps_bench

screenshots: $(VENV)/.test
	$(BIN)/python -m tests.screenshots

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.maps: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.test: requirements-test.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@ $(VENV)/.maps

$(VENV)/.bench: tests/benchmarks/maps_bench/requirements.txt $(VENV)/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

lock: $(VENV)/.test
	$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe --extra test --constraint requirements.lock --output-file requirements-test.lock pyproject.toml

clean:
	rm -rf $(VENV) site site.releases screenshots .pytest_cache .mypy_cache .ruff_cache
