# `make help` lists the commands. Nothing but Python (3.11 to 3.13) and make is needed to begin.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV ?= .venv
PORT ?= 8000
PY := $(VENV)/bin/python
export PATH := $(abspath $(VENV)/bin):$(PATH)

# A stamp carries the checksum of its lock file: another branch, another stamp, nothing installed twice.
key = $(shell cksum < $(1) | cut -d' ' -f1)
RUN := $(VENV)/.run-$(call key,requirements.txt)
DEV := $(VENV)/.dev-$(call key,requirements-dev.txt)

# --- Setting up ---------------------------------------------------------------------------------

$(PY):
	@.ci/make-venv "$(VENV)"

$(RUN): | $(PY)
	@[ -e $(DEV) ] || .ci/install "$(VENV)" requirements.txt
	@touch $@

$(DEV): | $(PY)
	@.ci/install "$(VENV)" requirements-dev.txt
	@touch $(RUN) $@

.PHONY: setup setup-run
setup-run: $(RUN)  ## install what running needs into .venv

setup: $(DEV)  ## install what development needs into .venv

# --- Running ------------------------------------------------------------------------------------

.PHONY: run seed clock backup restore scanner
scanner:  ## fetch the reader of codes for the door's camera (needs npm; nothing else does)
	@.ci/scanner

run: $(RUN) scanner  ## start the demo on http://localhost:8000 (PORT=8001 make run for another port)
	@DEMO=true PORT=$(PORT) $(PY) manage.py run

seed: $(RUN)  ## fill an empty demo database with a year of invented evenings
	@DEMO=true PORT=$(PORT) $(PY) manage.py seed

clock: $(RUN)  ## move the demo's clock forward (STEP=+2d, +6h, +30m); without STEP it tells the time
	@DEMO=true PORT=$(PORT) $(PY) manage.py clock $(STEP)

# A server has its settings in .env or the environment; without any this is the demo.
HERE := $(if $(or $(wildcard .env),$(SITE_URL)),,DEMO=true)
backup: $(RUN)  ## write a backup of database and files to build/backups (TO=file for another place)
	@$(HERE) $(PY) manage.py backup $(TO)

restore: $(RUN)  ## put a backup back (FROM=file)
	@$(HERE) $(PY) manage.py restore $(FROM)

# --- Checking -----------------------------------------------------------------------------------

# A made-up server, so that the deployment checks see what a real one would.
DEPLOYED := env -u DEMO SITE_URL=https://flashmob.example \
	SECRET_KEY=throw-away-key-of-the-deployment-check-0123456789abcdef TICKET_SECRETS=throw-away-ticket-secret-of-a-check \
	STRIPE_SECRET_KEY=sk_test_check STRIPE_WEBHOOK_SECRET=whsec_check \
	EMAIL_URL=smtp://localhost:25 DATABASE_URL=postgres://localhost/check REDIS_URL=redis://localhost:6379/0
LINTED := DEMO=true DATA_DIR=build/check

.PHONY: check format test soak audit lock migrations help
check: $(DEV)  ## format, lint, types, imports, migrations, deployment, states, templates
	ruff format --check -q .
	ruff check -q .
	lint-imports --no-cache --no-logo
	$(LINTED) mypy
	$(LINTED) $(PY) manage.py makemigrations --check --dry-run
	$(DEPLOYED) $(PY) manage.py check --deploy --fail-level WARNING
	$(LINTED) $(PY) manage.py states --check
	djlint --lint --quiet templates

format: $(DEV)  ## put the code into the house's format
	ruff check -q --fix-only .
	ruff format .

test: $(DEV) scanner  ## run all tests (brings Chromium, redis-server and PostgreSQL when it may)
	@.ci/bring
	@.ci/run-tests

soak: $(DEV)  ## the long gates: 200 races, 200 random evenings, every page in every size and theme
	@.ci/bring
	SOAK=1 pytest -m "soak and not postgres" --timeout=3600 -p no:randomly || [ $$? -eq 5 ]
	SOAK=1 python -m tests.support.servers pytest -m "soak and postgres" --timeout=3600 -p no:randomly || [ $$? -eq 5 ]

audit: $(DEV)  ## the npm and Java checkers over all pages and mails (fetched into build/audit)
	@.ci/audit

# --- Looking after ------------------------------------------------------------------------------

COMPILE := uv pip compile --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" --quiet
lock: | $(PY)  ## write requirements*.txt from requirements*.in (UPGRADE=1 for the newest versions)
	@command -v uv >/dev/null || pip install -q uv
	$(COMPILE) $(if $(UPGRADE),--upgrade) requirements.in -o requirements.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) -c requirements.txt requirements-dev.in -o requirements-dev.txt

APPS := accounts mail sweeps events attendees networking payments
migrations: $(DEV)  ## write each app's single migration anew (until the first release)
	find $(CURDIR) -path '*/migrations/0*.py' -not -path '*/.venv/*' -not -path '*/build/*' -delete
	$(LINTED) $(PY) manage.py makemigrations $(APPS)

help:  ## list these commands
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1|\2/p' $(MAKEFILE_LIST) | sort | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'
