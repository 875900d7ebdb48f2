# What one does with Hexavox. Python 3.11 to 3.13 and make are all that has to be there beforehand.
#   SLIM=1                 leaves out torch, and with it telling speakers apart
#   PYTHON=/path/python    installs with this Python and not with the first that fits
#   HOST=0.0.0.0 PORT=80   where to serve; every setting may be given like this
#   ARGS='-k words'        more words for pytest or for a bench

slim := $(filter-out 0 no false,$(SLIM))
flavour := $(if $(slim),--slim,--full)
run := .venv/bin
# Files of tests are handed out to so many processes; each may hold models of a gigabyte. They are handed
# out as they stand, and not the longest first: files with few tests have the slowest.
parallel := --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help install serve run-temporal-local run-worker-local sample test check format bench bench-load bench-soak lock docker clean
.NOTPARALLEL:

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) \
		| awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

install: ## Install what poetry.lock pins into .venv (SLIM=1: without torch)
	@scripts/install $(flavour)

serve: install ## Install what is missing, fetch the weights and serve (SLIM=1 as above)
	@$(run)/hexavox models fetch
	@exec $(run)/hexavox serve

run-temporal-local: ## Run a Temporal server on this machine, its pages on http://localhost:8233
	@scripts/install --dev
	@exec $(run)/temporal server start-dev --ip 127.0.0.1 --db-filename temporal.db

run-worker-local: install ## Run jobs that JOB_ENGINE=temporal hands out, or the queue of the database
	@exec $(run)/hexavox worker

sample: ## Put sample recordings into ./sample
	@scripts/install
	@$(run)/hexavox sample ./sample

test: ## Run the tests
	@scripts/install --full --dev
	@$(run)/pytest $(parallel) $(ARGS)

check: ## Check format, lint, types, layers, lock, documents, Dockerfile and scripts
	@scripts/install --full --dev
	@scripts/check

format: ## Put the code into the house format
	@scripts/install --dev
	@$(run)/ruff check --fix-only --quiet .
	@$(run)/ruff format .

bench: ## Measure errors, speed and memory on AUDIO, a folder of recordings with a manifest.json
	@scripts/install --dev
	@$(run)/python -m bench accuracy --audio "$(AUDIO)" $(ARGS)

bench-load: ## Measure what a server gets through of AUDIO when eight clients ask at once
	@scripts/install --dev
	@$(run)/python -m bench load --audio "$(AUDIO)" $(ARGS)

bench-soak: ## Load a server for five minutes and see that nothing fails or grows (AUDIO: any folder)
	@scripts/install --dev
	@$(run)/python -m bench soak --audio "$(AUDIO)" $(ARGS)

lock: ## Choose versions anew, within pyproject.toml, and write poetry.lock
	@scripts/install --only-installers
	@.tools/bin/poetry lock

docker: ## Build the image hexavox (SLIM=1: hexavox:slim, without torch)
	docker build $(if $(slim),--build-arg SPEAKERS=0 --tag hexavox:slim,--tag hexavox) .

clean: ## Remove what the targets above made, except recordings and data
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
