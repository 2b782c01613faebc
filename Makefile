# Everything runs in one virtual environment, made on first use; `make VENV=path` puts it elsewhere.
PYTHON ?= python3
VENV ?= .venv
EXTRAS ?= table,dev

BIN = $(VENV)/bin
READY = $(VENV)/.ready

.PHONY: setup demo test lint types bench

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "criteria_nlp needs Python 3.11 or later: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[$(EXTRAS)]'
	touch $@

demo: $(READY)
	$(BIN)/criteria-nlp show corpora/examples/EXAMPLE-MS-01.json

test: $(READY)
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python evaluation/kind_inference.py
