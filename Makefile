# `make run` runs the portal, `make test` tests it; both first make the project's own environment.
PYTHON ?= python3
VENV := .venv

.PHONY: run test format lock clean

run: $(VENV)/.run
	@exec $(VENV)/bin/python manage.py portal

test: $(VENV)/.dev
	@exec $(VENV)/bin/python manage.py probar

format: $(VENV)/.dev
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .
