"""Who signs in: workers by phone code, staff by password and second factor."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone


class Kind(models.TextChoices):
    WORKER = "worker", "职工"
    STAFF = "staff", "工作人员"


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username):
        return self.get(username=username)

    def create_superuser(self, username, password=None, **extra):
        """For `manage.py createsuperuser`: the configuration admin, not a desk account."""
        user = self.model(
            kind=Kind.STAFF, username=username.lower(), is_staff=True, is_superuser=True, **extra
        )
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A worker (phone, no password) or a member of staff (username, password, TOTP)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField("姓名", max_length=64, blank=True)
    username = models.CharField("账号", max_length=32, unique=True, null=True, blank=True)
    # Null, not "": the constraint below must let many have none.
    phone = models.CharField("手机", max_length=11, null=True, blank=True)  # noqa: DJ001
    person = models.OneToOneField(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="user"
    )
    is_active = models.BooleanField("可用", default=True)
    is_staff = models.BooleanField("可进配置后台", default=False)
    is_demo = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="worker", username__isnull=True)
                | models.Q(kind="staff", username__isnull=False),
                name="worker_has_no_username",
            ),
            # A clerk is a worker too, with the same phone and an account of each kind.
            models.UniqueConstraint(fields=["kind", "phone"], name="one_phone_a_kind"),
        ]
        # The auditor asks by name.
        indexes = [models.Index(fields=["name"], name="user_name")]

    def __str__(self) -> str:
        return self.name or self.username or "职工"

    @property
    def is_worker(self) -> bool:
        return self.kind == Kind.WORKER


class SignIn(models.Model):
    """One open session of a user, so that they can see and end it (own sessions listed)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField(default=timezone.now)
    device = models.CharField(max_length=80, blank=True)
    address = models.GenericIPAddressField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "登录"
        verbose_name_plural = "登录"
        indexes = [models.Index(fields=["user", "-started_at"], name="sign_in_user")]

    def __str__(self) -> str:
        return f"{self.started_at:%m-%d %H:%M} {self.device}"
