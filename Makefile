# All set-up happens here: Python 3.11 or later, pip and make are enough.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo test lint types unit docs golden check slow fuzz package oldest compare benchmark format clean

# An environment is made once, and made again when what it must hold changes.
$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	touch $@

demo: $(VENV)/.ready
	$(BIN)/icmaml-indicators demo -o demo_output

test: lint types unit

# What takes longer, or needs a package index: hostile input, what is built, the oldest dependencies.
check: slow fuzz package oldest

# The same hostile input on every machine, about a minute of one core.
fuzz: $(VENV)/.ready
	$(BIN)/python -m tests.fuzz --rounds 24 --seed 1

package: $(VENV)/.ready
	$(BIN)/python -m tests.packaging

# All tests with the oldest dependencies allowed, laws on all of their examples.
oldest: $(VENV)-oldest/.ready
	THOROUGH=1 $(VENV)-oldest/bin/python -m pytest -n auto -q

$(VENV)-oldest/.ready: pyproject.toml $(VENV)/.ready
	$(PYTHON) -m venv --clear $(VENV)-oldest
	$(BIN)/python -m tests.packaging --floors $(VENV)-oldest/floors.txt
	$(VENV)-oldest/bin/python -m pip install --quiet --disable-pip-version-check --constraint $(VENV)-oldest/floors.txt --editable ".[dev]"
	touch $@

# What the library says of the inputs of the net, written anew: a change stands in the change log.
golden: $(VENV)/.ready
	$(BIN)/python -m tests.net.golden

# Schemas, the page of the rules and the tables of the guide, written anew from the library.
docs: $(VENV)/.ready
	$(BIN)/python -m tests.documents

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready
	$(BIN)/mypy

unit: $(VENV)/.ready
	$(BIN)/python -m pytest -n auto -m "not slow"

slow: $(VENV)/.ready
	$(BIN)/python -m pytest -n auto -m slow

# Two commits over the same inputs: make compare REF=main, and if wanted TABLE=moved.csv ONLY=text.
compare: $(VENV)/.ready
	$(BIN)/python -m tests.net.compare $(REF) $(if $(TABLE),--table $(TABLE)) $(if $(ONLY),--only "$(ONLY)") $(COMPARE)

benchmark: $(VENV)/.ready
	$(BIN)/python benchmarks/run.py

format: $(VENV)/.ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) $(VENV)-oldest build dist demo_output .mypy_cache .pytest_cache .ruff_cache .hypothesis
