# The environment is made by whichever target needs it first, and made again when its inputs change.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || echo python3)
BIN := .venv/bin
READY := .venv/ready

.PHONY: quickstart test fast lint format bench soak clean

quickstart: $(READY) ## train a small GRU on made-up weather: no download
	$(BIN)/seqlab train --config configs/quickstart.yaml

test: $(READY) lint ## everything that CI runs
	$(BIN)/python -m pytest -m "not slow" --numprocesses 2 --dist loadfile --no-loadscope-reorder

fast: $(READY) lint ## the tests that need neither TensorFlow nor real data
	$(BIN)/python -m pytest -m "not slow and not keras and not data"

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m tests.floors

bench: $(READY) ## measure everything: about an hour; comparing with PyTorch needs the extra `bench`
	$(BIN)/python -m benchmarks

soak: $(READY) ## kill, damage and fill up at length: about two hours
	$(BIN)/python -m benchmarks.soak

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $(READY)

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
