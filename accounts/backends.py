from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class RoleBackend(AuthenticationBackend):
    """Signs in by user name; what a member may do is the sum of the roles granted to them."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return user_obj.is_active and isinstance(user_obj, User) and perm in user_obj.all_permissions

    def get_user(self, user_id: Any) -> User | None:
        """With the agency: every page asks for its clock."""
        found = User.objects.select_related("agency").filter(pk=user_id).first()
        return found if found and self.user_can_authenticate(found) else None
