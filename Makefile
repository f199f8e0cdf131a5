SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PACKAGES := domain commands projections workers sandbox web infra
BIN := .venv/bin
UI := web/ui
SOURCES = $(shell find $(PACKAGES) -name '*.py' -not -path '$(UI)/*')
UI_SOURCES = $(shell find $(UI) -type f -not -path '*/node_modules/*' -not -path '*/dist/*')
UP = $(if $(filter 1,$(ONCE)),--once) $(if $(filter 0,$(DEMO)),--no-demo)
COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

.PHONY: help up dev test check bench budgets screenshots lock clean

help: ## Show this
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | \
		while IFS=$$'\t' read -r name text; do printf '  make %-11s %s\n' "$$name" "$$text"; done

up: .venv/.compiled $(UI)/dist/index.html ## Set up what is missing, start everything, run the example, serve (ONCE=1: stop after it, DEMO=0: without it)
	@exec $(BIN)/python -m infra.cli.main up $(UP)

dev: .venv/.locked-dev $(UI)/node_modules/.locked ## The same without the demo; what changes is built and restarted
	@(cd $(UI) && exec node_modules/.bin/vite build --watch) & ui=$$!; trap "kill $$ui 2>/dev/null || true" EXIT; \
	$(BIN)/watchfiles --filter python --sigint-timeout 12 \
		'$(BIN)/python -m infra.cli.main up --no-demo --logs' $(PACKAGES)

test: .venv/.locked-dev $(UI)/dist/index.html ## Install what tests need and run all of them (ARGS='tests/infra -k name': only those)
	@command -v chromium >/dev/null || .ci/install chromium
	@command -v jq >/dev/null || .ci/install jq
	@/sbin/ldconfig -p | grep -F libatomic.so.1 >/dev/null || .ci/install libatomic1 # playwright's node needs it
	@$(BIN)/python -m infra.supervisor.prepare engine
	@status=0; $(if $(ARGS),,npm --prefix $(UI) test || status=$$?;) \
	$(BIN)/python -m pytest $(ARGS) || status=$$?; exit $$status

check: .venv/.locked-dev $(UI)/node_modules/.locked ## Format, lint, types, import directions, TypeScript
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(PACKAGES) tests
	$(BIN)/lint-imports
	npm --prefix $(UI) run check

bench: .venv/.locked-dev $(UI)/dist/index.html ## Measure, and print what must be, what we aim at and what is
	@$(BIN)/python -m infra.supervisor.prepare engine
	@$(BIN)/python -m tests.benchmarks

budgets: .venv/.locked-dev $(UI)/dist/index.html ## Measure the page in Chromium, beside what it must reach
	@$(BIN)/python -m infra.supervisor.prepare engine
	@$(BIN)/python -m tests.browser.budgets

screenshots: .venv/.locked-dev $(UI)/dist/index.html ## Make docs/images anew: every page in both themes
	@$(BIN)/python -m infra.supervisor.prepare engine
	@$(BIN)/python -m tests.browser.screenshots

lock: .venv/.locked-dev ## Resolve the dependencies anew
	$(COMPILE) --upgrade -o requirements.lock
	$(COMPILE) --upgrade --extra dev -c requirements.lock -o requirements-dev.lock

clean: ## Remove what was built and installed here; never the data
	rm -rf .venv $(UI)/node_modules $(UI)/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'flowtape: Python 3.11 or newer is needed; set PYTHON=/path/to/it' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || .ci/install python3-venv
	@echo '  making .venv'
	@$(PYTHON) -m venv .venv
	@echo "$(CURDIR)" > "$$($@ -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/flowtape.pth"
	@printf '#!/bin/sh\nexec "%s/.venv/bin/python" -m infra.cli.main "$$@"\n' "$(CURDIR)" > $(BIN)/flowtape
	@chmod +x $(BIN)/flowtape

.venv/.locked: requirements.lock | .venv/bin/python
	@echo '  installing Python packages'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/.locked-dev: requirements-dev.lock .venv/.locked
	@echo '  installing Python packages for developers'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.venv/.compiled: .venv/.locked $(SOURCES)
	@$(BIN)/python -m compileall -q -x '(^|/)$(UI)/' $(PACKAGES)
	@touch $@

$(UI)/node_modules/.locked: $(UI)/package-lock.json
	@command -v npm >/dev/null || { echo 'flowtape: npm is missing; install Node 20' >&2; exit 1; }
	@echo "  installing the page's packages"
	@npm --prefix $(UI) ci --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

$(UI)/dist/index.html: $(UI)/node_modules/.locked $(UI_SOURCES)
	@echo '  building the page'
	@npm --prefix $(UI) run build --silent -- --logLevel warn
	@touch $@
