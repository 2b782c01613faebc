# Everything runs in one virtual environment, made on first use; `make VENV=path` puts it elsewhere.
PYTHON ?= python3
VENV ?= .venv
EXTRAS ?= table,dev
CHIA ?= ../shared/data/chia

BIN = $(VENV)/bin
READY = $(VENV)/.ready

.PHONY: setup demo test lint types bench retrain reproduce

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "criteria_nlp needs Python 3.11 or later: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[$(EXTRAS)]'
	touch $@

demo: $(READY)
	mkdir -p build
	$(BIN)/criteria-nlp annotate corpora/examples/EXAMPLE-MS-01.json -o build/EXAMPLE-MS-01.jsonl
	$(BIN)/criteria-nlp show corpora/examples/EXAMPLE-MS-01.json

test: lint types
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python -m evaluation.gold_dev --gold corpora/criteria --split dev

# The small model anew, on our own corpus, and its figures; some minutes on two cores.
retrain: $(READY)
	rm -rf build/retrained
	$(BIN)/criteria-nlp train en_criteria_sm --data corpora/criteria -o build/retrained --set training.max_steps=400 --set training.eval_frequency=100

# The small model from the Chia corpus alone and its figures on Chia's validation trials.
reproduce: $(READY)
	rm -rf build/reproduced
	$(BIN)/criteria-nlp train en_criteria_sm --data $(CHIA) -o build/reproduced
	$(BIN)/criteria-nlp evaluate $(CHIA)/val_spans.jsonl --model build/reproduced --spans-key sc
