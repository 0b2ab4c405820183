# `make run` runs the portal, `make test` tests it; both first make the project's own environment.
# Options of the tests: make test OPCIONES="--rapido". Without make, the README has the plain lines.
PYTHON ?= python3
export PYTHON
PY := .venv/bin/python

.PHONY: run test format lock clean

run:
	@.ci/entorno run
	@exec $(PY) manage.py portal

test:
	@.ci/entorno dev
	@exec $(PY) manage.py probar $(OPCIONES)

format:
	@.ci/entorno dev
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

# The lock files hold versions and hashes of every platform, and no addresses. It needs `uv`.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet \
	  pyproject.toml --output-file requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet \
	  --extra dev pyproject.toml --constraint requirements.lock --output-file requirements-dev.lock

# The data under var/ stay.
clean:
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
