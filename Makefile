# Pulih: `make demo` shows it, `make test` proves it. See README.md.
.PHONY: demo test check bench serve install format messages

demo:
	@sh scripts/venv.sh requirements/demo.txt
	@PORT=$(or $(PORT),8000) RESET=$(RESET) sh scripts/demo.sh

test:
	@sh scripts/venv.sh requirements/development.txt
	@sh scripts/test.sh

check:
	@sh scripts/venv.sh requirements/development.txt
	@sh scripts/check.sh
	@.venv/bin/python -m pytest -q -n 2 -m "not journey and not robustness"

# A whole country on PostgreSQL, and the real server driven: docs/performance.md.
# PEOPLE=20000 for a smaller one; BENCH="--readings 100 --only dashboard" for more.
bench:
	@sh scripts/venv.sh requirements/development.txt
	@sh scripts/bench.sh $(if $(PEOPLE),--people $(PEOPLE)) $(BENCH)

serve:
	@sh scripts/venv.sh requirements/production.txt
	@sh scripts/serve.sh

messages:
	@.venv/bin/python manage.py messages

install:
	@sh scripts/venv.sh requirements/development.txt

format:
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .
