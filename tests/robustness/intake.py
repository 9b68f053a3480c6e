"""Orders the import of a large messy register: run in a process of its own, with the server's environment.

    python -m tests.robustness.intake ROWS SEED

prints, as JSON, the import, how many people it will take in, and the seconds of its dry run.
"""

import json
import sys
import time
from typing import Any

import django


def order(rows: int, seed: int) -> dict[str, Any]:
    from accounts.models import Agency
    from tests.factories.accounts import UserFactory
    from upkeep.intake import actions
    from upkeep.intake.models import ImportRow
    from upkeep.samples.registers import messy_register

    rutan = Agency.objects.get(code="rutan")
    officer = UserFactory(agency=rutan, username=f"registrasi{seed}", roles=["registrasi"])
    book = messy_register(seed, people=rows, kind="xlsx", start=1 + seed * 100_000)
    begun = time.monotonic()
    import_ = actions.upload(custodian=rutan, name=book.name, content=book.content, by=officer)
    actions.order_check(
        import_=import_,
        mapping=import_.mapping,
        sheets=import_.sheets,
        full_list=False,
        admitted_on=rutan.today(),
        sex="L",
        by=officer,
    )
    actions.do_now(import_=import_)
    took = time.monotonic() - begun
    import_.refresh_from_db()
    outcomes = list(ImportRow.objects.filter(of=import_).values_list("outcome", flat=True))
    actions.order_commit(import_=import_, by=officer)
    return {
        "import": import_.pk,
        "new": outcomes.count("baru"),
        "judged": len(outcomes) - outcomes.count("dilewati"),
        "dry_run": took,
    }


def main() -> None:
    django.setup()
    json.dump(order(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)


if __name__ == "__main__":
    main()
