# make demo   the main job, end to end, on a real server on loopback
# make test   lint, types, tests and the contract check of cassettes/
# make sweep  the long tests, over every operation of every service
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test tests lint types layers check sweep bench score-rules wheel-test clean

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

demo: $(STAMP)
	$(BIN)/python examples/demo/demo.py

test: lint types layers tests check

tests: $(STAMP)
	$(BIN)/pytest -n auto -q

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

layers: $(STAMP)
	$(BIN)/lint-imports

check: $(STAMP)
	$(BIN)/harness check cassettes

sweep: $(STAMP)
	$(BIN)/pytest -q -m sweep -s -p no:randomly

bench: $(STAMP)
	$(BIN)/python benchmarks/replay.py

score-rules: $(STAMP)
	$(BIN)/python benchmarks/score_rules.py

# The tests that use harness from the outside, against the wheel in an environment of its own.
wheel-test: $(STAMP)
	rm -rf dist .venvs/wheel
	$(BIN)/python -m build --quiet
	$(PYTHON) -m venv .venvs/wheel
	.venvs/wheel/bin/python -m pip install --quiet --upgrade pip
	.venvs/wheel/bin/python -m pip install --quiet dist/*.whl --group dev
	.venvs/wheel/bin/pytest -n auto -q tests/integration

clean:
	rm -rf $(VENV) .venvs dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
