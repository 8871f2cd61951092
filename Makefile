# Every target only calls tools/bootstrap.py, so that a machine without make can do the same:
#   python3 tools/bootstrap.py up
PYTHON ?= python3
VERBS := up build test check lint fmt gen bench soak lock

.PHONY: help $(VERBS)

help:
	@$(PYTHON) tools/bootstrap.py --help

# Arguments travel in ARGS: make test ARGS="--only ruff,mypy"
$(VERBS):
	@$(PYTHON) tools/bootstrap.py $@ $(ARGS)
