# `make build` for people who want numbers, `make test` for people who change something.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help

.PHONY: help
help: ## Show what there is to make.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 14))' || \
		{ echo "make: Python 3.10 to 3.13 is needed; say which with make PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "make: Python can't make $(VENV); on Debian: apt install python3-venv"; exit 2; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.developed: $(VENV)/.installed requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.sparked: $(VENV)/.installed requirements-spark.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.txt
	@touch $@

$(VENV)/.benched: $(VENV)/.installed requirements-bench.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@

.PHONY: build
build: $(VENV)/.installed ## Install, build the demo store, print its KPIs.
	$(BIN)/commerce build
	$(BIN)/commerce scorecard

.PHONY: develop
develop: $(VENV)/.developed ## Install what development needs too.

.PHONY: test
test: develop lint ## Install and run every check.
	$(BIN)/pytest -n 2 --dist loadgroup -m 'not long'

.PHONY: test-long
test-long: develop ## Run the checks that take long.
	$(BIN)/pytest -n 2 --dist loadgroup -m long
	$(MAKE) parity

.PHONY: audit
audit: develop ## Ask a public database whether locked dependencies have known weaknesses.
	$(BIN)/python tests/python/audit.py

.PHONY: mutate
mutate: develop ## Put faults into the SQL, tell which no test notices (MODELS='fct_carts kpi_*').
	PYTHONPATH=tests/python $(BIN)/python -m mutation $(MODELS)

.PHONY: replay
replay: develop ## Show why a generated store is told differently (SETTING=... SEED=... STORE=...).
	PYTHONPATH=tests/python $(BIN)/python tests/python/replay.py $(SETTING) $(SEED) $(STORE)

.PHONY: spark
spark: $(VENV)/.sparked ## Install Apache Spark and what dbt needs for it; Java 17 must be there.

.PHONY: spark-cluster
spark-cluster: spark ## Start a Spark cluster on this machine: a master, two workers, a Thrift server.
	$(BIN)/python -m commerce.cluster start

.PHONY: spark-cluster-stop
spark-cluster-stop: spark ## End that cluster.
	$(BIN)/python -m commerce.cluster stop

.PHONY: parity
parity: spark ## Build the same stores on DuckDB and on Spark, show what differs (TARGET=spark_cluster).
	PYTHONPATH=tests/python $(BIN)/python -m parity $(if $(TARGET),--target $(TARGET)) $(STORES)

.PHONY: bench
bench: $(VENV)/.benched ## Measure builds beside the least they could take, pandas and Polars (EVENTS=).
	PYTHONPATH=tests/python $(BIN)/python -m bench --keep $(EVENTS)

.PHONY: bench-demo
bench-demo: $(VENV)/.benched ## An unchanged build of the demo beside a project of empty models.
	PYTHONPATH=tests/python $(BIN)/python -m bench.unchanged

.PHONY: plot
plot: $(VENV)/.benched ## Draw what was measured: docs/performance.svg.
	PYTHONPATH=tests/python $(BIN)/python -m bench.plot

.PHONY: bench-quick
bench-quick: $(VENV)/.benched ## The same for a small store, in under 3 minutes.
	PYTHONPATH=tests/python $(BIN)/python -m bench 300000 --days 90

.PHONY: lint
lint: develop ## Check the style of SQL and Python.
	$(BIN)/ruff check commerce tests
	$(BIN)/ruff format --check commerce tests
	$(BIN)/sqlfluff lint models analyses --processes 2 --disable-progress-bar

.PHONY: docs
docs: develop ## Write docs/ again from the YAML of sources and models.
	$(BIN)/python -m commerce.docs

.PHONY: screenshots
screenshots: develop ## Take the screenshots in docs/ again, of the demo store.
	$(BIN)/commerce build
	$(BIN)/commerce report --out target/report.html
	$(BIN)/python tests/python/screenshots.py target/report.html

.PHONY: demo
demo: develop ## Write seeds/demo again.
	$(BIN)/python -m commerce.simulate.demo

.PHONY: reference
reference: develop ## Write the bot patterns again from their package.
	$(BIN)/python -m commerce.reference

.PHONY: lock
lock: develop ## Find the newest versions that fit and write them down.
	$(BIN)/uv pip compile --quiet --universal --no-strip-extras --python-version 3.10 --generate-hashes \
		--upgrade --extra dev pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --no-strip-extras --python-version 3.10 --generate-hashes \
		--upgrade -c requirements-dev.txt pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --no-strip-extras --python-version 3.10 --generate-hashes \
		--upgrade -c requirements-dev.txt --extra spark pyproject.toml -o requirements-spark.txt
	$(BIN)/uv pip compile --quiet --universal --no-strip-extras --python-version 3.10 --generate-hashes \
		--upgrade -c requirements-dev.txt --extra bench pyproject.toml -o requirements-bench.txt

.PHONY: clean
clean: ## Remove what was built; the landing folder is yours and stays.
	rm -rf $(VENV) target logs warehouse/*.duckdb
