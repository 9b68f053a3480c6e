"""Loading a record through what the member may see. The only way a view loads one."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from accounts.models import User

M = TypeVar("M", bound=Model)


class NotYours(Http404):
    """Looks to the reader exactly like "not there"; the trail knows which record it was."""

    def __init__(self, record: Model) -> None:
        super().__init__()
        self.record = record


def visible(model: type[M], user: User) -> "QuerySet[M]":
    """Every record of the kind that this member may see."""
    return model._default_manager.visible_to(user)  # type: ignore[attr-defined]


def visible_or_404(model: "type[M] | QuerySet[M]", user: User, **lookup: Any) -> M:
    """The record, or the one answer for "not there" and "not yours".

    Give a queryset of the model (one of the room's `queries`) to load more with it.
    """
    queryset = model if isinstance(model, QuerySet) else model._default_manager.all()
    record = queryset.visible_to(user).filter(**lookup).first()  # type: ignore[attr-defined]
    if record is not None:
        return record
    hidden = queryset.model._base_manager.filter(**lookup).first()
    raise NotYours(hidden) if hidden else Http404()
