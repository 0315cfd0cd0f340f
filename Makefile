# `make run` and `make test` need nothing but git, make and Python 3.11 or newer with pip.
# Everything is kept inside this folder: .boot (uv), .venv (the packages), .lionrock (the data).

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
LIONROCK_HOME ?= $(CURDIR)/.lionrock
export LIONROCK_HOME

BIN := .venv/bin
# Whatever the user's own pip settings say, this goes into .boot and touches nothing else.
PIP := PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 PIP_ROOT_USER_ACTION=ignore \
	PIP_DISABLE_PIP_VERSION_CHECK=1 $(PYTHON) -m pip
UV := UV_PYTHON_DOWNLOADS=never .boot/bin/uv
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links

# Tests run beside each other, a file on one core: what a file makes once is made once.
BESIDE ?= -n auto --maxprocesses 4 --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help setup dev run test check spark ftm atheris fuzz golden pictures bench lock clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

setup: .venv/run.stamp ## make .venv with what lionrock needs to run

dev: .venv/dev.stamp ## the same, with what its tests need

run: setup ## build the observatory from the bundled registry, then serve it (HOST=, PORT=)
	$(BIN)/lionrock build
	$(BIN)/lionrock serve --host $(HOST) --port $(PORT)

test: dev ## the fast tests
	$(BIN)/pytest -q $(BESIDE)

check: dev ## everything that must hold before a change lands
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(MAKE) test
	$(BIN)/pytest -q $(BESIDE) -m browser
	$(BIN)/pytest -q $(BESIDE) -m "slow and not alone and not browser"
	$(BIN)/pytest -q -m "alone and not browser"

spark: .spark/spark.stamp .s3/s3.stamp ## Apache Spark itself (it wants a JDK) and an S3 server, for the tests that compare them

ftm: .ftm/ftm.stamp ## FollowTheMoney, for the tests of its export (it wants a compiler and ICU)

atheris: .atheris/atheris.stamp ## the fuzzer that looks for code not seen yet (Linux), for its test and make fuzz

fuzz: dev ## break NUMBER= files of every source, sheets, sentences and requests (SEED=)
	$(BIN)/python -m tests.sources.fuzzing $(or $(NUMBER),10000) $(or $(SEED),1)
	if $(MAKE) atheris; then $(BIN)/python -m tests.sources.guided $(or $(NUMBER),10000) $(or $(SEED),1); fi

golden: dev ## write the golden files anew (then read the diff)
	$(BIN)/pytest -q -m "not browser and not bench" --golden

pictures: dev ## take the pictures of the documentation anew
	$(BIN)/pytest -q -m browser --pictures=docs/pictures

bench: dev .venv-bench/peers.stamp .venv-bench/nomenklatura.stamp ## measure every hot path, or ONLY='search works', into docs/benchmarks.md
	$(BIN)/python -m bench $(ONLY)

lock: .boot/uv.stamp ## write the lock files anew (UPGRADE=--upgrade for newer versions)
	echo uv | $(COMPILE) $(UPGRADE) --no-annotate -o boot.lock -
	$(COMPILE) $(UPGRADE) --group build -o requirements.lock pyproject.toml
	$(COMPILE) $(UPGRADE) --group dev -c requirements.lock -o requirements-dev.lock pyproject.toml
	$(COMPILE) $(UPGRADE) --group bench -o requirements-bench.lock
	$(COMPILE) $(UPGRADE) --group s3 -o requirements-s3.lock
	echo pyspark | $(COMPILE) $(UPGRADE) --no-annotate --no-deps -o requirements-spark.lock -
	$(COMPILE) $(UPGRADE) --group ftm -o requirements-ftm.lock
	$(COMPILE) $(UPGRADE) --group fuzz -o requirements-fuzz.lock
	$(COMPILE) $(UPGRADE) --group bench-nomenklatura -o requirements-bench-nomenklatura.lock

clean: ## remove what these commands made, the data in .lionrock excepted
	rm -rf .atheris .boot .ftm .s3 .spark .venv .venv-bench dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp says that a step came to its end; one that was interrupted starts over.

.boot/uv.stamp: boot.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else \
		"lionrock needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	rm -rf .boot
	$(PIP) install --quiet --no-deps --require-hashes --target .boot -r boot.lock
	@touch $@

.venv/run.stamp: requirements.lock pyproject.toml .boot/uv.stamp
	@rm -f .venv/dev.stamp
	$(call install,requirements.lock)
	@touch $@

.venv/dev.stamp: requirements-dev.lock requirements.lock pyproject.toml .boot/uv.stamp
	$(call install,requirements-dev.lock)
	@touch .venv/run.stamp $@

# The distribution of Spark, in a folder of its own: it must not meet the client in .venv.

.spark/spark.stamp: requirements-spark.lock .boot/uv.stamp
	rm -rf .spark
	$(UV) pip install --quiet --no-deps --require-hashes --python $(PYTHON) --target .spark -r $<
	@touch $@

.s3/s3.stamp: requirements-s3.lock .boot/uv.stamp
	rm -rf .s3
	$(UV) pip install --quiet --no-deps --require-hashes --python $(PYTHON) --target .s3 -r $<
	@touch $@

# FollowTheMoney has needs of its own (another PyYAML, PyICU): it never meets what users run on.

.ftm/ftm.stamp: requirements-ftm.lock .boot/uv.stamp
	rm -rf .ftm
	$(UV) pip install --quiet --no-deps --require-hashes --python $(PYTHON) --target .ftm -r $<
	@touch $@

# atheris has wheels for Linux; elsewhere its test is skipped.

.atheris/atheris.stamp: requirements-fuzz.lock .boot/uv.stamp
	rm -rf .atheris
	$(UV) pip install --quiet --only-binary :all: --no-deps --require-hashes --python $(PYTHON) --target .atheris -r $<
	@touch $@

# The peers of the benchmarks. nomenklatura needs PyICU, which is built from source: where that
# cannot be done the reason is kept, and the page of benchmarks tells it.

.venv-bench/peers.stamp: requirements-bench.lock .boot/uv.stamp
	$(UV) venv --quiet --no-project --clear --python $(PYTHON) .venv-bench/peers
	$(UV) pip sync --quiet --python .venv-bench/peers/bin/python --require-hashes $<
	@touch $@

.venv-bench/nomenklatura.stamp: requirements-bench-nomenklatura.lock .boot/uv.stamp
	@rm -f .venv-bench/nomenklatura.txt
	$(UV) venv --quiet --no-project --clear --python $(PYTHON) .venv-bench/nomenklatura
	$(UV) pip sync --quiet --python .venv-bench/nomenklatura/bin/python --require-hashes $< \
		2> .venv-bench/nomenklatura.log || mv .venv-bench/nomenklatura.log .venv-bench/nomenklatura.txt
	@touch $@

# $(1): the lock file. The project itself goes in last, editable, built by the locked hatchling.
# A folder whose last installation did not come to its end is made anew.
# Compiled here once: where Python may not keep what it compiles (PYTHONDONTWRITEBYTECODE, as in many
# images), every command would compile a thousand files anew, which takes it three seconds.
define install
	@if test -e .venv && test ! -e .venv/whole; then rm -rf .venv; fi
	@test -e .venv/whole || $(UV) venv --quiet --no-project --python $(PYTHON) .venv
	@rm -f .venv/whole
	$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes $(1)
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q src
	@touch .venv/whole
endef
