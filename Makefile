# Pulih: `make demo` shows it, `make test` proves it. See README.md.
.PHONY: demo test check serve install format messages

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

serve:
	@sh scripts/venv.sh requirements/production.txt
	@sh scripts/serve.sh

messages:
	@.venv/bin/python manage.py messages

install:
	@sh scripts/venv.sh requirements/development.txt

format:
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .
