from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from accounts.domain.permissions import Permission, Role, is_allowed
from accounts.labels import role_choices
from common.models import Versioned


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, role: Role | str, password: str | None = None, **extra: Any) -> "User":
        """A person who signs in with `email`. Without a password nobody can sign in until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, role=str(role), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, Versioned):
    """A person of the company. The role says what they may do; teams say which restricted suppliers they see."""

    email = models.EmailField(
        max_length=254,
        unique=True,
        error_messages={"unique": "Somebody already signs in with this e-mail address."},
    )
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=role_choices)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    default_views = models.JSONField(default=dict, editable=False)
    """By list: the saved view that it opens with. Beside the person, so that no list asks for it in a query."""
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower"),
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="user_role_known"),
        ]
        indexes = [models.Index(fields=["name", "id"], name="user_name")]

    def __str__(self) -> str:
        return self.name or self.email

    def can(self, permission: Permission) -> bool:
        """Whether this person's role allows it."""
        return self.is_active and is_allowed(Role(self.role), permission)

    # The product has no Django permissions; allauth and Django ask for these two words.
    @property
    def is_staff(self) -> bool:
        return False

    @property
    def is_superuser(self) -> bool:
        return False
