# Two commands matter: `make run` opens the page, `make test` checks and tests everything. Each sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check setup clean bench-split bench-visitors bench-crowd bench-page screenshots attack

# The marker is newer than pyproject.toml when the environment matches it.
.venv/.ready: pyproject.toml
	$(PYTHON) -m venv .venv
	# torch first and alone: asked for exactly, it can be the build for processors without a graphics card
	$(BIN)/pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[test,check]'
	touch $@

setup: .venv/.ready

run: .venv/.ready
	$(BIN)/wenbao serve

check: .venv/.ready
	$(BIN)/ruff check .
	$(BIN)/mypy

test: check
	$(BIN)/pytest

# How well pages unlike the sample pages are split: 300 composed ones, and the sample pages in other styles.
bench-split: .venv/.ready
	$(BIN)/python tests/bench_split.py

# Twenty visitors at once, with the real models: how long they wait, and what memory they take (some minutes).
bench-visitors: .venv/.ready
	$(BIN)/python tests/bench_visitors.py

# Fifty people for two minutes, and the memory of twenty while others evaluate and add pages (a quarter of an hour).
bench-crowd: .venv/.ready
	$(BIN)/python tests/bench_crowd.py

# How soon the page is there, what it weighs, and how soon an answer begins to be written (a minute).
bench-page: .venv/.ready
	$(BIN)/python tests/bench_page.py

# Attacks on the page, the index and the readers, too slow for the tests: what was tried, and what failed (ten minutes).
attack: .venv/.ready
	cd tests && ../$(BIN)/python -m attacks

# Pictures of the page on the sample pages, into tests/screenshots.
screenshots: .venv/.ready
	$(BIN)/python tests/screenshots.py

# Readers' feedback cannot be built again and is left.
clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache
	find index -type f ! -name README.md ! -name feedback.jsonl -delete
	find index -mindepth 1 -type d -empty -delete
