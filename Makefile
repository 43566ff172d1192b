# Everything a newcomer needs. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help run test lint bench shell manage lock ci screenshots installed clean

PORT ?= 8000
export PORT
# xdist workers; "make test WORKERS=0" runs in one process (for a debugger).
WORKERS ?= 2
ARGS ?=

PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do \
	command -v $$name >/dev/null && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	&& echo $$name && break; done)
BIN := .venv/bin
# Installed once for each state of the requirements.
STAMP := .venv/stamp-$(shell cat requirements.txt requirements-dev.txt | cksum | cut -d' ' -f1)
WITH_SERVICES := $(BIN)/python -m unionportal.embedded --

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="	" read -r name what; do printf '  make %-12s %s\n' "$$name" "$$what"; done

run: $(STAMP) ## start everything, print the address and the demo accounts (PORT=8000)
	@$(BIN)/python -m unionportal.run

test: $(STAMP) ## run the tests (ARGS="tests/membership -k approve")
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

lint: $(STAMP) ## style, types, templates, import direction, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint templates --quiet --lint
	$(BIN)/lint-imports --no-logo
	$(WITH_SERVICES) $(BIN)/python manage.py makemigrations --check --dry-run

bench: $(STAMP) ## measure pages beside a bare Django page (ARGS="--members 1000000")
	$(WITH_SERVICES) $(BIN)/python -m tests.bench $(ARGS)

shell: $(STAMP) ## a Django shell with the servers up
	@$(WITH_SERVICES) $(BIN)/python manage.py shell $(ARGS)

manage: $(STAMP) ## any management command with the servers up (ARGS="verify_audit")
	@$(WITH_SERVICES) $(BIN)/python manage.py $(ARGS)

screenshots: $(STAMP) ## take the picture of the README from a demo city made for it
	$(WITH_SERVICES) $(BIN)/python -m tests.scratch screenshots -- $(BIN)/python -m tests.screenshots

lock: $(STAMP) ## pin requirements*.in with hashes
	@$(BIN)/python -c 'import uv' 2>/dev/null || $(BIN)/pip install --quiet uv
	for name in requirements requirements-dev; do \
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url $$name.in -o $$name.txt; done

ci: ## what the build server runs
	.ci/run

installed: $(STAMP)

clean: ## remove the demo data, the environment and what was collected
	rm -rf .venv .data static-collected

$(STAMP):
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更新的版本。"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "正在安装依赖，第一次大约一分钟……"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements.txt -r requirements-dev.txt
	@rm -f .venv/stamp-*
	@touch $@
