# All set-up happens here: Python 3.11 or later, pip and make are enough.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo test lint types unit compare benchmark format clean

# An environment is made once, and made again when what it must hold changes.
$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	touch $@

demo: $(VENV)/.ready
	$(BIN)/icmaml-indicators demo -o demo_output

test: lint types unit

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready
	$(BIN)/mypy

unit: $(VENV)/.ready
	$(BIN)/python -m pytest -n auto

# Two commits over the same inputs: make compare REF=main, and if wanted TABLE=moved.csv ONLY=text.
compare: $(VENV)/.ready
	$(BIN)/python -m tests.net.compare $(REF) $(if $(TABLE),--table $(TABLE)) $(if $(ONLY),--only "$(ONLY)") $(COMPARE)

benchmark: $(VENV)/.ready
	$(BIN)/python benchmarks/run.py

format: $(VENV)/.ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build dist demo_output .mypy_cache .pytest_cache .ruff_cache .hypothesis
