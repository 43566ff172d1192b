"""What 1+1 keeps of one person, for the copy of the own data (unionportal.own_data)."""

from typing import Any

from django.db.models import Prefetch

from accounts.models import User
from assistance import facts
from assistance.models import Contact, HardshipFile, HelpRequest, Need, Pairing, Publication


def kept_about(user: User) -> dict[str, Any]:
    """`files`, each with its sealed facts opened, and `help_requests`."""
    asked = HelpRequest.objects.filter(worker=user).select_related("organization", "division")
    return {"files": _files(user), "help_requests": asked.order_by("created_at", "pk")}


def _files(user: User) -> list[HardshipFile]:
    rows = HardshipFile.objects.of_person(user.person_id).order_by("created_at", "pk")
    rows = rows.select_related("organization", "division__parent").prefetch_related(
        Prefetch("contacts", Contact.objects.order_by("at", "pk")),
        Prefetch("raised_needs", Need.objects.select_related("supply").order_by("raised_at", "pk")),
        Prefetch("pairings", Pairing.objects.select_related("post__user").order_by("since", "pk")),
        Prefetch("publications", Publication.objects.order_by("starts_on", "pk")),
    )
    found = list(rows)
    for file in found:
        file.opened = facts.read(file)
    return found
