# Two commands: `make demo` and `make test`. Both set everything up first.
# Needs python3 (3.11 or newer) with pip, and make. Everything is installed
# below this folder (.uv, .venv) from lock files with hashes, wheels only.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A uv of our own, installed with pip, only where none is on PATH.
UV := $(shell command -v uv 2>/dev/null || echo $(CURDIR)/.uv/bin/uv)
UV_INSTALL = $(UV) pip install --quiet --python $(BIN)/python
# Wheels only, each checked against its hash; our own build tool as well.
LOCKED = --require-hashes --only-binary :all:
OURSELVES = --no-deps --build-constraint requirements/build.lock

export UV_NO_CONFIG := 1
# Trust what the machine trusts, as pip does: networks with a proxy of their own have their own roots.
export UV_NATIVE_TLS := 1
export UV_SYSTEM_CERTS := 1
export UV_PYTHON_DOWNLOADS := never

.PHONY: demo test setup dev spark check lint types bench bench-peers pictures lock clean

demo: setup ## load sample lists, screen, read reports, write one brief
	$(BIN)/enjoin demo --out build/demo

test: dev ## run every test this machine can run
	$(BIN)/python -m pytest

setup: $(VENV)/.runtime

dev: $(VENV)/.dev

check: lint types test ## all that CI runs

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: dev
	$(BIN)/mypy

bench: dev ## every figure the README states
	$(BIN)/python -m bench $(NAMES)

pictures: dev ## the pictures of the documentation, taken anew (needs Debian's chromium)
	$(BIN)/python -m bench.pictures

# The peers need packages that are built here: ICU's headers, pkg-config and a C++ compiler. One
# that cannot be built is told as such on the page.
PEERS := build/peers

bench-peers: dev | $(UV) ## Enjoin beside its peers; writes docs/benchmarks.md
	test -x $(PEERS)/bin/python || $(UV) venv --quiet --python $(BIN)/python $(PEERS)
	for peer in $$(cat requirements/peers.in); do \
		$(UV) pip install --quiet --python $(PEERS)/bin/python $$peer || \
			echo "$$peer could not be installed; on Debian: libicu-dev, pkg-config, g++"; \
	done
	$(BIN)/python -m bench.peers

$(CURDIR)/.uv/bin/uv:
	$(PYTHON) -m pip install --quiet --no-input --target .uv --only-binary :all: \
		--require-hashes -r requirements/uv.lock

$(BIN)/python: | $(UV)
	$(UV) venv --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV)

$(VENV)/.runtime: pyproject.toml requirements/runtime.lock requirements/build.lock | $(BIN)/python
	$(UV_INSTALL) $(LOCKED) -r requirements/runtime.lock
	$(UV_INSTALL) $(OURSELVES) --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.runtime | $(BIN)/python
	$(UV_INSTALL) $(LOCKED) -r requirements/dev.lock
	@touch $@

# Spark comes as source only, so the tool that builds it is locked as well.
spark: dev ## what the tests of Spark need, besides Java
	$(UV_INSTALL) --require-hashes --only-binary :all: --no-binary pyspark \
		--build-constraint requirements/build.lock -r requirements/spark.lock

lock: | $(UV) ## after changing a dependency in pyproject.toml
	$(UV) pip compile --quiet --generate-hashes --universal --no-header --no-emit-index-url \
		--python-version 3.11 pyproject.toml -o requirements/runtime.lock
	$(UV) pip compile --quiet --generate-hashes --universal --no-header --no-emit-index-url \
		--python-version 3.11 pyproject.toml --group dev --extra postgresql --extra parquet \
		-c requirements/runtime.lock -o requirements/dev.lock
	$(UV) pip compile --quiet --generate-hashes --universal --no-header --no-emit-index-url \
		--python-version 3.11 pyproject.toml --extra spark -c requirements/dev.lock \
		-o requirements/spark.lock
	$(UV) pip compile --quiet --generate-hashes --universal --no-header --no-emit-index-url \
		--python-version 3.11 requirements/build.in -o requirements/build.lock
	echo uv | $(UV) pip compile --quiet --generate-hashes --universal --no-header \
		--no-emit-index-url --python-version 3.11 - -o requirements/uv.lock

clean:
	rm -rf build dist $(VENV) .uv .mypy_cache .ruff_cache .pytest_cache
