"""What may be done to accounts and roles, each with its trail."""

from django.db import transaction

from accounts.models import User
from audit.models import Action
from audit.trail import record


@transaction.atomic
def change_password(*, by: User, new: str) -> None:
    """The member's own new password. Every other session of theirs ends with it (session hash)."""
    user = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    user.set_password(new)
    user.must_change_password = False
    user.password_expires_at = None
    user.save(update_fields=["password", "must_change_password", "password_expires_at"])
    record(Action.CHANGE, by=by, on=user, changes={"kata sandi": "diganti"})
