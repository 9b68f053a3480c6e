"""Log lines without the contents of rows: records are read through the house, never from its logs."""

import logging
import re
from typing import Any

_DETAIL = re.compile(r"DETAIL:.*?(?=\n\n|\Z)", re.DOTALL)


class Line(logging.Formatter):
    """PostgreSQL names the failing row in an error's DETAIL; that part is left out."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  (the name is logging's)
        return _DETAIL.sub("DETAIL: (left out)", super().formatException(ei))
