from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template

HOSTILE = "<script>alert(1)</script>\"'&"


@pytest.fixture
def shown() -> Callable[..., str]:
    """Render a piece of template with the given context."""

    def render(source: str, **context: Any) -> str:
        return Template(source).render(Context(context))

    return render


@pytest.fixture
def menu() -> list[SimpleNamespace]:
    item = SimpleNamespace(title="Warga binaan", url="/warga-binaan/", icon="people", current=True)
    return [SimpleNamespace(title="Orang", items=[item])]
