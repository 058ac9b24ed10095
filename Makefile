# Two commands matter: `make run` opens the page, `make test` checks and tests everything. Each sets up what it needs.
PYTHON ?= python3
PYTHONS ?= python3.11 python3.13
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check
LOCK := .requirements.lock
# What is imported is compiled once, wherever the surroundings say that bytecode is not to be kept: the tests start
# hundreds of programs, and each compiled the whole project, and every worker all tests.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-browser test-plain test-fast test-pythons test-milvus bench-milvus check setup lock clean bench-split bench-archive bench-store bench-visitors bench-crowd bench-page screenshots attack

# The marker is newer than what the environment is made of when the two match.
$(VENV)/.ready: pyproject.toml $(LOCK)
	$(PYTHON) -m venv $(VENV)
	# What is the same file everywhere is checked by its hash, first what builds the one source archive. --no-deps: the
	# lock names whatever is needed.
	grep '^setuptools==' $(LOCK) | $(INSTALL) --no-deps --require-hashes -r /dev/stdin
	grep -e '--hash=' $(LOCK) | $(INSTALL) --no-deps --no-build-isolation --require-hashes -r /dev/stdin
	grep -v -e '--hash=' -e '^torch==' $(LOCK) | $(INSTALL) --no-deps -r /dev/stdin
	# torch alone and asked for exactly: it can be the build for processors without a graphics card; another one brings
	# packages of its own, in versions that it names exactly
	$(INSTALL) $$(grep '^torch==' $(LOCK))
	$(INSTALL) --no-deps --no-build-isolation -e .
	touch $@

# The lock file written anew: the newest versions that pyproject.toml admits.
lock: $(VENV)/.ready
	$(INSTALL) --dry-run --ignore-installed --report - -e '.[test,check]' setuptools > $(VENV)/report.json
	$(BIN)/python tests/support/lock.py < $(VENV)/report.json > $(VENV)/lock
	mv $(VENV)/lock $(LOCK)

setup: $(VENV)/.ready

run: $(VENV)/.ready
	$(BIN)/wenbao serve

check: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The checks beside the tests without a browser, which leave a sixth of two processors idle. Two files at a time; those
# in a browser by themselves, since what they wait for is drawn late beside anything else: with the checks behind them,
# at the lowest priority, they took a fifth longer, which was no gain.
test: $(VENV)/.ready
	$(MAKE) --no-print-directory -j 2 check test-plain
	$(MAKE) --no-print-directory test-browser

test-browser: $(VENV)/.ready
	$(BIN)/pytest -n 2 --dist loadfile -m browser tests/browser

test-plain: $(VENV)/.ready
	$(BIN)/pytest -n 2 --dist loadfile -m 'not browser' --ignore tests/browser

# What needs neither the model nor a browser, but for what is slow: a minute and a half.
test-fast: $(VENV)/.ready
	$(BIN)/pytest -n 2 --dist loadfile -m 'not browser and not model and not slow'

# The same on the oldest and the newest Python that pyproject.toml allows, each set up in a place of its own.
test-pythons:
	@for python in $(PYTHONS); do \
	  if version=$$($$python -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null); \
	  then $(MAKE) --no-print-directory VENV=.venv/$$version PYTHON=$$python test-fast || exit 1; \
	  else echo "$$python is not on this machine: not tested"; fi; \
	done

# Milvus's embedded form and what speaks with it: 200 MB that the other tests do without, so they lie beside the
# environment, which they take the rest from.
MILVUS := $(VENV)/milvus
$(MILVUS)/.ready: $(VENV)/.ready
	$(PYTHON) -m venv $(MILVUS)
	$(BIN)/python -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])' \
	  > $$($(MILVUS)/bin/python -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')/beside.pth
	$(MILVUS)/bin/pip install --quiet --disable-pip-version-check $$($(BIN)/python -c 'import tomllib; \
	  print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["milvus"])')
	touch $@

# An index in Milvus, in its embedded form: built, searched, broken off (some minutes).
test-milvus: $(MILVUS)/.ready
	$(MILVUS)/bin/python -m pytest tests/milvus

# The same index in its folder and in Milvus: what is found, and how soon (ten minutes).
bench-milvus: $(MILVUS)/.ready
	cd tests && PYTHONPATH=.. ../$(MILVUS)/bin/python -m benchmarks.milvus

# How well pages unlike the sample pages are split: 300 composed ones, and the sample pages in other styles.
bench-split: $(VENV)/.ready
	cd tests && ../$(BIN)/python -m benchmarks.split

# Lists and counts over a composed archive of 2,000 pages whose truth is known: exactly right, and how soon (a minute).
bench-archive: $(VENV)/.ready
	cd tests && ../$(BIN)/python -m benchmarks.archive

# An index of 100, 300 and 1,000 composed pages: built, added to, opened, searched, in seconds and memory (five minutes).
bench-store: $(VENV)/.ready
	cd tests && ../$(BIN)/python -m benchmarks.store --picture screenshots/adding.svg

# Twenty visitors at once, with the real models: how long they wait, and what memory they take (some minutes).
bench-visitors: $(VENV)/.ready
	cd tests && ../$(BIN)/python -m benchmarks.visitors

# Fifty people for two minutes, and the memory of twenty while others evaluate and add pages (a quarter of an hour).
bench-crowd: $(VENV)/.ready
	cd tests && ../$(BIN)/python -m benchmarks.crowd

# How soon the page is there, what it weighs, how soon an answer is written, how the page feels, ten tasks (four minutes).
bench-page: $(VENV)/.ready
	cd tests && ../$(BIN)/python -m benchmarks.page && ../$(BIN)/python -m benchmarks.using

# Attacks on the page, the index and the readers, too slow for the tests: what was tried, and what failed (ten minutes).
attack: $(VENV)/.ready
	cd tests && ../$(BIN)/python -m attacks

# Pictures of the page on the sample pages, into tests/screenshots.
screenshots: $(VENV)/.ready
	cd tests && ../$(BIN)/python -m benchmarks.screenshots

# Readers' feedback cannot be built again and is left.
clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache
	find index -type f ! -name README.md ! -name feedback.jsonl -delete
	find index -mindepth 1 -type d -empty -delete
