# Two commands do all the set-up on a fresh machine:
#   make example   sets up and decides a shipped example
#   make test      sets up and runs the tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: example set-up test torture lint types imports packs wheel bench clean

example: $(STAMP)
	@$(BIN)/tenderlaw check examples/trafficking-conviction/case.yaml; code=$$?; \
	echo "(exit code $$code: 3 means must exclude)"; test $$code -eq 3

set-up: $(STAMP)

test: $(STAMP)
	$(BIN)/python -m pytest

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

imports: $(STAMP)
	$(BIN)/lint-imports

packs: $(STAMP)
	$(BIN)/tenderlaw packs test

wheel: $(STAMP)
	rm -rf dist
	$(BIN)/python -m build --wheel --outdir dist . >/dev/null

torture: $(STAMP)
	$(BIN)/python tests/torture --scale $(or $(SCALE),10)

bench: $(STAMP)
	$(BIN)/python benchmarks/run.py

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement constraints.txt
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $(STAMP)

clean:
	rm -rf $(VENV) dist build
