# What a person or a machine starts. Each target works alone, from a bare clone.

PYTHON ?= python3
# Tests wait more than they compute, hence more workers than the two cores of a small machine.
TEST_WORKERS ?= 3
APP := .venv/bin/python
RASA := $(APP) -m scripts.assistant
INTENTS := .venv-rasa/bin/python -W ignore -m benchmarks.intents --pipelines config.yml,counts
# Others' rows, counted where they are present; written by `python -m benchmarks.customers --scores`.
EVAL := ../shared/eval
QUESTIONS ?= $(wildcard $(EVAL)/kb_queries_dev.csv) $(if $(wildcard $(EVAL)/tweet_topics_dev.csv),$(EVAL)/tweet_topics_dev.csv$(COMMA)$(EVAL)/tweets_dev.csv)
POSTS ?= $(wildcard $(EVAL)/tweets_dev.csv)
CONVERSATIONS ?= $(wildcard results/conversations.csv)
COMMA := ,
NO_PYTHON := Python 3 is missing: install python3 (3.8 or later) and start again.
SETUP = @$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null \
	|| { echo "$(NO_PYTHON)" >&2; exit 1; }; $(PYTHON) -m scripts.bootstrap

.NOTPARALLEL:
.PHONY: help run demo test train shell interactive evaluate lint format clean distclean

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 14

run:  ## set up what is not, then run the product until Ctrl-C
	$(SETUP)
	@$(APP) -m scripts.run --until-parent-ends

demo:  ## the product with a stand-in X and an afternoon of invented posts
	$(SETUP)
	@$(APP) -m scripts.demo $(if $(MODE),--mode $(MODE))

test:  ## all tests that this machine can run
	$(SETUP) dev frontend index classifier model database
	$(APP) -m pytest -ra -n $(TEST_WORKERS) --dist loadfile --no-loadscope-reorder
	$(RASA) data validate
	$(if $(wildcard tests/conversations/test_*.yml),$(RASA) test core --stories tests/conversations --fail-on-prediction-errors --out results/conversations)

train:  ## train the assistant
	$(SETUP) app model

shell: train  ## talk to the assistant in this terminal
	$(SETUP) index database
	@$(RASA) shell

interactive: train  ## teach it stories in this terminal
	$(SETUP) index database
	@$(RASA) interactive

evaluate: train  ## measure understanding; writes docs/evaluation.md
	$(SETUP) index classifier
	$(INTENTS) --cross-validate data/nlu --predictions results/intents/cross_validated.csv
	$(INTENTS) data/nlu tests/conversations/nlu_heldout.yml --predictions results/intents/held_out.csv
	$(INTENTS) data/nlu tests/quality/emergencies.csv --predictions results/intents/emergencies.csv
	$(APP) -m benchmarks.evaluation --intents results/intents/cross_validated.csv results/intents/held_out.csv \
		--emergencies results/intents/emergencies.csv --questions $(QUESTIONS) --posts $(POSTS) --conversations $(CONVERSATIONS)

lint:  ## style, format and types
	$(SETUP) dev
	$(APP) -m ruff check .
	$(APP) -m ruff format --check .
	$(APP) -m mypy

format:  ## put the code into the one format
	$(SETUP) dev
	$(APP) -m ruff format .
	$(APP) -m ruff check --fix .

clean:  ## remove what is built; data and environments stay
	rm -rf models results .rasa var/index var/classifier web/static/dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './.venv*' -not -path '*/node_modules/*' -prune -exec rm -rf {} +

distclean: clean  ## remove the environments as well; data stays
	rm -rf .venv .venv-rasa web/frontend/node_modules var/stamps
