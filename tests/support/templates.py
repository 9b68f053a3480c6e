"""A template variable that nobody gave fails the test instead of showing nothing."""

import sys
from typing import Any


class UndefinedTemplateVariableError(AssertionError):
    """A template of ours used a name that its view did not give."""


class UndefinedVariable(str):
    """Stands as `string_if_invalid`. Templates of installed packages are exempt."""

    __slots__ = ()

    def __new__(cls) -> "UndefinedVariable":
        return super().__new__(cls, "%s")

    def __mod__(self, variable: Any) -> str:
        origin = _template_being_rendered()
        if "site-packages" in origin:
            return ""
        raise UndefinedTemplateVariableError(f"{{{{ {variable} }}}} is undefined in {origin}")

    def __str__(self) -> str:
        return ""


def _template_being_rendered() -> str:
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_name == "render_annotated":
            origin = getattr(frame.f_locals.get("self"), "origin", None)
            if origin is not None:
                return str(origin.name)
        frame = frame.f_back  # type: ignore[assignment]
    return "an unknown template"
