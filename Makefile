PY ?= python3
V := .venv
PYTHON := $(V)/bin/python
PIP := $(PYTHON) -m pip --disable-pip-version-check install -q --only-binary :all: --require-hashes
ADDR ?= 127.0.0.1:8000
DEMO_TODAY ?= 2026-10-14
ARGS ?=
# The policy of 2021 comes before the plan that descends from it.
PLANS := $(addprefix fixtures/,$(addsuffix .yaml,ishinomaki-dx-policy ishinomaki-dx-plan higashimatsushima-dx-plan iwanuma-digital-plan))

.PHONY: setup demo test check format bench lock browser docs

## Prepare .venv with the locked packages
setup: $(V)/.run

## Load the plan and the fictional demo year, then serve (SQLite unless DATABASE_URL says otherwise)
demo: $(V)/.run
	@$(PYTHON) manage.py migrate -v0
	@DXPLAN_TODAY=$(DEMO_TODAY) $(PYTHON) manage.py loadframeworks fixtures/national-frameworks.yaml
	@DXPLAN_TODAY=$(DEMO_TODAY) $(PYTHON) manage.py loadplan --new $(PLANS)
	@DXPLAN_TODAY=$(DEMO_TODAY) $(PYTHON) manage.py loadproposal fixtures/ishinomaki-proposal-r3-2.yaml
	@DXPLAN_TODAY=$(DEMO_TODAY) $(PYTHON) manage.py loaddemo fixtures/ishinomaki-demo-year.yaml --address http://$(ADDR)/
	@DXPLAN_DEBUG=1 DXPLAN_TODAY=$(DEMO_TODAY) $(PYTHON) manage.py runserver --noreload $(ADDR)

## Run every test, as many at once as there are cores; installs Chromium, a Japanese font and LibreOffice where it can
test: browser
	@$(PYTHON) -m pytest -q -n auto --dist worksteal $(ARGS)

## Everything that must hold before a change is taken
check: $(V)/.test
	$(V)/bin/ruff format --check .
	$(V)/bin/ruff check .
	$(V)/bin/mypy .
	$(V)/bin/lint-imports
	@git ls-files '*.html' | xargs $(V)/bin/djade --check --target-version 5.2
	$(PYTHON) manage.py makemigrations --check --dry-run
	@$(MAKE) --no-print-directory test

## Put the code and the templates into the house format
format: $(V)/.test
	@$(V)/bin/ruff format .
	@$(V)/bin/ruff check --fix .
	@git ls-files '*.html' | xargs $(V)/bin/djade --target-version 5.2

## Draw the documents that come from the code
docs: $(V)/.run
	@$(PYTHON) manage.py drawworkflow
	@$(PYTHON) manage.py drawroles
	@$(PYTHON) manage.py drawchecks

## Print the measured numbers
bench: $(V)/.test
	@$(PYTHON) -m tests.bench $(ARGS)

## Lock the versions anew (needs uv)
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --extra test pyproject.toml -c requirements.lock -o requirements-test.lock

browser: $(V)/.test
	@sh tests/install-programs.sh

$(PYTHON):
	@$(PY) -m venv $(V)

$(V)/.run: requirements.lock | $(PYTHON)
	@$(PIP) -r requirements.lock && touch $@

$(V)/.test: requirements-test.lock $(V)/.run
	@$(PIP) -r requirements-test.lock && touch $@
