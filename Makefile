# Two commands: `make run` and `make test`. Both do all set-up first and are safe to repeat.
SHELL := /bin/bash
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
APT_PACKAGES := tesseract-ocr tesseract-ocr-eng tesseract-ocr-osd
APT_TEST_PACKAGES := chromium poppler-utils postgresql radosgw ceph-mon ceph-osd ceph-common
export OMP_THREAD_LIMIT := 1
export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false

.PHONY: run test check bench train clean setup system system-test lock

run: setup
	@$(BIN)/intake serve --samples $(if $(ONCE),--once,)

test: setup system-test check
	@$(BIN)/pytest -q -n 2 -m "not integration and not corpus"
	@$(BIN)/pytest -q -m "integration or corpus"

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

bench: setup
	@$(BIN)/python -m bench

# The training set takes about ten minutes on two cores, teaching one more; the model and its card are committed.
train: setup
	@mkdir -p var
	@$(BIN)/python -m fixtures.training var/training.jsonl.gz
	@$(BIN)/intake train var/training.jsonl.gz

setup: system $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PY=/path/to/python3." >&2; exit 2; }
	@test -x $(BIN)/python || $(PY) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv module is missing; install it with: apt-get install python3-venv" >&2; exit 2; }
	@echo "Installing the pinned dependencies into $(VENV) …"
	@$(BIN)/pip install --disable-pip-version-check -r requirements.lock >$(VENV)/install.log 2>&1 \
	  && $(BIN)/pip install --disable-pip-version-check --no-deps -e . >>$(VENV)/install.log 2>&1 \
	  || { tail -5 $(VENV)/install.log >&2; echo "The dependencies could not be installed; the log is $(VENV)/install.log." >&2; exit 2; }
	@touch $@

system:
	@bash .ci/system-packages tesseract $(APT_PACKAGES)

system-test:
	@bash .ci/system-packages chromium $(APT_TEST_PACKAGES)

lock:
	@$(BIN)/pip install -q uv
	@$(BIN)/uv pip compile --universal --python-version 3.11 --no-emit-index-url --no-annotate --no-header --group dev pyproject.toml -o requirements.lock

clean:
	@rm -rf $(VENV) var build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
