"""The first day of a city: its federation, and whoever opens everything else from the desk."""

from django.db import transaction

from accounts.models import User
from audit.refusal import Refused
from organizations import appointments, calendar, divisions, tree
from organizations.models import Division, OfficeHours, Organization, Role


@transaction.atomic
def open_city(*, name: str, administrator: User) -> Organization:
    """The divisions, the city's federation with office hours, and its first administrator.

    Raises Refused where there is a union already.
    """
    if Organization.objects.exists():
        raise Refused("这里已经有工会了，其余的请由管理员在工作台上添加。")
    divisions.load_divisions()
    city = Division.objects.get(level=Division.Level.CITY)
    root = tree.create(name=name, kind=Organization.Kind.FEDERATION, division=city)
    OfficeHours.objects.create(organization=root)
    calendar.forget()
    appointments.appoint(
        user=administrator, organization=root, role=Role.ADMINISTRATOR, actor=None
    )  # fmt: skip
    return root
