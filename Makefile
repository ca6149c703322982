# Everything a developer does here. `make` alone lists it. Needs GNU make and Python 3.11 or newer.

PYTHON  ?= python3
HOST    ?= 127.0.0.1
PORT    ?= 8000
BROWSER ?= 1

VENV    := .venv
BIN     := $(VENV)/bin
PY      := $(BIN)/python
MANAGE  := $(PY) manage.py
PYTEST  := $(PY) -m pytest
BOTH    := -n 2 --dist worksteal
LOCKS   := requirements/base.txt requirements/dev.txt
INSTALLED := $(VENV)/.installed
COLLECTED := staticfiles/.collected

# The targets choose the settings; one left over in somebody's shell must not.
unexport DJANGO_SETTINGS_MODULE AGT_MODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install data run check format test coverage test-slow test-postgres bench screenshots demo-large lock release clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- to run it -----------------------------------------------------------------------------------

install: $(INSTALLED) ## make .venv with exactly what the locks say

# Built afresh when a lock changes, so nothing lingers; the stamp comes last, so a broken one never counts.
$(INSTALLED): $(LOCKS)
	@command -v $(PYTHON) >/dev/null || { \
	  echo "The tracker needs Python 3.11 or newer, and $(PYTHON) is not there. Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "The tracker needs Python 3.11 or newer, and $(PYTHON) is older. Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Installing into $(VENV): half a minute, once."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PY) -m pip install --quiet --no-input --disable-pip-version-check \
	  --require-hashes --only-binary :all: --compile -r requirements/dev.txt
	@touch $@

data: export AGT_MODE := demo
data: install ## create or update the database and load the published figures and the samples
	@$(MANAGE) migrate --noinput --verbosity 0
	@$(MANAGE) load_published
	@$(MANAGE) load_illustrative

run: export AGT_MODE := demo
run: data $(COLLECTED) ## serve the demo on http://127.0.0.1:8000 (PORT=8001 for another port)
	@$(MANAGE) demo_users
	@echo
	@echo "The tracker is on http://$(HOST):$(PORT)/ (Ctrl-C stops it). Sign in as:"
	@$(MANAGE) demo_users --show
	@LOG_FORMAT=plain exec $(PY) -m gunicorn -c python:agt.serving --bind $(HOST):$(PORT) --workers 2 \
	  --log-level warning agt.wsgi:application

# Directories count too: a file that was taken away changes only those.
$(COLLECTED): export AGT_MODE := demo
$(COLLECTED): $(INSTALLED) agt/settings.py agt/static.py $(shell find static -print)
	@$(MANAGE) collectstatic --noinput --clear --verbosity 0
	@touch $@

# --- to change it --------------------------------------------------------------------------------

check: install ## lint, format, types, import rules, missing migrations, deployment settings
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(BIN)/lint-imports --no-logo
	AGT_MODE=test DATABASE_URL=sqlite://:memory: $(MANAGE) makemigrations --check --dry-run
	AGT_MODE=production DATABASE_URL=sqlite://:memory: ALLOWED_HOSTS=tracker.example \
	  SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	  $(MANAGE) check --deploy --fail-level WARNING

format: install ## put imports and layout right
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .

test: install ## every test but the slow ones (BROWSER=0 goes without a browser)
ifeq ($(BROWSER),0)
	@echo "BROWSER=0: going without a browser. No page is tried in a real one."
	$(PYTEST) $(BOTH) -m "not slow and not browser"
else
	@$(PY) -m tests.browser.chromium
	$(PYTEST) $(BOTH) -m "not slow"
endif

coverage: install ## the tests that need no browser again, with branch coverage of our own code
	$(PYTEST) $(BOTH) -m "not slow and not browser" --cov

test-slow: install ## pages under axe and fuzzed; on both databases: ten editors, kills, full disks; load
	@$(PY) -m tests.browser.chromium
	$(PYTEST) $(BOTH) -m slow --durations=15 --ignore=tests/endurance
	$(PYTEST) -m slow --durations=15 tests/endurance

test-postgres: install ## every test but the slow and the browser's, on a PostgreSQL started for them (COVERAGE=1: and measured)
	$(PY) -m tests.postgres $(BOTH) -m "not slow and not browser" $(if $(COVERAGE),--cov)

bench: $(COLLECTED) ## time pages, files and starts, beside yardsticks measured in the same run
	@$(PY) -m tests.browser.chromium
	$(PY) -m tests.bench

screenshots: install ## take a picture of every page
	@$(PY) -m tests.browser.chromium
	$(PY) -m tests.browser.screenshots

demo-large: export AGT_MODE := demo
demo-large: export DATABASE_URL := sqlite:///$(CURDIR)/large.sqlite3
demo-large: install ## fill large.sqlite3 with many times the data
	@$(MANAGE) migrate --noinput --verbosity 0
	@$(MANAGE) demo_large
	@echo 'Serve it with: DATABASE_URL="$(DATABASE_URL)" make run'

lock: install ## compile requirements/*.in into the locks (UPGRADE=1 takes newer versions)
	@for name in base dev; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	    $(if $(UPGRADE),--upgrade) --output-file requirements/$$name.txt requirements/$$name.in \
	    || exit 1; \
	done

release: install ## build dist/tracker-<version>.tar.gz, which installs with one command
	@$(PY) -m agt.release dist

clean: ## remove what was installed or built; databases stay
	rm -rf $(VENV) dist staticfiles htmlcov test-results .coverage .coverage.* .hypothesis \
	  .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
