"""Rows for tests, free of surprises: each makes exactly what it says."""

import datetime
import io
import itertools

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from PIL import Image

from accounts.models import Kind, User
from organizations import tree
from organizations.models import Division, OfficeHours, Organization, Post, Role, Station

serial = itertools.count(1)


def local(*parts: int) -> datetime.datetime:
    """A moment in the city's own time: local(2026, 11, 23, 10, 0)."""
    return datetime.datetime(*parts, tzinfo=timezone.get_default_timezone())


def a_phone() -> str:
    return f"1990000{next(serial) % 10_000:04d}"


def a_worker(**fields) -> User:
    fields.setdefault("phone", a_phone())
    return User.objects.create(kind=Kind.WORKER, **fields)


def a_member_of_staff(name: str, organization: Organization | None = None, *roles: Role) -> User:
    """Staff with a confirmed second factor and open posts of the given roles."""
    user = User.objects.create(kind=Kind.STAFF, username=f"staff{next(serial)}", name=name)
    TOTPDevice.objects.create(user=user, name="test", confirmed=True)
    for role in roles:
        Post.objects.create(
            user=user, organization=organization, role=role, since=local(2026, 1, 1)
        )
    return user


def a_division(name: str, level: str, parent: Division | None = None, code: str | None = None):
    return Division.objects.create(name=name, level=level, parent=parent, code=code)


def a_union(name: str, kind: str, division: Division, parent=None, **fields) -> Organization:
    return tree.create(name=name, kind=kind, division=division, parent=parent, **fields)


def a_station(name: str, organization: Organization, **fields) -> Station:
    fields.setdefault("code", f"ST{next(serial):06d}")
    fields.setdefault("kind", Station.Kind.LOVE)
    fields.setdefault("joins", organization)
    fields.setdefault("division", organization.division)
    fields.setdefault("address", "演示路1号")
    return Station.objects.create(name=name, organization=organization, **fields)


def a_picture(kind="JPEG", size=(64, 48), **options) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "#B5703B").save(out, kind, **options)
    return SimpleUploadedFile("C:\\我的照片.jpg", out.getvalue())


def office_hours(organization: Organization, **fields) -> OfficeHours:
    return OfficeHours.objects.create(organization=organization, **fields)
