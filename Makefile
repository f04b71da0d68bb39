# make demo       the main job, end to end, on a real server on loopback
# make test       lint, types, tests and the contract check of cassettes/
# make docs       the documentation site, in docs/_build; any warning fails it
# make async      the tests of asynchronous clients and of s3://, in environments of their own
# make clients    SDKs of other languages and other people's tools, with their default settings, against harness serve
# make sweep      the long tests, over every operation of every service, and random examples from a seed
# make growth     how time grows with work: the plot of docs/scaling.md
# make bench      what harness costs next to other tools: the tables of docs/performance.md; some with SUBJECTS="answers suite"
# make real       harness under the test suites of public projects: docs/real-suites.md
# make browser    the page of harness report in Chromium (installs it by apt as root, if there is none)
# make docs-pictures  the pictures of the report in docs/, from a made-up project that is the same each time
# make docs-session   the terminal session in docs/session.md: what its commands print, written again
# make wheel      the sdist and the wheel, checked; make wheel-test and make downstream use it from the outside
# make matrix     the quick tests on every Python, with the newest and the oldest dependencies
# make canaries   secrets and innocent texts put through harness: what leaks, what changes; benchmarks/canaries
# make planted    what harness fuzz finds of generated mutants of an endpoint, and of mistakes in users' code
# make mutation   a sample of mutants of harness/contract and harness/wire
# make cassettes  records cassettes/ again, from harness serve
# make published  writes the examples of the aws command line again, which the sweep holds to their contracts
# make review-sensitive  lists the shapes marked sensitive that nobody has read yet
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
AWSCLI := .venvs/awscli/bin/aws
RELEASE := .venvs/release/bin
FRONTEND := frontend/node_modules/.package-lock.json
ASYNC_TESTS := tests/integration/test_async.py \
	'tests/integration/test_docs.py::test_the_blocks_of_a_page_work[async-and-streams.md]'
CLIENTS := benchmarks/clients/javascript
DEBIAN := curl ruby ruby-aws-sdk-s3 ruby-aws-sdk-kms ruby-aws-sdk-cloudformation s3cmd rclone
DOCS := .venvs/docs/bin/sphinx-build

.PHONY: demo test tests async clients docs lint types layers check sweep browser report-assets cassettes bench real canaries planted fuzz-cassettes docs-tables docs-pictures docs-session published review-sensitive growth schemas wheel wheel-test downstream matrix mutation clean

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

# The aws command line, which tests point at `harness serve`; apart, as its pins are not those of harness.
$(AWSCLI): pyproject.toml
	$(PYTHON) -m venv .venvs/awscli
	.venvs/awscli/bin/python -m pip install --quiet --upgrade pip
	.venvs/awscli/bin/python -m pip install --quiet 'awscli>=1.40'
	touch $@

# The tests of asynchronous clients run here, as aiobotocore and aioboto3 pin a botocore of their own.
.venvs/%/bin/pytest: pyproject.toml
	$(PYTHON) -m venv .venvs/$*
	.venvs/$*/bin/python -m pip install --quiet --upgrade pip
	.venvs/$*/bin/python -m pip install --quiet --editable '.[fuzz,http,pages,serve]' --group $*
	touch $@

async: .venvs/async/bin/pytest .venvs/aioboto3/bin/pytest
	.venvs/async/bin/pytest -q $(ASYNC_TESTS) tests/integration/test_s3.py
	.venvs/aioboto3/bin/pytest -q $(ASYNC_TESTS)

# Other people's clients, each with its own pins: PyPI, npm and, as root, Debian.
.venvs/clients-boto3/.installed: pyproject.toml
	$(PYTHON) -m venv .venvs/clients-boto3
	.venvs/clients-boto3/bin/python -m pip install --quiet --upgrade pip
	.venvs/clients-boto3/bin/python -m pip install --quiet boto3 requests
	touch $@

.venvs/clients-s3fs/.installed: pyproject.toml
	$(PYTHON) -m venv .venvs/clients-s3fs
	.venvs/clients-s3fs/bin/python -m pip install --quiet --upgrade pip
	.venvs/clients-s3fs/bin/python -m pip install --quiet 's3fs>=2025'
	touch $@

$(CLIENTS)/node_modules/.package-lock.json: $(CLIENTS)/package.json $(CLIENTS)/package-lock.json
	cd $(CLIENTS) && npm ci --ignore-scripts --no-audit --no-fund --silent

# OPTIONS, such as "--only rclone"; all clients if left out.
clients: $(STAMP) $(AWSCLI) .venvs/clients-boto3/.installed .venvs/clients-s3fs/.installed $(CLIENTS)/node_modules/.package-lock.json
	command -v ruby s3cmd rclone > /dev/null && ruby -e 'require "aws-sdk-cloudformation"' || \
		{ apt-get update --quiet=2 && apt-get install --quiet=2 --yes --no-install-recommends $(DEBIAN); }
	$(BIN)/python benchmarks/clients/run.py $(OPTIONS)

# Apart, as what Sphinx needs is not what harness needs.
$(DOCS): pyproject.toml
	$(PYTHON) -m venv .venvs/docs
	.venvs/docs/bin/python -m pip install --quiet --upgrade pip
	.venvs/docs/bin/python -m pip install --quiet --editable '.[fuzz,http,pages,serve]' --group docs
	touch $@

docs: $(DOCS)
	$(DOCS) --fail-on-warning --keep-going --quiet docs docs/_build

demo: $(STAMP)
	$(BIN)/python examples/demo/demo.py

test: lint types layers tests async check docs

tests: $(STAMP) $(AWSCLI)
	$(BIN)/pytest -n auto --dist worksteal -q

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/typos
	$(BIN)/python docs/prose.py
	! git grep -nE '^(<{7}|>{7}) '  # a merge that nobody finished

types: $(STAMP) $(RELEASE)/nox
	$(BIN)/mypy
	$(BIN)/mypy tests/typing
	$(RELEASE)/pyright --pythonpath $(BIN)/python tests/typing

layers: $(STAMP)
	$(BIN)/lint-imports

check: $(STAMP)
	$(BIN)/harness check cassettes

cassettes: $(STAMP)
	$(BIN)/python cassettes/record.py

# What is random begins with a seed, which is printed: `make sweep SEED=7` draws the same once more.
sweep: SEED := $(or $(SEED),$(shell od -An -N4 -tu4 /dev/urandom | tr -d ' '))
sweep: $(STAMP) $(AWSCLI)
	@echo "The seed is $(SEED); make sweep SEED=$(SEED) repeats this run."
	HARNESS_SEED=$(SEED) $(BIN)/pytest -q -m sweep -s -p no:randomly
	$(BIN)/pytest -q -m hypothesis -n auto --dist worksteal -p no:randomly --hypothesis-profile=thorough --hypothesis-seed=$(SEED)

$(FRONTEND): frontend/package.json frontend/package-lock.json
	cd frontend && npm ci --ignore-scripts --silent

# The page of harness report, which is committed: harness/report/html/template.html.
report-assets: $(FRONTEND)
	cd frontend && npm run --silent build

CHROMIUM := command -v chromium || { apt-get update --quiet=2 && apt-get install --quiet=2 --yes chromium; }

docs-pictures: $(STAMP)
	$(CHROMIUM)
	$(BIN)/python docs/pictures.py

docs-session: $(STAMP)
	$(BIN)/python docs/session.py

browser: $(STAMP) $(FRONTEND)
	$(CHROMIUM)
	$(BIN)/pytest -q -m browser -s -p no:randomly tests/browser

bench: .venvs/bench/bin/pytest
	.venvs/bench/bin/python benchmarks/run.py $(SUBJECTS) --json docs/performance.json --page docs/performance.md

.venvs/real/bin/uv: pyproject.toml
	$(PYTHON) -m venv .venvs/real
	.venvs/real/bin/python -m pip install --quiet --upgrade pip
	.venvs/real/bin/python -m pip install --quiet --group real
	touch $@

# PROJECTS, of benchmarks/real/projects.toml; all if left out.
real: .venvs/real/bin/uv
	.venvs/real/bin/python benchmarks/real/run.py $(PROJECTS)

growth: .venvs/bench/bin/pytest
	.venvs/bench/bin/python benchmarks/growth.py --plot docs/growth.svg

# OPTIONS, such as "--half open --only csv"; everything if left out.
canaries: $(STAMP)
	$(BIN)/python benchmarks/canaries/run.py $(OPTIONS)

# Mutants of endpoints are generated from contracts; the functions of users' code are written by another hand.
planted: $(STAMP)
	$(BIN)/python benchmarks/mutants.py $(OPTIONS)
	$(BIN)/python benchmarks/planted/run_code.py --tree $(CURDIR)

# The loaders of cassettes against hostile files.
fuzz-cassettes: $(STAMP)
	$(BIN)/python benchmarks/fuzz_cassettes.py --minutes 20

docs-tables: $(STAMP)
	$(BIN)/python docs/generate.py documented-rules > docs/documented-rules.md
	$(BIN)/python docs/generate.py typed-clients > harness/synth/typed.pyi

published: $(AWSCLI)
	.venvs/awscli/bin/python benchmarks/awscli_examples.py

# The form in which verdicts are entered: benchmarks/review_sensitive.py --enter.
review-sensitive: $(STAMP)
	@$(BIN)/python benchmarks/review_sensitive.py

FIVE := cloudtrail.ListInsightsData cloudtrail.ListInsightsMetricData xray.GetInsight xray.GetInsightEvents \
	internetmonitor.GetInternetEvent

schemas: $(STAMP)
	for operation in $(FIVE); do $(BIN)/harness schema $$operation --out schemas || exit 1; done

# What makes and judges a release.
$(RELEASE)/nox: pyproject.toml
	$(PYTHON) -m venv .venvs/release
	$(RELEASE)/python -m pip install --quiet --upgrade pip
	$(RELEASE)/python -m pip install --quiet --group release
	touch $@

# The sdist from the folder, the wheel from the sdist.
wheel: $(RELEASE)/nox
	rm -rf dist
	$(RELEASE)/python -m build --quiet
	$(RELEASE)/twine check --strict dist/*
	$(RELEASE)/check-wheel-contents dist/*.whl

# Tests that use harness from the outside, one for each front door, against the wheel in an environment of its own.
wheel-test: wheel $(AWSCLI)
	rm -rf .venvs/wheel
	$(PYTHON) -m venv .venvs/wheel
	.venvs/wheel/bin/python -m pip install --quiet --upgrade pip
	.venvs/wheel/bin/python -m pip install --quiet dist/*.whl --group dev
	.venvs/wheel/bin/pytest -n auto -q tests/integration/test_plugin_fixtures.py tests/integration/test_plugin_contract.py tests/integration/test_cli_check.py

# A project that uses harness, in an environment that it makes itself.
downstream: wheel
	examples/insight-reporter/ci.sh dist/*.whl

# The quick tests on every Python of the classifiers, with the newest and the oldest dependencies. What is not on this
# machine is left out, and said so.
matrix: $(RELEASE)/nox
	PYENV_VERSION=$$(pyenv versions --bare 2>/dev/null | paste -sd: -) UV_PYTHON_DOWNLOADS=never $(RELEASE)/nox

# A sample of mutants of harness/contract and harness/wire against the quick tests.
mutation: .venvs/mutation/bin/pytest
	CI=1 .venvs/mutation/bin/python benchmarks/mutation.py

clean:
	rm -rf $(VENV) .venvs .real dist docs/_build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .mutation .nox
